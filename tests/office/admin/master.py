"""A queue-master that takes hall files as the real one does, over the hall in memory."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from broker.bus.appliance import Appliance
from broker.bus.seam import Bus
from broker.contracts.hall_file import HallFile
from broker.contracts.status import About
from broker.queuemaster.calendar import Calendar
from broker.queuemaster.errands import Errands
from broker.queuemaster.hall_desk import HallDesk
from broker.queuemaster.state import Hall
from tests.office.hall_in_memory import HallInMemory


class AtOnce(Errands):
    """The hall in memory has no loop: what is asked is done by who asks."""

    def __init__(self) -> None:
        super().__init__(lambda: None)

    def ask(self, errand: Callable[[], None]) -> None:
        errand()


class Master:
    def __init__(self, hall: HallInMemory, bus: Bus, path: Path) -> None:
        self._hall = hall
        about = About(role="queue-master", version="1.0")
        zone = hall.plan.timezone
        self.appliance = Appliance(bus, id="queue-master", role="queue-master", version="1.0", about=about, zone=zone)
        HallDesk(path, self, AtOnce()).teach(self.appliance)
        bus.start()
        self.appliance.ready()

    @property
    def hall(self) -> Hall:
        return self._hall.hall

    @property
    def calendar(self) -> Calendar:
        return self._hall.hall.calendar

    def take(self, plan: HallFile, calendar: Calendar) -> None:
        self._hall.hall = Hall(plan, self._hall.hall.memory, calendar)
        self._hall.beat()
