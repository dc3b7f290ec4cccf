"""Where everything stands on a screen of any size, upright or not. Pure; boxes in px from the lower left corner."""

from __future__ import annotations

from msgspec import Struct

from display.look.box import Box

NEWEST = 1.6  # how much higher the newest call's row is than the others
LEAST_LINE = 0.03  # of the shorter side: a lower row could not be read; more lines than fit are left out
HIGHEST_LINE = 0.1
NOTICE, UPRIGHT_NOTICE = (
    0.095,
    0.13,
)  # of the shorter side: a notice in two languages; where it is narrow, in four lines
FEW = 10  # lines; with more, an upright board gives them as much room as the calls


class Place(Struct, frozen=True):
    """`notices`, `calls` and `lines` are rows from the top down. `banner` has no height when there is none."""

    bar: Box
    notices: tuple[Box, ...]
    banner: Box
    calls_heading: Box
    calls: tuple[Box, ...]
    lines_heading: Box
    lines: tuple[Box, ...]
    strip: Box
    upright: bool


def place(
    width: float,
    height: float,
    *,
    calls: int,
    lines: int,
    banner: bool,
    notices: int = 0,
    room_for_calls: int = 8,
) -> Place:
    """The boxes of a board of `width` x `height` px with room for eight calls, of which `calls` are there.

    Notices stand under the bar, as wide as the screen. A banner stands above the calls; where there are none, it
    takes their place.
    """
    upright = height > width
    unit = min(width, height)
    gap = unit * 0.02
    bar = Box(0, height - unit * 0.115, width, unit * 0.115)
    strip = Box(0, 0, width, unit * 0.062)
    tall = unit * (UPRIGHT_NOTICE if upright else NOTICE)
    told = tuple(Box(0, bar.y - tall * (i + 1) - gap * 0.2 * i, width, tall) for i in range(notices))
    low, high = strip.top + gap, (told[-1].y if told else bar.y) - gap
    if upright:
        share = 0.4 if lines <= FEW else 0.5
        border = low + (high - low) * share if lines else low - gap
        left = Box(gap, border + gap, width - 2 * gap, high - border - gap)
        right = Box(gap, low, width - 2 * gap, border - low)
    else:
        border = width * 0.54 if lines else width - gap / 2
        left = Box(gap, low, border - 1.5 * gap, high - low)
        right = Box(border + gap / 2, low, width - border - 1.5 * gap, high - low)

    above = Box(left.x, left.top, left.width, 0)
    if banner:
        share = 0.28 if calls else 1.0
        above = Box(left.x, left.top - left.height * share, left.width, left.height * share)
        left = Box(left.x, left.y, left.width, max(0.0, above.y - gap - left.y))
    heading = min(unit * 0.05, left.height)
    return Place(
        bar=bar,
        notices=told,
        banner=above,
        calls_heading=Box(left.x, left.top - heading, left.width, heading),
        calls=_rows(left, heading, [NEWEST] + [1.0] * (room_for_calls - 1), gap * 0.4),
        lines_heading=Box(right.x, right.top - unit * 0.05, right.width, unit * 0.05),
        lines=_lines(right, unit, lines, gap * 0.3),
        strip=strip,
        upright=upright,
    )


def _rows(inside: Box, heading: float, weights: list[float], gap: float) -> tuple[Box, ...]:
    room = max(0.0, inside.height - heading - gap * (len(weights) - 1))
    top, rows = inside.top - heading, []
    for weight in weights:
        height = room * weight / sum(weights)
        rows.append(Box(inside.x, top - height, inside.width, height))
        top -= height + gap
    return tuple(rows)


def _lines(inside: Box, unit: float, lines: int, gap: float) -> tuple[Box, ...]:
    room = inside.height - unit * 0.05
    shown = min(lines, int(room // (unit * LEAST_LINE)))
    if shown < 1:
        return ()
    height = min(unit * HIGHEST_LINE, (room - gap * (shown - 1)) / shown)
    top = inside.top - unit * 0.05
    return tuple(Box(inside.x, top - height - i * (height + gap), inside.width, height) for i in range(shown))
