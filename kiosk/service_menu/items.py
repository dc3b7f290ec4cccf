"""What stands in the service menu, as two tables: the items, and the deeds that they begin. Pure.

A deed is one thing that is found out or done; what does it is in `checks/`, or on the screen itself. An item is only
offered where the appliance has what all its deeds need.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

Kind = Literal["check", "pattern", "points", "sheet"]


class Deed(Struct, frozen=True):
    """`kind`: what does it: a check in a thread of its own, or screens that want to be touched.

    `needs`: what of the appliance it takes. `patience`: seconds after which nobody waits for it any more. `sure`: it is
    asked about before it is done. `quiet`: only looks; looking is not worth a line in the audit file.
    """

    id: str
    needs: str = ""
    patience: float = 15.0
    sure: bool = False
    quiet: bool = False
    kind: Kind = "check"


class Item(Struct, frozen=True):
    """`first`: the deed that opening it does; `more`: what its page offers besides."""

    id: str
    first: str
    more: tuple[str, ...] = ()


DEEDS = {
    deed.id: deed
    for deed in (
        Deed("problems", quiet=True),
        Deed("inspect", kind="sheet"),
        Deed("sheet-store", quiet=True),
        Deed("sheet-print", needs="printer", patience=30.0),
        Deed("printer", needs="printer", quiet=True),
        Deed("test-slip", needs="printer", patience=30.0),
        Deed("touch", quiet=True),
        Deed("touch-test", kind="points"),
        Deed("touch-undo"),
        Deed("touch-redo"),
        Deed("sound", patience=20.0),
        Deed("screen-test", kind="pattern"),
        Deed("network", patience=25.0, quiet=True),
        Deed("clock", quiet=True),
        Deed("versions", quiet=True),
        Deed("identify", needs="identify"),
        Deed("stick", quiet=True),
        Deed("bundle", patience=120.0),
        Deed("restart", quiet=True),
        Deed("restart-role", sure=True),
        Deed("restart-machine", needs="systemd", sure=True),
    )
}

ITEMS = {
    item.id: item
    for item in (
        Item("problems", "problems", ("problems",)),
        Item("acceptance", "inspect", ("sheet-print",)),
        Item("printer", "printer", ("test-slip",)),
        Item("touch", "touch", ("touch-test", "touch-undo", "touch-redo")),
        Item("screen", "screen-test"),
        Item("sound", "sound", ("sound",)),
        Item("network", "network", ("network",)),
        Item("clock", "clock", ("clock",)),
        Item("versions", "versions"),
        Item("identify", "identify", ("identify",)),
        Item("bundle", "stick", ("bundle",)),
        Item("restart", "restart", ("restart-role", "restart-machine")),
    )
}


def offered(has: Iterable[str]) -> tuple[str, ...]:
    """The items of an appliance that `has` these things, in their order."""
    present = {*has, ""}
    return tuple(item.id for item in ITEMS.values() if DEEDS[item.first].needs in present)


def more_of(item: str, has: Iterable[str]) -> tuple[str, ...]:
    """What the page of an item offers on such an appliance."""
    present = {*has, ""}
    return tuple(deed for deed in ITEMS[item].more if DEEDS[deed].needs in present)
