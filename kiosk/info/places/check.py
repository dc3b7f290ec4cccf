"""Every mistake of a map at once, each with its line and what to do. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from broker.contracts import hall_shape
from broker.contracts.hall_check import checked
from broker.contracts.hall_file import HallFile
from broker.contracts.hall_shape import Mistake, nearest
from broker.contracts.hall_tables import ids_of, tables
from broker.contracts.mistakes.wrong import wrong
from kiosk.info.places.shape import HallMap

Raw = Mapping[str, Any]

_ON_FLOORS = ("wall", "room", "window", "spot", "here", "way")


def parse(text: str, name: str, hall: HallFile | None = None) -> HallMap:
    """The map in `text`; `name` stands before each mistake. ConfigError with all of them.

    `hall`: the hall whose windows it shows; None: they are not looked at.
    """
    rules = [_shape, _floors, _points]
    if hall is not None:
        rules.append(lambda raw: _windows(raw, hall))
    return msgspec.convert(checked(text, name, rules), HallMap)


def _shape(raw: Raw) -> Iterator[Mistake]:
    yield from hall_shape.mistakes(raw, HallMap)


def _floors(raw: Raw) -> Iterator[Mistake]:
    known = ids_of(raw, "floor")
    for place, each in enumerate(known):
        if each in known[:place]:
            yield ("floor", place, "id"), wrong("place.floor-twice", id=each)
    for name in _ON_FLOORS:
        for path, table in tables(raw, name):
            floor = table.get("floor")
            if isinstance(floor, str) and floor not in known:
                yield (*path, "floor"), wrong("catalogue.unknown", table="floor", id=floor, near=nearest(floor, known))


def _points(raw: Raw) -> Iterator[Mistake]:
    sizes = {
        t["id"]: (t.get("width"), t.get("height")) for _, t in tables(raw, "floor") if isinstance(t.get("id"), str)
    }
    for name in _ON_FLOORS:
        for path, table in tables(raw, name):
            width, height = sizes.get(str(table.get("floor")), (None, None))
            if not isinstance(width, int | float) or not isinstance(height, int | float):
                continue
            key = "points" if "points" in table else "at"
            points = table.get("points") if key == "points" else [table.get("at")]
            if key == "points" and isinstance(points, list) and len(points) < 2:  # noqa: PLR2004 - a line
                yield (*path, key), wrong("place.line")
            for point in points if isinstance(points, list) else ():
                if _is_point(point) and not (0 <= point[0] <= width and 0 <= point[1] <= height):
                    yield (*path, key), wrong("place.outside", point=point, width=width, height=height)


def _is_point(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(isinstance(each, int | float) for each in value)  # noqa: PLR2004


def _windows(raw: Raw, hall: HallFile) -> Iterator[Mistake]:
    seen: set[int] = set()
    for path, table in tables(raw, "window"):
        number = table.get("id")
        if not isinstance(number, int):
            continue
        if number not in hall.windows:
            yield (*path, "id"), wrong("place.no-window", number=number, near=nearest(str(number), hall.windows))
        if number in seen:
            yield (*path, "id"), wrong("place.window-twice", number=number)
        seen.add(number)
