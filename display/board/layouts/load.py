"""Reads a layout: one that is shipped, by its name, or a file. ConfigError with every mistake at once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from broker.contracts import hall_shape
from broker.contracts.errors import ConfigError
from broker.contracts.hall_check import checked, read
from broker.contracts.hall_file import HallFile
from broker.contracts.hall_shape import Mistake, nearest
from broker.contracts.hall_tables import one
from broker.contracts.mistakes.os_words import reason
from broker.contracts.mistakes.wrong import Told, wrong
from display.board.layouts import rules
from display.board.layouts.shape import Layout

SHIPPED = Path(__file__).with_name("shipped")
STANDARD = "standard"
_PARTS = frozenset({"board", "theme", "qr"})  # tables of which a file that is `like` another writes only what differs


def names() -> tuple[str, ...]:
    """The layouts that are shipped."""
    return tuple(sorted(file.stem for file in SHIPPED.glob("*.toml")))


def load(layout: str, hall: HallFile | None = None) -> Layout:
    """`layout`: the name of a shipped one, or the path of a file. `hall`: whose zones it may name."""
    if layout in names():
        return parse((SHIPPED / f"{layout}.toml").read_text("utf-8"), f"{layout}.toml", shipped=True)
    path = Path(layout)
    if not path.suffix:
        raise ConfigError([wrong("layout.unknown", layout=layout, near=nearest(layout, names()))])
    try:
        return parse(read(path), str(path), hall)
    except OSError as error:
        raise ConfigError([Told(f"{path}: ", wrong("file.unreadable", why=reason(error)))]) from None


def parse(text: str, name: str, hall: HallFile | None = None, *, shipped: bool = False) -> Layout:
    """The layout in `text`; `name` stands before each mistake. What is shipped may leave tables to who takes it over."""
    also = [] if shipped else [partial(rules.together, phones=bool(hall and hall.phone.address))]
    zones = [partial(rules.zones, known=tuple(hall.zones))] if hall else []
    raw = checked(text, name, (_shape, *rules.RULES, *also, *zones, partial(rules.likes, shipped=names())))
    return msgspec.convert(_whole(raw), Layout)


def _shape(raw: Mapping[str, Any]) -> Iterator[Mistake]:
    theme = raw.get("theme", {})
    if not isinstance(theme, dict):
        yield ("theme",), wrong("layout.theme")
    yield from hall_shape.mistakes({key: value for key, value in raw.items() if key != "theme"}, Layout)


def _whole(raw: Mapping[str, Any]) -> dict[str, Any]:
    """With all that it takes from the layout that it is like."""
    like = one(raw, "board").get("like")
    if not like:
        return dict(raw)
    whole = _whole(tomllib.loads((SHIPPED / f"{like}.toml").read_text("utf-8")))
    for key, value in raw.items():
        whole[key] = {**whole.get(key, {}), **value} if key in _PARTS else value
    return whole
