"""A desk of enrolment on the bus of a test, and boxes that really ask there, over TLS."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from broker.bus.clock import now
from broker.bus.memory import MemoryBroker
from provisioning.enrolment.on_the_bus import NAME, DeskOnBus
from tests.broker.halls import PLAN
from tests.broker.until import until
from tests.provisioning.enrolment.standing import Hall


class Door:
    """`hall.box(…)` is a box that asks; the page hears of it by the bus."""

    def __init__(self, hall: Hall, broker: MemoryBroker, **more: Any) -> None:
        self.hall = hall
        self.bus = broker.client(NAME, PLAN.hall.id)
        self.on_bus = DeskOnBus(
            self.hall.desk, self.bus, clock=lambda: now(PLAN.timezone), steady=lambda: self.hall.steady, **more
        )
        self.bus.start()
        self.on_bus.tell()

    def box(self, folder: Path, hardware: str = "box-17", role: str = "dispenser") -> str:
        """The code of a box that asks now."""
        self.standing = self.hall.box(folder, hardware, role)
        code = self.standing.code
        self.on_bus.tell()
        return code

    def touch(self, role: str) -> None:
        """Somebody touches at that box what it is to be."""
        self.standing.wanted = role
        until(lambda: any(each.role == role for each in self.hall.register.waiting(self.hall.steady)))
        self.on_bus.tell()


@contextmanager
def at_the_door(folder: Path, broker: MemoryBroker, kind: type[Hall] = Hall, **more: Any) -> Iterator[Door]:
    """`kind`: of whose desk it is. `more`: what that desk has beside."""
    door = Door(kind(folder), broker, **more)
    yield door
    door.hall.server.stop()
