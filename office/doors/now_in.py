"""Who is in, for whatever draws a page: set by the door for each request."""

from __future__ import annotations

from contextvars import ContextVar

from office.doors.doorkeeper import Signed

_NOW: ContextVar[Signed | None] = ContextVar("signed", default=None)


def now_in() -> Signed | None:
    """Who has asked for this page; None where nobody is in, or it is a visitor's."""
    return _NOW.get()


def let_in(signed: Signed | None) -> None:
    _NOW.set(signed)
