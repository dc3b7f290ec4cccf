"""A screen that nobody looks at goes dark, and the touch that wakes it is not obeyed. Pure.

A touch screen in an empty, closed hall lights and wears itself out. Whoever touches it in the dark sees no buttons, so
whatever lies below that finger is not what they want.
"""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.touch.presses import StartAloud, Touched
from kiosk.touch.reader import R


def nobody_since(since: float | None, at: float, *, nobody: bool) -> float | None:
    """Since when nobody has been expected: `since`, if that is known already. None: somebody is."""
    return (at if since is None else since) if nobody else None


def dark_from(reader: R, closed_since: float | None) -> float | None:
    """From when the screen is dark if nobody touches it; None: it stays lit. `closed_since`: nobody is expected, and
    the screen has been as the next visitor should find it, since then; None: somebody may come.
    """
    after = reader.fittings.dark_after
    if after is None or closed_since is None:
        return None
    return max(closed_since, reader.presence.seen) + after


def night(reader: R, closed_since: float | None, at: float, *, at_rest: bool) -> R:
    """The reader as the time of day leaves the screen: dark, or lit."""
    begins = dark_from(reader, closed_since) if at_rest else None
    return replace(reader, dark=begins is not None and at >= begins)


def only_wakes(reader: R, event: object) -> bool:
    """True for a touch in the dark. A plug is none: whoever plugs a headset in needs no light to know what they want."""
    return reader.dark and isinstance(event, Touched) and not isinstance(event.press, StartAloud)


def woken(reader: R, at: float) -> R:
    """After the touch that lit the screen: it counts as a touch, and a second strike of that finger is none."""
    return replace(reader, dark=False, presence=reader.presence.touched(at, obeyed=True))
