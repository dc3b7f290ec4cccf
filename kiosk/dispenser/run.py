"""The dispenser as a process: a touch screen, a printer and the bus, until it is told to stop."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from broker.contracts.phrases import Phrases
from kiosk.dispenser.attendant import Attendant
from kiosk.dispenser.menu import Menu
from kiosk.dispenser.offering import Words
from kiosk.dispenser.screens import SCREENS
from kiosk.dispenser.visit import Issued
from kiosk.touch.running import Stage, run_touch_screen
from kiosk.touch.words import SHARED

if TYPE_CHECKING:
    from broker.bus.settings import Settings
    from broker.contracts.hall_file import HallFile

HERE = Path(__file__).parent


def words_of(hall: HallFile) -> Words:
    """What the dispenser of a hall says."""
    return Words(hall, Phrases.load(HERE / "phrases"), Phrases.load(SHARED), Menu.of(hall))


def run(settings: Settings) -> None:
    """Give tickets in the hall of `settings` until SIGTERM or SIGINT. ConfigError when its hall file is wrong."""
    hall = settings.hall_file()
    run_touch_screen(
        settings,
        hall,
        SCREENS,
        attend=lambda show, wake_in: Attendant(words_of(hall), show=show, wake_in=wake_in),
        join=_join,
        drawn=_noting_tickets(),
    )


def _join(stage: Stage) -> Callable[[], None]:
    from kiosk.dispenser.joining import join_hall  # noqa: PLC0415 - after the first frame

    return join_hall(stage)


def _noting_tickets() -> Callable[[Stage], None]:
    """Traces the first frame of each ticket: the moment at which a visitor has a number."""
    tickets: list[str] = [""]

    def note_ticket(stage: Stage) -> None:
        place = stage.attendant.state.place
        if isinstance(place, Issued) and place.ticket.id != tickets[0]:
            tickets[0] = place.ticket.id
            stage.note("flip", place.ticket.id)

    return note_ticket
