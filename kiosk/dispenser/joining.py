"""The dispenser on the bus and at its printer."""

from __future__ import annotations

import time
from collections.abc import Callable

from broker.bus.clock import new_id, now
from kiosk.dispenser.attendant import Attendant
from kiosk.dispenser.backstage import Backstage
from kiosk.dispenser.city_watch import CityWatch
from kiosk.dispenser.errands.wanted import Scanned
from kiosk.printing.printer import Printer
from kiosk.service_menu.admitting import admit_technicians
from kiosk.touch.hall_words import speak_for_the_hall
from kiosk.touch.joining import about, answer_technicians, link_of, switch_light
from kiosk.touch.running import Stage
from kiosk.touch.scanner import Scanner

ROLE = "dispenser"


def join_hall(stage: Stage) -> Callable[[], None]:
    """Connect the bus and the printer to the stage. Returns what says goodbye."""
    settings, attendant = stage.settings, stage.attendant

    def opened() -> Printer:
        from kiosk.printing.opening import open_minded  # noqa: PLC0415 - heavy, and in its own thread

        return open_minded(settings, lambda: now(stage.hall.timezone))

    bus = link_of(stage, ROLE)
    backstage = Backstage(
        bus,
        stage.hall,
        about=about(ROLE, settings.printer),
        state_dir=settings.state_dir,
        opened=opened,
        paper_mm=settings.paper,
        paper_low=settings.paper_low,
        tell=attendant.tell,
        later=stage.app.later,
        note=stage.note,
    )
    CityWatch(
        bus,
        lambda seen: stage.app.later(lambda: attendant.tell(seen)),
        lambda: now(stage.hall.timezone),
    )
    answer_technicians(backstage.appliance, stage)
    speak_for_the_hall(stage, backstage.appliance, bus)
    switch_light(stage, backstage.appliance)
    admit_technicians(stage, backstage.appliance, bus, lend_printer=backstage.lend_printer)
    Scanner(stage.app.keys, lambda text: attendant.tell(Scanned(time.monotonic(), text, new_id())))
    attendant.serve(backstage.act, backstage.hall_seen)
    backstage.start()
    if isinstance(attendant, Attendant):
        stage.app.later(attendant.get_ready_to_find)
    return backstage.stop
