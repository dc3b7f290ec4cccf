"""What a layout must be besides well-formed: nothing overlaps, nothing is missing, everything can be read. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import combinations
from typing import Any, get_args

from broker.contracts.hall_shape import Mistake, did_you_mean
from broker.contracts.hall_tables import one, tables
from display.board.layouts.shape import SIDES, Kind, Side
from display.look.palette import PAIRS, PALETTES, TOKENS, contrast, repainted

Raw = Mapping[str, Any]

LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3
LEAST = {"calls": (20.0, 12.0), "media": (8.0, 8.0), "qr": (4.0, 4.0)}  # width, height in hundredths of the screen
_BOXES = tuple(f"{side}{when}" for side in SIDES for when in ("", "_on_call"))
_NEAREST, _FARTHEST = 0.5, 30.0  # metres
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_MOST_ADDRESS = 300
_SLACK = 0.01


def boxes(raw: Raw) -> Iterator[Mistake]:
    for path, area in tables(raw, "area"):
        shows = area.get("shows")
        if not any(isinstance(area.get(key), list) and area[key] for key in _BOXES):
            yield path, "it has no place; write landscape = [left, top, width, height], or portrait, or both"
        for key in _BOXES:
            if isinstance(area.get(key), list) and area[key] and (what := _wrong_box(area[key], shows)):
                yield (*path, key), f'"{key}" is {area[key]}; {what}'
        for side in SIDES:
            calm, called = _box(area, side, on_call=False), _box(area, side, on_call=True)
            if shows == "media" and calm and called and (called[2] > calm[2] or called[3] > calm[3]):
                yield (*path, f"{side}_on_call"), "media make room for a call; here they would grow on it"


def _wrong_box(box: Any, shows: Any) -> str:
    if not _is_box(box):
        return "a box is four numbers: [left, top, width, height], in hundredths of the screen"
    left, top, width, height = box
    if width <= 0 or height <= 0:
        return "its width and height must be more than 0"
    if left < 0 or top < 0 or left + width > 100 + _SLACK or top + height > 100 + _SLACK:
        return "it leaves the screen, which goes from 0 to 100 both ways"
    least = LEAST.get(shows, (1.0, 1.0)) if isinstance(shows, str) else (1.0, 1.0)
    if width < least[0] or height < least[1]:
        return f"nobody could read it; {shows} need at least {least[0]:g} x {least[1]:g}"
    return ""


def _is_box(box: Any) -> bool:
    return (
        isinstance(box, list)
        and len(box) == 4  # noqa: PLR2004 - left, top, width, height
        and all(isinstance(part, (int, float)) and not isinstance(part, bool) for part in box)
    )


def _box(area: Raw, side: Side, *, on_call: bool) -> list[float]:
    called = area.get(f"{side}_on_call")
    box = called if on_call and called is not None else area.get(side)
    return list(box or ()) if _is_box(box) else []


def overlaps(raw: Raw) -> Iterator[Mistake]:
    for side in SIDES:
        told: set[tuple[int, int]] = set()
        for on_call in (False, True):
            shown = [
                (path, area, box) for path, area in tables(raw, "area") if (box := _box(area, side, on_call=on_call))
            ]
            for (one_path, one_area, one_box), (path, area, box) in combinations(shown, 2):
                pair = (int(one_path[1]), int(path[1]))
                if pair not in told and _overlap(one_box, box):
                    told.add(pair)
                    key = f"{side}_on_call" if on_call else side
                    while_called = " while a call is new" if on_call else ""
                    yield (
                        (*path, key if key in area else side),
                        f"{area.get('shows')} overlaps {one_area.get('shows')} ({one_box}) on a {side} screen{while_called}",
                    )


def _overlap(one: list[float], other: list[float]) -> bool:
    return all(one[i] + _SLACK < other[i] + other[i + 2] and other[i] + _SLACK < one[i] + one[i + 2] for i in (0, 1))


def complete(raw: Raw) -> Iterator[Mistake]:
    """Whatever else a board shows: calls, and a strip in which it can say that it is not up to date."""
    for side in SIDES:
        kinds = [
            (path, area.get("shows"))
            for path, area in tables(raw, "area")
            if _box(area, side, on_call=False) or _box(area, side, on_call=True)
        ]
        if not kinds:
            continue
        names = [kind for _, kind in kinds]
        for needed, why in (("calls", "it is what a board is for"), ("ticker", "there it says when it is out of date")):
            if needed not in names:
                yield ("area",), f'a {side} screen has no "{needed}"; {why}'
        for kind in get_args(Kind):
            if names.count(kind) > 1:
                again = [path for path, name in kinds if name == kind][1]
                yield again, f'"{kind}" stands more than once on a {side} screen; one board has one'
    if not list(tables(raw, "area")) and not one(raw, "board").get("like"):
        yield ("board",), 'there is no [[area]]; write some, or take those of a shipped layout: like = "standard"'


def together(raw: Raw) -> Iterator[Mistake]:
    """Areas that need a table of their own, and tables that need an area; left alone where they come with `like`."""
    if one(raw, "board").get("like"):
        return
    shown = {area.get("shows") for _, area in tables(raw, "area")}
    if "arrows" in shown and not list(tables(raw, "arrow")):
        yield ("area",), 'there is an area for "arrows", but no [[arrow]] that says where a zone is'
    if "qr" in shown and not one(raw, "qr").get("address"):
        yield ("area",), 'there is an area for "qr", but no [qr] with an address'


def numbers(raw: Raw) -> Iterator[Mistake]:
    for path, table in [(("board",), one(raw, "board")), *tables(raw, "area")]:
        distance = table.get("distance")
        if isinstance(distance, (int, float)) and not _NEAREST <= distance <= _FARTHEST:
            yield (*path, "distance"), f'"distance" is {distance}; it is in metres, {_NEAREST:g} to {_FARTHEST:g}'
        most = table.get("most")
        if isinstance(most, int) and not 1 <= most <= 20:  # noqa: PLR2004 - the snapshot has twenty calls
            yield (*path, "most"), f'"most" is {most}; it is a number of rows, 1 to 20'
    turn = one(raw, "board").get("turn")
    if isinstance(turn, (int, float)) and not 5 <= turn <= 120:  # noqa: PLR2004 - see the words
        yield ("board", "turn"), f'"turn" is {turn}; a language stands 5 to 120 seconds, or nobody reads it to its end'
    for path, message in tables(raw, "message"):
        seconds = message.get("seconds")
        if isinstance(seconds, (int, float)) and not 5 <= seconds <= 600:  # noqa: PLR2004 - see the words
            yield (*path, "seconds"), f'"seconds" is {seconds}; a message stands 5 to 600 seconds'
    address = one(raw, "qr").get("address")
    if (
        isinstance(address, str)
        and address
        and not (address.startswith(("https://", "http://")) and len(address) <= _MOST_ADDRESS)
    ):
        yield ("qr", "address"), f'"address" is "{address}"; a phone opens https://…, at most {_MOST_ADDRESS} letters'


def themes(raw: Raw) -> Iterator[Mistake]:
    """Every colour is one, and every ink can be read on its ground."""
    named = one(raw, "board").get("theme", "light")
    if isinstance(named, str) and named not in PALETTES:
        yield ("board", "theme"), f'there is no theme "{named}"; {did_you_mean(named, PALETTES)}'
    own: dict[str, Any] = one(raw, "theme")
    sound: dict[str, str] = {}
    for token, code in own.items():
        if token not in TOKENS:
            yield ("theme", token), f'there is no colour "{token}"; {did_you_mean(token, TOKENS)}'
        elif not isinstance(code, str) or not _COLOUR.fullmatch(code):
            yield ("theme", token), f'"{token}" is {code!r}; a colour is written "#0b4fa0"'
        else:
            sound[token] = code
    palette = repainted(PALETTES.get(str(named), PALETTES["light"]), sound)
    for ink, ground in PAIRS:
        found = contrast(getattr(palette, ink), getattr(palette, ground))
        if found < LEAST_CONTRAST and (ink in sound or ground in sound):
            token = ink if ink in sound else ground
            yield ("theme", token), f"{ink} on {ground} has a contrast of {found:.1f}; {LEAST_CONTRAST} is the least"


def zones(raw: Raw, known: Collection[str]) -> Iterator[Mistake]:
    for zone in one(raw, "board").get("zones", ()):
        if isinstance(zone, str) and zone not in known:
            yield ("board", "zones"), f'there is no zone "{zone}" in the hall file; {did_you_mean(zone, known)}'
    for path, arrow in tables(raw, "arrow"):
        zone = arrow.get("zone")
        if isinstance(zone, str) and zone not in known:
            yield (*path, "zone"), f'there is no zone "{zone}" in the hall file; {did_you_mean(zone, known)}'


def likes(raw: Raw, shipped: Collection[str]) -> Iterator[Mistake]:
    like = one(raw, "board").get("like")
    if isinstance(like, str) and like and like not in shipped:
        yield ("board", "like"), f'there is no shipped layout "{like}"; {did_you_mean(like, shipped)}'


RULES = (boxes, overlaps, complete, numbers, themes)
