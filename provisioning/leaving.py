"""How the process of a command ends: with its own code, once all that was to be done at the end is done.

The interpreter's last collection is left out. A library's objects that lie among what it collects are not all whole by
then (https://github.com/msgspec/msgspec/issues/717): on Python 3.13 an announcer that had ended well died of it every
second time, and systemd was told of a crash, or of another code than the one that says not to start again.
"""

from __future__ import annotations

import atexit
import logging
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn


def leave_with(does: Callable[[], int]) -> NoReturn:
    """End this process with what `does` returns or exits with. What it raises besides is the interpreter's affair."""
    left: list[int] = []

    def leave() -> None:
        if not left:
            return
        logging.shutdown()
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):
                stream.flush()
        os._exit(left[0])

    atexit.register(leave)  # before all others, so it is called after them
    try:
        left.append(does())
    except SystemExit as exit_:
        left.append(exit_.code if isinstance(exit_.code, int) else int(exit_.code is not None))
        raise
    sys.exit(left[0])
