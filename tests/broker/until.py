"""Waiting for what another thread or process does: as short as possible, with an end."""

from __future__ import annotations

import time
from collections.abc import Callable


def until(condition: Callable[[], object], seconds: float = 40.0, what: str = "") -> None:
    """Returns as soon as `condition` holds; AssertionError after `seconds`, saying `what` was awaited.

    The patience is for a busy machine: it costs nothing where the condition comes true.
    """
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds:g} s: {what or condition}"
        time.sleep(0.005)
