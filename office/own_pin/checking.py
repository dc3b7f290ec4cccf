"""What is wrong with a PIN that somebody wants in place of their own: all of it at once. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from office.doors.person import PIN_DIGITS
from office.staff.checking import Mistake, of_pin
from office.staff.wishes import Typed, Wish


class OwnPin(Wish, frozen=True, kw_only=True):
    """`old`: the one that is theirs until now."""

    old: Typed
    pin: Typed
    again: Typed


class Changed(Struct, frozen=True):
    """`ended`: how many other sessions of the person are over."""

    ended: int


def of_own_pin(wish: OwnPin) -> Iterator[Mistake]:
    """Without a look at what is kept: that is slow, counted, and for afterwards."""
    if not wish.old:
        yield Mistake("old", "mistake.old-none")
    yield from of_pin(wish.pin)
    if wish.pin != wish.again:
        yield Mistake("again", "mistake.differ")
    elif wish.pin == wish.old and len(wish.pin) >= PIN_DIGITS[0]:
        yield Mistake("pin", "mistake.same")
