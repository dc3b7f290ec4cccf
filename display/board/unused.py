"""Who takes the room of an area that has nothing to show: a code without an address, lines of a hall that has none. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from display.board.layouts.shape import Kind
from display.look.box import Box

# Who is asked first: those whose rows need the room most.
TAKERS: tuple[Kind, ...] = ("waiting", "calls", "media", "arrows")
_SLACK = 0.5  # px


def given_away(boxes: Mapping[Kind, Box], unused: Collection[Kind]) -> dict[Kind, Box]:
    """Each of `unused` goes to a neighbour along whose side it lies; where there is none, nobody has it."""
    kept = {kind: box for kind, box in boxes.items() if kind not in unused and box.width}
    for free in (box for kind, box in boxes.items() if kind in unused and box.width):
        for kind in TAKERS:
            grown = _grown(kept[kind], free) if kind in kept else None
            if grown and not any(_overlap(grown, other) for name, other in kept.items() if name != kind):
                kept[kind] = grown
                break
    return kept


def _grown(one: Box, free: Box) -> Box | None:
    """So much higher, or wider, that it takes `free` in; None where that lies along none of its sides."""
    x, y = min(one.x, free.x), min(one.y, free.y)
    right, top = max(one.x + one.width, free.x + free.width), max(one.top, free.top)
    if not (_same(right - x, one.width) or _same(top - y, one.height)):
        return None
    return Box(x, y, right - x, top - y)


def _overlap(one: Box, other: Box) -> bool:
    return (
        one.x + _SLACK < other.x + other.width
        and other.x + _SLACK < one.x + one.width
        and one.y + _SLACK < other.top
        and other.y + _SLACK < one.top
    )


def _same(one: float, other: float) -> bool:
    return abs(one - other) < _SLACK
