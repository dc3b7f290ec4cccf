"""The survey tablet of a window as a process: a touch screen and the bus, until it is told to stop."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from broker.contracts.errors import ConfigError
from broker.contracts.mistakes.wrong import wrong
from broker.contracts.phrases import Phrases
from kiosk.survey.attendant import Surveying
from kiosk.survey.screens import SCREENS
from kiosk.survey.vote_book import VoteBook
from kiosk.touch.attendant import Attendant
from kiosk.touch.running import Stage, run_touch_screen
from kiosk.touch.words import SHARED, Words

if TYPE_CHECKING:
    from broker.bus.settings import Settings
    from broker.contracts.hall_file import HallFile

HERE = Path(__file__).parent


def words_of(hall: HallFile) -> Words:
    """What the tablets of a hall say."""
    return Words(hall, Phrases.load(HERE / "phrases"), Phrases.load(SHARED))


def run(settings: Settings) -> None:
    """Ask the visitors of one window until SIGTERM or SIGINT. ConfigError: a wrong hall file, or no such window."""
    hall = settings.hall_file()
    if settings.window not in hall.windows:
        known = ", ".join(str(window) for window in hall.windows)
        raise ConfigError([wrong("setting.no-window", window=settings.window, known=known)])
    book = VoteBook(settings.state_dir)
    surveying = Surveying(words_of(hall), settings.window, book.voted)
    run_touch_screen(
        settings,
        hall,
        SCREENS,
        attend=lambda show, wake_in: Attendant(surveying, show=show, wake_in=wake_in),
        join=_join,
        area="survey",
        drawn=lambda stage: book.note(stage.attendant.state.have_voted),
    )


def _join(stage: Stage) -> Callable[[], None]:
    from kiosk.survey.joining import join_hall  # noqa: PLC0415 - after the first frame

    return join_hall(stage)
