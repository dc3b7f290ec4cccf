"""What the dispenser offers, from the hall file: a tree, at most eight buttons a screen. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from broker.contracts.fields import Text
from broker.contracts.hall_file import HallFile, Package, PriorityClass, Service
from broker.contracts.hall_offer import PURPOSES, MenuGroup
from kiosk.dispenser.errands.wanted import Errands

if TYPE_CHECKING:
    from kiosk.touch.finding import Finder

LIFE_EVENTS = "*life-events"  # the group of all life events; no hall's id begins so
WANTED = 5  # entries that are offered before anything is searched for

T = TypeVar("T")
Demand = Mapping[str, float]
"""Service -> how much it was wanted lately."""
_UNKNOWN: Demand = MappingProxyType({})


class Matter(Struct, frozen=True):
    """What several services are about, each for a purpose of its own: one button, and then the purposes."""

    id: str
    name: Text
    services: tuple[Service, ...]


class Group(Struct, frozen=True):
    """A heading: what stands under it, the most wanted first."""

    id: str
    name: Text
    entries: tuple[Offer, ...]

    @property
    def services(self) -> tuple[Service, ...]:
        """All that can be chosen somewhere under it."""
        return tuple(service for entry in self.entries for service in services_of(entry))


Offer = Group | Matter | Service


def services_of(offer: Offer) -> tuple[Service, ...]:
    return (offer,) if isinstance(offer, Service) else offer.services


class Menu(Struct, frozen=True, dict=True):
    """`home`: the first screen. What stands alone in its group, or in none, stands there itself.

    `life_events`: the events of a life, which have a way of their own; None: the hall knows none. `purposes`: how the
    hall calls a purpose, if not as we do.
    """

    home: tuple[Offer, ...]
    life_events: Group | None
    groups: dict[str, Group]
    matters: dict[str, Matter]
    services: dict[str, Service]
    purposes: dict[str, Text]
    priorities: tuple[PriorityClass, ...]
    accessible: bool
    wanted: tuple[Offer, ...]
    errands: Errands

    @classmethod
    def of(cls, hall: HallFile, demand: Demand = _UNKNOWN) -> Menu:
        """The menu of a hall. Services that must be booked are not on it; packages come before single services."""
        tree = _Tree(hall, demand if hall.policy.menu_order == "by-demand" else _UNKNOWN)
        leaves = [leaf for leaf, _ in tree.leaves]
        return cls(
            home=tree.home(),
            life_events=tree.life_events(),
            groups=tree.groups,
            matters={leaf.id: leaf for leaf in leaves if isinstance(leaf, Matter)},
            services={service.id: service for leaf in leaves for service in services_of(leaf)},
            purposes={purpose.id: purpose.name for purpose in hall.purpose},
            priorities=hall.priority,
            accessible=any(w.accessible for w in hall.window),
            wanted=tuple(leaf for leaf in tree.by_demand(leaves) if tree.demand_of(leaf) > 0)[:WANTED],
            errands=Errands.of(hall),
        )

    @property
    def asks_about_visitor(self) -> bool:
        """Whether there is anything to ask between the service and the ticket."""
        return bool(self.priorities) or self.accessible

    @cached_property
    def _found(self) -> dict[str, Offer]:
        """What can be found, the most wanted first, headings after what stands under them."""
        offers: list[Offer] = [*self.wanted, *self.services.values(), *self.matters.values(), *self.groups.values()]
        in_matters = {service.id for matter in self.matters.values() for service in matter.services}
        return {
            f"{type(offer).__name__} {offer.id}": offer
            for offer in offers
            if offer.id != LIFE_EVENTS and not (isinstance(offer, Service) and offer.id in in_matters)
        }

    @cached_property
    def _finder(self) -> Finder:
        from kiosk.touch.finding import Entry, Finder  # noqa: PLC0415 - for the first letter, not for the first frame

        above: dict[str, list[str]] = defaultdict(list)
        for group in self.groups.values():
            for entry in group.entries:
                above[entry.id] += group.name.values()
        return Finder(
            Entry(key, tuple(offer.name.values()), (*_beside(offer), *above[offer.id]))
            for key, offer in self._found.items()
        )

    def get_ready_to_find(self) -> None:
        """Read all names now, so that nobody waits for it at the first letter."""
        self._finder.find("")

    def find(self, typed: str) -> tuple[Offer, ...]:
        """What is meant by these letters; before the first, what is wanted most."""
        if not typed.strip():
            return self.wanted
        return tuple(self._found[key] for key in self._finder.find(typed))


def _beside(offer: Offer) -> Iterator[str]:
    """Words that lead to an offer and are not its name."""
    if isinstance(offer, Matter):
        for service in offer.services:
            yield from service.name.values()
    if isinstance(offer, Service):
        yield offer.state_id


class _Tree:
    """The hall file's groups while they become a tree."""

    def __init__(self, hall: HallFile, demand: Demand) -> None:
        self.demand = demand
        self.groups: dict[str, Group] = {}
        self.leaves = list(_leaves(hall))
        self._tables = hall.menu
        known = {table.id for table in hall.menu}
        self._standing: dict[str, list[Offer]] = defaultdict(list)
        for leaf, menu in self.leaves:
            for group in [each for each in menu if each in known] or [""]:
                self._standing[group].append(leaf)

    def home(self) -> tuple[Offer, ...]:
        top = [table for table in self._tables if not table.parent and not table.life_event]
        return self.by_demand(_once([*self._grown_of(top), *self._standing[""]]))

    def life_events(self) -> Group | None:
        top = [table for table in self._tables if not table.parent and table.life_event]
        events = [event for table in top if (event := self._group(table))]
        if not events:
            return None
        self.groups[LIFE_EVENTS] = Group(LIFE_EVENTS, {}, self.by_demand(events))
        return self.groups[LIFE_EVENTS]

    def _grown_of(self, tables: Iterable[MenuGroup]) -> Iterator[Offer]:
        """The groups; of one in which one thing stands, that thing; none in which nothing does."""
        for table in tables:
            if group := self._group(table):
                yield group.entries[0] if len(group.entries) == 1 else group

    def _group(self, table: MenuGroup) -> Group | None:
        inside = self._grown_of(child for child in self._tables if child.parent == table.id)
        entries = self.by_demand(_once([*inside, *self._standing[table.id]]))
        if not entries:
            return None
        self.groups[table.id] = Group(table.id, table.name, entries)
        return self.groups[table.id]

    def by_demand(self, offers: Iterable[Offer]) -> tuple[Offer, ...]:
        """The most wanted first, of equals as they stand in the hall file."""
        return tuple(sorted(offers, key=lambda offer: -self.demand_of(offer)))

    def demand_of(self, offer: Offer) -> float:
        return sum(round(self.demand.get(service.id, 0.0), 1) for service in services_of(offer))


def _leaves(hall: HallFile) -> Iterator[tuple[Matter | Service, tuple[str, ...]]]:
    """All that can be chosen without a booking, and where it stands, in the order of the hall file."""
    for package in hall.package:
        yield _as_service(package, hall), package.menu
    order = [*dict.fromkeys((*(purpose.id for purpose in hall.purpose), *PURPOSES))]
    told = set()
    for service in hall.service:
        if "walk-in" not in service.modes:
            continue
        matter = hall.matters.get(service.matter)
        if matter is None:
            yield service, service.menu
        elif matter.id not in told:
            told.add(matter.id)
            about = [s for s in hall.service if s.matter == matter.id and "walk-in" in s.modes]
            about.sort(key=lambda each: order.index(each.purpose))
            yield Matter(matter.id, matter.name, tuple(about)) if len(about) > 1 else service, matter.menu


def _as_service(package: Package, hall: HallFile) -> Service:
    """A package as the visitor sees it: one thing to come for, in the line of its first leg."""
    first = hall.services[package.legs[0]]
    return Service(id=package.id, line=first.line, name=package.name, menu=package.menu, prepare=package.prepare)


def _once(entries: Sequence[Offer]) -> list[Offer]:
    """A service alone in two groups is one button."""
    return list({f"{type(entry).__name__} {entry.id}": entry for entry in entries}.values())


def pages(entries: Sequence[T], size: int) -> list[tuple[T, ...]]:
    """The entries in screens of `size` buttons; where another screen follows, its last button is kept for «more»."""
    rest = tuple(entries)
    cut: list[tuple[T, ...]] = []
    while len(rest) > size:
        cut.append(rest[: size - 1])
        rest = rest[size - 1 :]
    return [*cut, rest]


def same_page(page: int, before: int, after: int) -> int:
    """The page of `after` buttons on which the first entry of a page of `before` buttons stands."""
    return page * (before - 1) // (after - 1)
