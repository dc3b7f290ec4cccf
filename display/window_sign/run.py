"""The sign of a window as a process, on whatever it is made of."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from broker.bus.hall_phrases import speak_as_the_hall
from broker.contracts.phrases import Phrases
from display.window_sign.face import AREA, Teller
from display.window_sign.wiring import wired

if TYPE_CHECKING:
    from broker.bus.settings import Settings

PHRASES = Path(__file__).with_name("phrases")


def run(settings: Settings) -> None:
    """Show one window's state until SIGTERM or SIGINT. ConfigError: a wrong hall file, or wrong settings."""
    hall = settings.hall_file()
    arrow, opened = wired(settings, hall)
    phrases = Phrases.load(PHRASES)
    speak_as_the_hall(settings.state_dir, {AREA: phrases})
    teller = Teller(settings.window, phrases, hall.hall.languages)
    if opened is None:
        from display.window_sign.on_screen import run_on_screen  # noqa: PLC0415 - lamps need no Kivy

        run_on_screen(settings, hall, teller, arrow)
    else:
        from display.window_sign.led.showing import run_on_lamps  # noqa: PLC0415

        run_on_lamps(settings, hall, teller, arrow, opened())
