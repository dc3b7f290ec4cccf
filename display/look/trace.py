"""When a screen showed what, for the bench: see `broker.bus.trace`. Each line is about one thing (a ticket, a call)."""

from __future__ import annotations

import os
from collections.abc import Callable

from broker.bus.trace import mark

Note = Callable[[str, object], None]


def open_trace() -> Note:
    """A function that writes one line, or one that does nothing when nobody asked."""
    if not os.environ.get("CHERHA_TRACE"):
        return lambda _what, _about: None
    return lambda what, about: mark(what, about=str(about))
