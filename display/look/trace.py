"""When things happened, for the bench: CHERHA_TRACE=FILE gets a line `<what> <monotonic ns> <about what>` for each.

CLOCK_MONOTONIC is one for all processes of a machine, so the bench may compare it with its own.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

Note = Callable[[str, object], None]


def open_trace() -> Note:
    """A function that writes one line, or one that does nothing when nobody asked."""
    path = os.environ.get("CHERHA_TRACE")
    if not path:
        return lambda _what, _about: None
    file = Path(path).open("a", buffering=1, encoding="utf-8")  # noqa: SIM115 - open as long as the process lives

    def note(what: str, about: object) -> None:
        file.write(f"{what} {time.monotonic_ns()} {about}\n")

    return note
