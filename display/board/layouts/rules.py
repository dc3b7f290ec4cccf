"""What a layout must be besides well-formed: nothing overlaps, nothing is missing, everything can be read. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import combinations
from typing import Any, get_args

from broker.contracts.hall_shape import Mistake, nearest
from broker.contracts.hall_tables import one, tables
from broker.contracts.mistakes.wrong import Wrong, wrong
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
            yield path, wrong("layout.no-place")
        for key in _BOXES:
            if isinstance(area.get(key), list) and area[key] and (what := _wrong_box(area[key], shows)):
                yield (*path, key), wrong("layout.box", key=key, box=area[key], what=what)
        for side in SIDES:
            calm, called = _box(area, side, on_call=False), _box(area, side, on_call=True)
            if shows == "media" and calm and called and (called[2] > calm[2] or called[3] > calm[3]):
                yield (*path, f"{side}_on_call"), wrong("layout.grows")


def _wrong_box(box: Any, shows: Any) -> Wrong | None:
    if not _is_box(box):
        return wrong("layout.four")
    left, top, width, height = box
    if width <= 0 or height <= 0:
        return wrong("layout.nothing")
    if left < 0 or top < 0 or left + width > 100 + _SLACK or top + height > 100 + _SLACK:
        return wrong("layout.leaves")
    least = LEAST.get(shows, (1.0, 1.0)) if isinstance(shows, str) else (1.0, 1.0)
    if width < least[0] or height < least[1]:
        return wrong("layout.small", shows=shows, width=f"{least[0]:g}", height=f"{least[1]:g}")
    return None


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


def screen(side: Side) -> Wrong:
    """Which screen, as the mistakes about one say it."""
    return wrong("layout.landscape") if side == "landscape" else wrong("layout.portrait")


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
                    what = wrong(
                        "layout.overlaps",
                        one=area.get("shows"),
                        other=one_area.get("shows"),
                        box=one_box,
                        side=screen(side),
                        called=wrong("layout.on-call") if on_call else "",
                    )
                    yield (*path, key if key in area else side), what


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
        for needed, why in (("calls", wrong("layout.why-calls")), ("ticker", wrong("layout.why-ticker"))):
            if needed not in names:
                yield ("area",), wrong("layout.lacks", side=screen(side), kind=needed, why=why)
        for kind in get_args(Kind):
            if names.count(kind) > 1:
                again = [path for path, name in kinds if name == kind][1]
                yield again, wrong("layout.twice", kind=kind, side=screen(side))
    if not list(tables(raw, "area")) and not one(raw, "board").get("like"):
        yield ("board",), wrong("layout.no-area")


def together(raw: Raw, *, phones: bool = False) -> Iterator[Mistake]:
    """Areas that need a table of their own, and tables that need an area; left alone where they come with `like`.
    `phones`: the hall has an address for them.
    """
    if one(raw, "board").get("like"):
        return
    shown = {area.get("shows") for _, area in tables(raw, "area")}
    if "arrows" in shown and not list(tables(raw, "arrow")):
        yield ("area",), wrong("layout.arrows")
    if "qr" in shown and not phones and not one(raw, "qr").get("address"):
        yield ("area",), wrong("layout.qr")


def numbers(raw: Raw) -> Iterator[Mistake]:
    for path, table in [(("board",), one(raw, "board")), *tables(raw, "area")]:
        distance = table.get("distance")
        if isinstance(distance, (int, float)) and not _NEAREST <= distance <= _FARTHEST:
            least, most = f"{_NEAREST:g}", f"{_FARTHEST:g}"
            yield (*path, "distance"), wrong("layout.distance", value=distance, least=least, most=most)
        rows = table.get("most")
        if isinstance(rows, int) and not 1 <= rows <= 20:  # noqa: PLR2004 - the snapshot has twenty calls
            yield (*path, "most"), wrong("layout.most", value=rows)
    turn = one(raw, "board").get("turn")
    if isinstance(turn, (int, float)) and not 5 <= turn <= 120:  # noqa: PLR2004 - see the words
        yield ("board", "turn"), wrong("layout.turn", value=turn)
    for path, message in tables(raw, "message"):
        seconds = message.get("seconds")
        if isinstance(seconds, (int, float)) and not 5 <= seconds <= 600:  # noqa: PLR2004 - see the words
            yield (*path, "seconds"), wrong("layout.seconds", value=seconds)
    address = one(raw, "qr").get("address")
    if (
        isinstance(address, str)
        and address
        and not (address.startswith(("https://", "http://")) and len(address) <= _MOST_ADDRESS)
    ):
        yield ("qr", "address"), wrong("layout.address", address=address, most=_MOST_ADDRESS)


def themes(raw: Raw) -> Iterator[Mistake]:
    """Every colour is one, and every ink can be read on its ground."""
    named = one(raw, "board").get("theme", "light")
    if isinstance(named, str) and named not in PALETTES:
        yield ("board", "theme"), wrong("layout.no-theme", theme=named, near=nearest(named, PALETTES))
    own: dict[str, Any] = one(raw, "theme")
    sound: dict[str, str] = {}
    for token, code in own.items():
        if token not in TOKENS:
            yield ("theme", token), wrong("layout.no-colour", token=token, near=nearest(token, TOKENS))
        elif not isinstance(code, str) or not _COLOUR.fullmatch(code):
            yield ("theme", token), wrong("layout.colour", token=token, code=repr(code))
        else:
            sound[token] = code
    palette = repainted(PALETTES.get(str(named), PALETTES["light"]), sound)
    for ink, ground in PAIRS:
        found = contrast(getattr(palette, ink), getattr(palette, ground))
        if found < LEAST_CONTRAST and (ink in sound or ground in sound):
            token = ink if ink in sound else ground
            far = f"{found:.1f}"
            yield ("theme", token), wrong("layout.contrast", ink=ink, ground=ground, found=far, least=LEAST_CONTRAST)


def zones(raw: Raw, known: Collection[str]) -> Iterator[Mistake]:
    for zone in one(raw, "board").get("zones", ()):
        if isinstance(zone, str) and zone not in known:
            yield ("board", "zones"), wrong("layout.no-zone", zone=zone, near=nearest(zone, known))
    for path, arrow in tables(raw, "arrow"):
        zone = arrow.get("zone")
        if isinstance(zone, str) and zone not in known:
            yield (*path, "zone"), wrong("layout.no-zone", zone=zone, near=nearest(zone, known))


def likes(raw: Raw, shipped: Collection[str]) -> Iterator[Mistake]:
    like = one(raw, "board").get("like")
    if isinstance(like, str) and like and like not in shipped:
        yield ("board", "like"), wrong("layout.no-like", like=like, near=nearest(like, shipped))


RULES = (boxes, overlaps, complete, numbers, themes)
