"""The parts of a hall file that say how its services are offered: the menu's tree, matters with their purposes, fees.

See `hall_file` for the whole, `offer_rules` for what must hold.
"""

from __future__ import annotations

from msgspec import Struct

from broker.contracts.fields import Text

# What a visitor may want of a matter, in the order in which they are shown; a hall may name others in [[purpose]].
PURPOSES = ("consultation", "submit", "pick-up")


# How a visit may end, where a hall does not name its own in [[outcome]].
OUTCOMES = ("done", "advice", "papers-missing", "elsewhere", "left")


class Outcome(Struct, frozen=True, kw_only=True):
    """[[outcome]]: how a visit may end, for an operator to choose from; the first is what Finish alone means."""

    id: str
    name: Text


class MenuGroup(Struct, frozen=True, kw_only=True):
    """[[menu]]: one button of the dispenser; services, packages and matters name it in their `menu`.

    `parent`: the group that it stands in; absent: the first screen. `life_event`: it gathers what an event in a life
    asks for («Народилась дитина»), and is reached by a way of its own.
    """

    id: str
    name: Text
    icon: str = ""
    parent: str = ""
    life_event: bool = False


class Matter(Struct, frozen=True, kw_only=True):
    """[[matter]]: what several services are about («Закордонний паспорт»), each for a `purpose` of its own. The
    dispenser shows one button for all of them and then asks for the purpose.
    """

    id: str
    name: Text
    menu: tuple[str, ...] = ()


class Purpose(Struct, frozen=True, kw_only=True):
    """[[purpose]]: what a visitor may want of a matter, beside "consultation", "submit" and "pick-up"; or another name
    for one of these. They are shown in the order of the file, those that it does not name after them.
    """

    id: str
    name: Text


class Fee(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a service costs, in hryvnias; 0: nothing. `note`: what else there is to say of it («готівкою або карткою»)."""

    amount: float = 0.0
    note: Text = {}
