"""The dispenser as a process: a touch screen, a printer and the bus, until it is told to stop."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from broker.bus.clock import now
from broker.contracts.phrases import Phrases
from kiosk.dispenser.attendant import Attendant
from kiosk.dispenser.demand_book import DemandBook
from kiosk.dispenser.menu import Demand, Menu
from kiosk.dispenser.offering import Words
from kiosk.dispenser.screens import SCREENS
from kiosk.dispenser.slips.ticket_slip import PHRASES as SLIP
from kiosk.dispenser.visit import Issued
from kiosk.touch.running import Stage, run_touch_screen
from kiosk.touch.words import SHARED

if TYPE_CHECKING:
    from broker.bus.settings import Settings
    from broker.contracts.hall_file import HallFile

HERE = Path(__file__).parent


def words_of(hall: HallFile, demand: Demand | None = None) -> Words:
    """What the dispenser of a hall says, in the order of what was wanted lately."""
    return Words(hall, Phrases.load(HERE / "phrases"), Phrases.load(SHARED), Menu.of(hall, demand or {}))


def run(settings: Settings) -> None:
    """Give tickets in the hall of `settings` until SIGTERM or SIGINT. ConfigError when its hall file is wrong."""
    hall = settings.hall_file()
    book = DemandBook(settings.state_dir, lambda: now(hall.timezone))
    run_touch_screen(
        settings,
        hall,
        SCREENS,
        attend=lambda show, wake_in: Attendant(words_of(hall, book.lately()), show=show, wake_in=wake_in),
        join=_join,
        area="dispenser",
        also={"slip": SLIP},
        drawn=_after_each_screen(book),
    )


def _join(stage: Stage) -> Callable[[], None]:
    from kiosk.dispenser.joining import join_hall  # noqa: PLC0415 - after the first frame

    return join_hall(stage)


def _after_each_screen(book: DemandBook) -> Callable[[Stage], None]:
    """Counts each ticket, and traces its first frame: the moment at which a visitor has a number. The menu gets the
    order of a new day when nobody stands there.
    """
    tickets: list[str] = [""]
    ordered = [book.lately()]

    def look(stage: Stage) -> None:
        place = stage.attendant.state.place
        if isinstance(place, Issued) and place.ticket.id != tickets[0]:
            tickets[0] = place.ticket.id
            stage.note("flip", place.ticket.id)
            book.took(place.ticket.package or place.ticket.service)
        lately = book.lately()
        if lately == ordered[0] or not isinstance(stage.attendant, Attendant):
            return
        if stage.attendant.reorder(Menu.of(stage.hall, lately)):
            ordered[0] = lately

    return look
