"""Where everything stands on a sign of any shape, from a tall panel to a bar. Pure; boxes in px from the lower left."""

from __future__ import annotations

from typing import Literal, get_args

from msgspec import Struct

from display.look.box import Box

Arrow = Literal["down", "up", "left", "right", "none"]
ARROWS: tuple[Arrow, ...] = get_args(Arrow)
BAR = 2.6  # times as wide as high: from here on the window stands beside the number, not above it
STRIP = 0.13  # of the height


class Place(Struct, frozen=True):
    """`head`: which window; `main`: the number; `below`: what to do. `arrow` and `strip` have no area when there is
    none.
    """

    head: Box
    main: Box
    arrow: Box
    below: Box
    strip: Box


def place(width: float, height: float, *, arrow: Arrow = "none", number: bool = True, aged: bool = False) -> Place:
    """The boxes of a sign of `width` x `height` px. Without a number the words take its place."""
    strip = Box(0, 0, width, height * STRIP if aged else 0)
    room = height - strip.height
    if width > height * BAR:
        head = Box(0, strip.top, min(width * 0.25, height * 1.2), room)
        rest = Box(head.width, strip.top, width - head.width, room)
    else:
        tall = room * (0.25 if width > height else 0.16)
        head = Box(0, height - tall, width, tall)
        rest = Box(0, strip.top, width, room - tall)
    gap = min(rest.width, rest.height) * 0.05
    inner = Box(rest.x + gap, rest.y + gap, rest.width - 2 * gap, rest.height - 2 * gap)
    if not number:
        nothing = Box(inner.x, inner.top, 0, 0)
        return Place(head, nothing, nothing, inner, strip)
    low = inner.height * (0.24 if width > height else 0.2)
    below = Box(inner.x, inner.y, inner.width, low)
    upper = Box(inner.x, below.top, inner.width, inner.height - low)
    main, sign = _beside(upper, arrow)
    return Place(head, main, sign, below, strip)


def _beside(upper: Box, arrow: Arrow) -> tuple[Box, Box]:
    """The number and its arrow: under it where the sign is tall, else on the side to which it points."""
    if arrow == "none":
        return upper, Box(upper.x, upper.y, 0, 0)
    if upper.height > upper.width:
        tall = upper.height * 0.4
        return Box(upper.x, upper.y + tall, upper.width, upper.height - tall), Box(upper.x, upper.y, upper.width, tall)
    wide = min(upper.height, upper.width * 0.22)
    if arrow == "left":
        return Box(upper.x + wide, upper.y, upper.width - wide, upper.height), Box(upper.x, upper.y, wide, upper.height)
    return Box(upper.x, upper.y, upper.width - wide, upper.height), Box(
        upper.x + upper.width - wide, upper.y, wide, upper.height
    )
