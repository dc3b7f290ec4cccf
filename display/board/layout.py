"""Where everything stands on a screen of any size, upright or not. Pure; boxes in px from the lower left corner.

A layout says which area shows what; how many rows there are in it comes from how far its readers are.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from display.board.call_row import in_two_lines
from display.board.layouts.shape import Area, Kind, Layout, Side
from display.board.reading import CALL_LETTERS, LINE_LETTERS, Screen, least_row, rows_in
from display.board.unused import given_away
from display.look.box import Box

NEWEST = 1.6  # how much higher the newest call's row is than the others
HIGHEST_LINE = 0.1  # of the shorter side
HIGHEST_ARROW = 0.22
NOTICE, UPRIGHT_NOTICE = 0.095, 0.13  # of the shorter side; where it is narrow, in two lines
UPRIGHT_NOTICE_TWICE = 0.17  # in two languages, each of which may take two lines
HEADING = 0.05  # of the shorter side
GAP = 0.02  # of the shorter side

BannerPlace = Literal["", "calls", "all"]


NOWHERE = Box(0, 0, 0, 0)


class Wants(Struct, frozen=True):
    """What has to be placed: how many of each. `fresh`: calls that are new, each of which must be seen.

    `banner`: above or instead of the calls, or over all but the header and the ticker. `zones`: calls tell theirs.
    `notices_twice`: in two languages.
    """

    calls: int = 0
    fresh: int = 0
    lines: int = 0
    notices: int = 0
    notices_twice: bool = False
    arrows: int = 0
    banner: BannerPlace = ""
    media: bool = False
    code: bool = False
    zones: bool = False


class Place(Struct, frozen=True):
    """`notices`, `calls`, `lines` and `arrows` are rows from the top down. What is not shown has no width or height."""

    bar: Box
    notices: tuple[Box, ...]
    banner: Box
    calls_heading: Box
    calls: tuple[Box, ...]
    lines_heading: Box
    lines: tuple[Box, ...]
    strip: Box
    media: Box
    code: Box
    arrows: tuple[Box, ...]
    upright: bool
    two_lines: bool = False  # of a call's row


def side(screen: Screen) -> Side:
    return "portrait" if screen.height > screen.width else "landscape"


def place(layout: Layout, screen: Screen, wants: Wants) -> Place:
    """The boxes of a board. Notices stand under the bar and press the rest together."""
    upright = side(screen) == "portrait"
    unit = min(screen.width, screen.height)
    gap = unit * GAP
    room = _Room(layout, screen, unused=_unused(wants), on_call=wants.fresh > 0)
    body = room.body
    twice = UPRIGHT_NOTICE_TWICE if wants.notices_twice else UPRIGHT_NOTICE
    tall = unit * (twice if upright else NOTICE)
    told = tuple(Box(body.x, body.top - tall * (i + 1) - gap * 0.2 * i, body.width, tall) for i in range(wants.notices))
    if told:
        room.press(told[-1].y - body.y)
        body = room.body
    whole = wants.banner == "all"
    calls = NOWHERE if whole else room.box("calls")
    banner = body.within(gap * 0.75) if whole else Box(calls.x, calls.top, calls.width, 0)
    if wants.banner == "calls":
        share = 0.28 if wants.calls else 1.0
        banner = Box(calls.x, calls.top - calls.height * share, calls.width, calls.height * share)
        calls = Box(calls.x, calls.y, calls.width, max(0.0, calls.height - banner.height - gap))
    heading = min(unit * HEADING, calls.height)
    rows, two_lines = _calls(room, calls, heading, wants, gap * 0.4)
    waiting = NOWHERE if whole or not wants.lines else room.box("waiting")
    return Place(
        bar=room.box("header"),
        notices=told,
        banner=banner,
        calls_heading=Box(calls.x, calls.top - heading, calls.width, heading),
        calls=rows,
        lines_heading=Box(waiting.x, waiting.top - unit * HEADING, waiting.width, unit * HEADING)
        if waiting.height
        else NOWHERE,
        lines=_lines(room, waiting, wants.lines, gap * 0.3),
        strip=room.box("ticker"),
        media=room.box("media") if wants.media and not whole else NOWHERE,
        code=room.box("qr") if wants.code and not whole else NOWHERE,
        arrows=() if whole else _stacked(room.box("arrows"), wants.arrows, gap * 0.4, unit * HIGHEST_ARROW),
        upright=upright,
        two_lines=two_lines,
    )


def _unused(wants: Wants) -> set[Kind]:
    """The areas that have nothing to show."""
    empty: dict[Kind, bool] = {
        "media": not wants.media,
        "qr": not wants.code,
        "arrows": not wants.arrows,
        "waiting": not wants.lines,
    }
    return {kind for kind, nothing in empty.items() if nothing}


class _Room:
    """The areas of a layout on one screen, in px, without those that are `unused`."""

    def __init__(self, layout: Layout, screen: Screen, unused: set[Kind], *, on_call: bool) -> None:
        self.layout, self.screen = layout, screen
        self.unit = min(screen.width, screen.height)
        which = side(screen)
        self.areas: dict[Kind, Area] = {area.shows: area for area in layout.areas(which)}
        boxes = {kind: self._px(area.box(which, on_call=on_call)) for kind, area in self.areas.items()}
        inner = [box for kind, box in boxes.items() if kind not in ("header", "ticker") and box.width]
        x, y = min(box.x for box in inner), min(box.y for box in inner)
        right, top = max(box.x + box.width for box in inner), max(box.top for box in inner)
        self.body = Box(x, y, right - x, top - y)  # what header and ticker leave
        self._boxes = given_away(boxes, unused)

    def _px(self, box: tuple[float, ...]) -> Box:
        if not box:
            return NOWHERE
        left, top, width, height = box
        across, down = self.screen.width / 100, self.screen.height / 100
        return Box(left * across, (100 - top - height) * down, width * across, height * down)

    def press(self, height: float) -> None:
        """Press all between header and ticker together, to `height` px from below."""
        body = self.body
        share = max(0.1, height / body.height)
        self.body = body._replace(height=body.height * share)
        self._boxes = {
            kind: box
            if kind in ("header", "ticker")
            else Box(box.x, body.y + (box.y - body.y) * share, box.width, box.height * share)
            for kind, box in self._boxes.items()
        }

    def box(self, kind: Kind) -> Box:
        """Header and ticker reach the screen's edges; the others keep a distance from it and from each other."""
        box = self._boxes.get(kind, NOWHERE)
        if not box.width or kind in ("header", "ticker"):
            return box
        return box.within(self.unit * GAP * 0.5)

    def capital(self, kind: Kind) -> float:
        return self.screen.capital(self.layout.distance(self.areas[kind]))


def _calls(room: _Room, inside: Box, heading: float, wants: Wants, gap: float) -> tuple[tuple[Box, ...], bool]:
    """As many rows as can be read from where people are; more, if more calls are new: each of them is shown. And whether
    they have two lines: they are so high as two lines need only where one line would be too narrow.
    """
    if not inside.height:
        return (), False
    area, capital = room.areas["calls"], room.capital("calls")
    high, least = inside.height - heading, least_row(capital, CALL_LETTERS)
    two = in_two_lines(area.lines, inside.width, 2 * least, capital, zone=wants.zones)
    fit = rows_in(high, 2 * least if two else least, gap, first=NEWEST, most=area.most)
    rows = _divided(inside, high, max(fit, wants.fresh), gap)
    # In rows that many new calls have made low, one line may be the better one after all.
    return rows, two and in_two_lines(area.lines, inside.width, rows[-1].height, capital, zone=wants.zones)


def _divided(inside: Box, high: float, rows: int, gap: float) -> tuple[Box, ...]:
    """So many rows in the lowest `high` px, the first of them higher."""
    weights = [NEWEST] + [1.0] * (rows - 1)
    free = max(0.0, high - gap * (rows - 1))
    top, found = inside.y + high, []
    for weight in weights:
        height = free * weight / sum(weights)
        found.append(Box(inside.x, top - height, inside.width, height))
        top -= height + gap
    return tuple(found)


def _lines(room: _Room, inside: Box, lines: int, gap: float) -> tuple[Box, ...]:
    heading = room.unit * HEADING
    if inside.height <= heading:
        return ()
    high = inside.height - heading
    least = least_row(room.capital("waiting"), LINE_LETTERS)
    shown = min(lines, rows_in(high, least, gap, most=room.areas["waiting"].most))
    return _stacked(Box(inside.x, inside.y, inside.width, high), shown, gap, max(least, room.unit * HIGHEST_LINE))


def _stacked(inside: Box, rows: int, gap: float, highest: float) -> tuple[Box, ...]:
    """So many rows from the top down, none higher than `highest`."""
    if rows < 1 or not inside.height:
        return ()
    height = min(highest, (inside.height - gap * (rows - 1)) / rows)
    return tuple(Box(inside.x, inside.top - height - i * (height + gap), inside.width, height) for i in range(rows))
