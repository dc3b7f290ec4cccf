"""The information terminal as a process: a touch screen, the bus, city news, a printer if there is one."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from broker.contracts.mistakes.words import told
from broker.contracts.phrases import Phrases
from kiosk.info.attendant import Informing
from kiosk.info.catalogue import folder as catalogue_folder
from kiosk.info.catalogue import kept
from kiosk.info.content import Content
from kiosk.info.places import folder as places_folder
from kiosk.info.saying import Words
from kiosk.info.screens import SCREENS
from kiosk.info.visit import State
from kiosk.touch.attendant import Attendant, Show, WakeIn
from kiosk.touch.running import Stage, run_touch_screen
from kiosk.touch.words import SHARED

if TYPE_CHECKING:
    from broker.bus.settings import Settings
    from broker.contracts.hall_file import HallFile

log = logging.getLogger(__name__)

HERE = Path(__file__).parent


def words_of(hall: HallFile, folder: Path, *, wide: bool = False) -> Words:
    """What the terminal says of the catalogue in `folder`. ConfigError with every mistake of it."""
    catalogue, hall_map = catalogue_folder.load(folder, hall), places_folder.load(folder, hall)
    return _words(Content(hall, catalogue, hall_map, str(folder.resolve()), wide=wide))


def run(settings: Settings) -> None:
    """Inform the visitors of the hall of `settings` until SIGTERM or SIGINT. ConfigError when its hall file is wrong.

    A catalogue that is wrong is a problem for the staff; visitors see the last one that was good.
    """
    hall = settings.hall_file()
    loaded = kept.load(kept.newest(settings.catalogue, settings.state_dir), hall, settings.hall, settings.state_dir)
    for mistake in loaded.mistakes:
        log.warning("%s", told(mistake))
    content = Content(hall, loaded.catalogue, loaded.map, loaded.folder, settings.appliance)
    informing = Informing(_words(content))

    def attend(show: Show, wake_in: WakeIn) -> Attendant[State, object]:
        from kiosk.touch.look import look  # noqa: PLC0415 - Kivy

        def lie(*_: object) -> None:
            informing.lie(wide=look.wide)

        lie()
        look.bind(wide=lie)
        return Attendant(informing, show=show, wake_in=wake_in)

    def join(stage: Stage) -> Callable[[], None]:
        from kiosk.info.joining import join_hall  # noqa: PLC0415 - after the first frame

        def reread(folder: Path) -> Words:
            found = kept.load(folder, hall, settings.hall, settings.state_dir)
            old = informing.words.content
            fresh = replace(old, catalogue=found.catalogue, map=found.map, folder=found.folder)
            return replace(informing.words, content=fresh)

        return join_hall(stage, informing, loaded.mistakes, reread)

    run_touch_screen(settings, hall, SCREENS, attend=attend, join=join, area="info")


def _words(content: Content) -> Words:
    return Words(content.hall, Phrases.load(HERE / "phrases"), Phrases.load(SHARED), content)
