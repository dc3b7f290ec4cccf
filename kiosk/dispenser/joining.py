"""The dispenser on the bus: what it sends and hears, and what it does when a technician asks."""

from __future__ import annotations

import base64
from collections.abc import Callable

from kivy.core.window import Window

from broker.bus.appliance import Outcome
from broker.bus.link import Link
from broker.bus.release import release
from broker.bus.settings import Settings
from broker.contracts.hall_file import HallFile
from broker.contracts.status import About, Do
from display.look.picture import screenshot_jpeg
from display.look.trace import Note
from kiosk.dispenser.attendant import Attendant
from kiosk.dispenser.backstage import Backstage
from kiosk.dispenser.panel import Panel
from kiosk.printing.printer import Printer
from kiosk.touch.touch_app import TouchApp

ROLE = "dispenser"


def join_hall(  # noqa: PLR0917 - it wires what it is given
    settings: Settings, hall: HallFile, app: TouchApp, panel: Panel, attendant: Attendant, note: Note
) -> Callable[[], None]:
    """Connect the bus and the printer to `attendant`. Returns what says goodbye."""
    name = settings.appliance or f"{ROLE}-1"
    size = f"{Window.width}x{Window.height}"

    def opened() -> Printer:
        from kiosk.printing.opening import open_printer  # noqa: PLC0415 - heavy, and in its own thread

        return open_printer(settings.printer, settings.paper, settings.state_dir)

    def screenshot(_do: Do) -> Outcome:
        return "done", size, base64.b64encode(screenshot_jpeg()).decode("ascii")

    def identify(_do: Do) -> Outcome:
        app.later(lambda: panel.identify(attendant.say("identify", name=name)))
        return "done", name, ""

    backstage = Backstage(
        Link(hall.hall.id, name, settings.broker_host, settings.broker_port),
        hall,
        about=About(role=ROLE, version=release(), screens=(size,), printer=settings.printer),
        outbox=settings.state_dir / "outbox.db",
        opened=opened,
        paper_mm=settings.paper,
        tell=attendant.tell,
        later=app.later,
        note=note,
    )
    backstage.appliance.can("screenshot", screenshot)
    backstage.appliance.can("identify", identify)
    attendant.serve(backstage.act, backstage.hall_seen)
    backstage.start()
    return backstage.stop
