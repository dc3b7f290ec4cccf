"""What the dispenser offers, from the hall file: two levels, at most eight buttons a screen. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from broker.contracts.fields import Text
from broker.contracts.hall_file import HallFile, Package, PriorityClass, Service

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Group:
    """A button of the first level: services under one heading."""

    id: str
    name: Text
    services: tuple[Service, ...]


@dataclass(frozen=True, slots=True)
class Menu:
    """`home`: the first level. A service that stands alone in its group, or in none, stands there itself."""

    home: tuple[Group | Service, ...]
    groups: dict[str, Group]
    services: dict[str, Service]
    priorities: tuple[PriorityClass, ...]
    accessible: bool

    @classmethod
    def of(cls, hall: HallFile) -> Menu:
        """The menu of a hall. Services that must be booked are not on it; packages come before single services."""
        offered = [_as_service(package, hall) for package in hall.package]
        offered += [service for service in hall.service if "walk-in" in service.modes]
        groups = [Group(g.id, g.name, tuple(s for s in offered if g.id in s.menu)) for g in hall.menu]
        grouped = {s.id for g in groups for s in g.services}
        home: list[Group | Service] = [g if len(g.services) > 1 else g.services[0] for g in groups if g.services]
        home += [s for s in offered if s.id not in grouped]
        return cls(
            home=tuple(_once(home)),
            groups={g.id: g for g in groups},
            services={s.id: s for s in offered},
            priorities=hall.priority,
            accessible=any(w.accessible for w in hall.window),
        )

    @property
    def asks_about_visitor(self) -> bool:
        """Whether there is anything to ask between the service and the ticket."""
        return bool(self.priorities) or self.accessible


def _as_service(package: Package, hall: HallFile) -> Service:
    """A package as the visitor sees it: one thing to come for, in the line of its first leg."""
    first = hall.services[package.legs[0]]
    return Service(id=package.id, line=first.line, name=package.name, menu=package.menu, prepare=package.prepare)


def _once(entries: Sequence[Group | Service]) -> list[Group | Service]:
    """A service alone in two groups is one button."""
    seen: set[str] = set()
    kept = []
    for entry in entries:
        key = f"{type(entry).__name__} {entry.id}"
        if key not in seen:
            seen.add(key)
            kept.append(entry)
    return kept


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
