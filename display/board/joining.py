"""The board on the bus: what it hears, and what it does when a technician asks."""

from __future__ import annotations

import base64
from collections.abc import Callable

from kivy.clock import Clock
from kivy.core.window import Window

from broker.bus.appliance import Appliance, Outcome
from broker.bus.link import Link
from broker.bus.release import release
from broker.bus.settings import Settings
from broker.bus.watch import HallWatch
from broker.contracts.hall_file import HallFile
from broker.contracts.status import About, Do
from display.board.board import Board
from display.board.presenter import Presenter
from display.board.view import Teller
from display.look.frames import time_a_frame
from display.look.picture import screenshot_jpeg

ROLE = "board"


def join_hall(
    settings: Settings, hall: HallFile, board: Board, teller: Teller, presenter: Presenter
) -> Callable[[], None]:
    """Connect, and let the hall's snapshot drive `presenter`. Returns what says goodbye."""
    name = settings.appliance or f"{ROLE}-1"
    size = f"{Window.width}x{Window.height}"
    link = Link(hall.hall.id, name, settings.broker_host, settings.broker_port)
    about = About(role=ROLE, version=release(), screens=(size,))
    appliance = Appliance(link, id=name, role=ROLE, version=about.version, about=about, zone=hall.timezone)

    def screenshot(_do: Do) -> Outcome:
        return "done", size, base64.b64encode(screenshot_jpeg()).decode("ascii")

    def identify(_do: Do) -> Outcome:
        Clock.schedule_once(lambda _: board.identify(teller.identify(name)))
        return "done", name, ""

    def self_test(_do: Do) -> Outcome:
        return "done", f"{time_a_frame() * 1000:.1f} ms", ""

    appliance.can("self-test", self_test)
    appliance.can("screenshot", screenshot)
    appliance.can("identify", identify)
    presenter.watch(HallWatch(link, presenter.heard))
    link.start()
    appliance.ready()

    def leave() -> None:
        appliance.stop()
        link.stop()

    return leave
