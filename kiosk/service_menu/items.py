"""What stands in the service menu, as two tables: the items, and the deeds that they begin. Pure.

A deed is one thing that is found out or done; what does it is in `checks/`. An item is only offered where the appliance
has what all its deeds need.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["deeds", "pattern", "points", "sheet"]


@dataclass(frozen=True, slots=True)
class Deed:
    """`needs`: what of the appliance it takes. `patience`: seconds after which nobody waits for it any more.

    `sure`: it is asked about before it is done. `quiet`: only looks; looking is not worth a line in the audit file.
    """

    id: str
    needs: str = ""
    patience: float = 15.0
    sure: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """`first`: the deed that opening it does; `more`: what its page offers besides."""

    id: str
    first: str = ""
    more: tuple[str, ...] = ()
    kind: Kind = "deeds"


DEEDS = {
    deed.id: deed
    for deed in (
        Deed("problems", quiet=True),
        Deed("printer", needs="printer", quiet=True),
        Deed("test-slip", needs="printer", patience=30.0),
        Deed("versions", quiet=True),
        Deed("identify", needs="identify"),
        Deed("restart", quiet=True),
        Deed("restart-role", sure=True),
    )
}

ITEMS = {
    item.id: item
    for item in (
        Item("problems", first="problems", more=("problems",)),
        Item("printer", first="printer", more=("test-slip",)),
        Item("versions", first="versions"),
        Item("identify", first="identify", more=("identify",)),
        Item("restart", first="restart", more=("restart-role",)),
    )
}


def offered(has: Iterable[str]) -> tuple[str, ...]:
    """The items of an appliance that `has` these things, in their order."""
    present = {*has, ""}
    return tuple(
        item.id
        for item in ITEMS.values()
        if all(DEEDS[deed].needs in present for deed in (item.first, *item.more) if deed)
    )
