"""What is said when, and where the visitor is on the screen that they hear: a screen or a key in, words out. Pure.

A new screen is read up to its first button, which is then the one in focus; up and down go through everything,
texts and buttons; right reads all of it again, left goes back, OK presses. A screen on which only some words
changed says those too, and the focus stays.
"""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from kiosk.touch.aloud.items import Item, first_button, items

PadKey = Literal["up", "down", "left", "right", "ok"]
_AHEAD = 8

Extra = Literal["welcome", "goodbye", "top", "bottom", "no-way-back"]


class Narration(Struct, frozen=True):
    """`heard`: what there is on the screen; `focus`: which of it the keys are at."""

    on: bool = False
    heard: tuple[Item, ...] = ()
    focus: int = 0

    @property
    def focused(self) -> Item | None:
        return self.heard[self.focus] if self.on and self.focus < len(self.heard) else None


class Line(Struct, frozen=True):
    """One sentence to be said: an item at its place among the buttons (0 of …: it is no button), or words of our own."""

    item: Item | None = None
    place: int = 0
    of: int = 0
    extra: Extra | None = None


class Wish(Struct, frozen=True):
    """What follows: `lines` are said, instead of whatever is being said or `after` it; `press` is pressed."""

    lines: tuple[Line, ...] = ()
    press: Any = None
    after: bool = False


def seen(narration: Narration, frame: Any, *, on: bool) -> tuple[Narration, Wish | None]:
    """Another frame is on the screen. None: there is nothing to say about it, and what is being said goes on."""
    if not on:
        return Narration(), Wish((Line(extra="goodbye"),)) if narration.on else None
    heard = items(frame)
    if heard == narration.heard:
        return narration, None
    before, after = narration, replace(narration, on=True, heard=heard)
    focus = _same_place(before, heard)
    if focus is None:
        first = first_button(heard)
        after = replace(after, focus=first if first is not None and heard[first].part != "bar" else 0)
        welcome = () if before.on else (Line(extra="welcome"),)
        return after, Wish((*welcome, *_opening(after)))
    after = replace(after, focus=focus)
    changed = [place for place, item in enumerate(heard) if item not in before.heard]
    return after, Wish(tuple(_line(after, place) for place in changed), after=True) if changed else None


def struck(narration: Narration, key: PadKey) -> tuple[Narration, Wish]:
    """A key of the pad. Whatever it is, what is being said stops."""
    match key:
        case "up" | "down":
            focus = narration.focus + (1 if key == "down" else -1)
            if not 0 <= focus < len(narration.heard):
                edge: Extra = "bottom" if key == "down" else "top"
                return narration, Wish((Line(extra=edge), _line(narration, narration.focus)))
            narration = replace(narration, focus=focus)
            return narration, Wish((_line(narration, focus),))
        case "right":
            return narration, Wish(_all(narration))
        case "left":
            back = next((i.button for i in narration.heard if i.button and i.button.icon == "arrow-left"), None)
            if back is None or back.press is None:
                return narration, Wish((Line(extra="no-way-back"), _line(narration, narration.focus)))
            return narration, Wish(press=back.press)
        case "ok":
            here = narration.focused
            press = here.button.press if here and here.button else None
            return narration, Wish(press=press) if press is not None else Wish((_line(narration, narration.focus),))


def ahead(narration: Narration) -> tuple[Line, ...]:
    """What will probably be asked for next: what lies around the focus, nearest first."""
    places = [narration.focus + away for step in range(1, _AHEAD + 1) for away in (step, -step)]
    return tuple(_line(narration, place) for place in places if narration.on and 0 <= place < len(narration.heard))


def _same_place(before: Narration, heard: tuple[Item, ...]) -> int | None:
    """Where the focus is on a screen that is still the same one; None on another."""
    here = before.focused
    if here is None or not _same_screen(before.heard, heard):
        return None
    if here.button is None:
        return heard.index(here) if here in heard else min(before.focus, len(heard) - 1)
    return next((n for n, i in enumerate(heard) if i.button and i.button.press == here.button.press), None)


def _same_screen(before: tuple[Item, ...], heard: tuple[Item, ...]) -> bool:
    """Most of its buttons mean what they meant, whatever is written on them; without buttons, it is its title."""
    old, new = _presses(before), _presses(heard)
    if not old or not new:
        return old == new and before[0] == heard[0]
    return sum(press in new for press in old) * 2 > len(old)


def _presses(heard: tuple[Item, ...]) -> list[Any]:
    return [(item.part, item.button.press) for item in heard if item.button and item.part in ("face", "question")]


def _opening(narration: Narration) -> tuple[Line, ...]:
    """A new screen: its texts up to the button in focus, which ends it; all of it where there is no button."""
    face = [place for place, item in enumerate(narration.heard) if item.part in ("face", "question")]
    first = first_button(narration.heard)
    upto = [place for place in face if first is None or place <= first]
    return tuple(_line(narration, place) for place in upto)


def _all(narration: Narration) -> tuple[Line, ...]:
    """The screen again, from the start, without the bar that is on all of them."""
    return tuple(_line(narration, n) for n, item in enumerate(narration.heard) if item.part != "bar")


def _line(narration: Narration, place: int) -> Line:
    if place >= len(narration.heard):
        return Line()
    item = narration.heard[place]
    if item.button is None:
        return Line(item)
    buttons = [n for n, each in enumerate(narration.heard) if each.button]
    return Line(item, buttons.index(place) + 1, len(buttons))
