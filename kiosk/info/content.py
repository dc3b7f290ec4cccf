"""What the terminal tells of: the catalogue, the map, and what is found by which words. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import PurePath

from msgspec import Struct

from broker.contracts.hall_file import HallFile
from kiosk.info.catalogue.shape import Catalogue, Service
from kiosk.info.places.shape import HallMap, Here
from kiosk.touch.finding import Entry, Finder


class Content(Struct, frozen=True, dict=True):
    """`folder`: where the pictures of samples are. `appliance`: which terminal this is, for «ви тут». `wide`: it lies."""

    hall: HallFile
    catalogue: Catalogue
    map: HallMap | None = None
    folder: str = ""
    appliance: str = ""
    wide: bool = False

    @cached_property
    def finder(self) -> Finder:
        return Finder(
            Entry(each.local_no, tuple(each.name.values()), tuple(self._also(each))) for each in self.catalogue.service
        )

    def _also(self, service: Service) -> Iterator[str]:
        yield service.local_no
        yield service.state_id
        yield from service.also.values()
        for event in service.life_event:
            yield from self.catalogue.life_events[event].name.values()

    @property
    def here(self) -> Here | None:
        return self.map.here_for(self.appliance) if self.map else None

    def picture(self, name: str) -> str:
        """Where a picture of the catalogue lies; one that was drawn of a PDF says so itself."""
        return str(PurePath(self.folder, name))

    def line_of(self, service: Service) -> str:
        """The line in which one waits for a service; "" when the hall does not give it."""
        if service.line:
            return service.line
        if service.service in self.hall.services:
            return self.hall.services[service.service].line
        if service.service in self.hall.packages:
            return self.hall.services[self.hall.packages[service.service].legs[0]].line
        return ""

    def windows_of(self, line: str) -> tuple[int, ...]:
        """The windows that serve a line, in the order of their numbers."""
        return tuple(sorted(w.id for w in self.hall.window if line in w.lines or "*" in w.lines)) if line else ()

    def in_category(self, category: str) -> tuple[Service, ...]:
        return tuple(each for each in self.catalogue.service if category in each.category)

    def in_event(self, event: str) -> tuple[Service, ...]:
        return tuple(each for each in self.catalogue.service if event in each.life_event)

    @property
    def other_services(self) -> tuple[Service, ...]:
        """Those that stand under no heading."""
        return tuple(each for each in self.catalogue.service if not each.category)
