"""Pictures of the dispenser's screens: `python -m kiosk.dispenser.gallery HALL.toml FOLDER`. Needs a (virtual) screen.

Each is drawn into a buffer of its own size, so that one small window makes them all.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from tempfile import gettempdir

from msgspec.structs import replace

from broker.contracts.hall_check import load
from display.look import kivy_setup
from kiosk.dispenser.frame import Frame, frame
from kiosk.dispenser.run import words_of
from kiosk.dispenser.samples import STATES
from kiosk.dispenser.screens import SCREENS
from kiosk.touch.faces import ButtonFace, buttons
from kiosk.touch.gallery import LYING, Picture, save
from kiosk.touch.presence import STRIKE_GUARD
from kiosk.touch.reader import Fittings, equipped

# What a reader of the documents should see.
PICTURES = (
    Picture("menu"),
    Picture("menu", "en"),
    Picture("menu", size=LYING),
    Picture("menu-no-paper", large=True),
    Picture("services"),
    Picture("services", "en", large=True, contrast=True),
    Picture("services-registers-down"),
    Picture("services-registers-down", "en", LYING, large=True, contrast=True),
    Picture("services-closed-line"),
    Picture("life-events"),
    Picture("purposes-closed-line"),
    Picture("purposes", "en", LYING),
    Picture("card"),
    Picture("card", "en", LYING, large=True),
    Picture("search"),
    Picture("search-found"),
    Picture("search-found", "en", LYING),
    Picture("search-found", "en", large=True, contrast=True),
    Picture("search-closed-line"),
    Picture("search-nothing"),
    Picture("menu-city", "en", large=True),
    Picture("branches"),
    Picture("branches", "en", LYING, large=True, contrast=True),
    Picture("visitor"),
    Picture("visitor", "en", LYING, large=True),
    Picture("ticket"),
    Picture("ticket", "en", LYING),
    Picture("ticket-on-screen"),
    Picture("ticket-on-screen", "en", large=True, contrast=True),
    Picture("code-pad"),
    Picture("code-pad", "en", large=True, contrast=True),
    Picture("code-pad-wrong"),
    Picture("check-in-early"),
    Picture("check-in-other-day", "en"),
    Picture("check-in-late"),
    Picture("check-in-late", "en", LYING, large=True),
    Picture("check-in-again"),
    Picture("where-waiting"),
    Picture("where-waiting", "en", LYING),
    Picture("where-called"),
    Picture("where-called", "en", LYING, large=True, contrast=True),
    Picture("case-pad"),
    Picture("case-pad", "en", LYING),
    Picture("document-ready"),
    Picture("document-ready", "en", large=True),
    Picture("document-not-listed"),
    Picture("unknown-scan"),
    Picture("refused"),
    Picture("menu-alone"),
    Picture("menu-alone", "en", LYING, large=True),
    Picture("services-alone"),
    Picture("ticket-alone"),
    Picture("no-connection"),
    Picture("closed"),
    Picture("air-raid"),
    Picture("still-there"),
    Picture("menu", large=True),
    Picture("menu", low=True),
    Picture("menu", "en", large=True, low=True),
    Picture("services", large=True),
    Picture("services", aloud=True),
    Picture("services", "en", LYING, large=True, aloud=True),
    Picture("visitor", large=True, low=True),
    Picture("visitor", contrast=True, aloud=True),
    Picture("ticket", large=True),
    Picture("ticket", aloud=True),
    Picture("still-there", large=True, low=True),
    Picture("help-called"),
    Picture("help-coming", "en", large=True, contrast=True),
    Picture("help-unheard", large=True),
)


def draw_all(hall_file: Path, folder: Path, pictures: Iterable[Picture]) -> None:
    """Write `dispenser-<state>-<language>-…-<width>x<height>.png` for each of `pictures` into `folder`."""
    kivy_setup.prepare(Path(gettempdir()), "320x200")
    from kiosk.touch.look import look  # noqa: PLC0415
    from kiosk.touch.panel import Panel  # noqa: PLC0415

    hall = load(hall_file)
    words = words_of(hall)
    now = datetime(2026, 11, 23, 10, 42, 7, tzinfo=hall.timezone)
    folder.mkdir(parents=True, exist_ok=True)
    for each in pictures:
        look.fit(*each.size, 21.5)
        state = STATES[each.state](hall, now)
        panel = Panel(SCREENS, lambda _press: None, size=each.size)
        state = equipped(state, Fittings(lowers=True, headset=True, calls=True), STRIKE_GUARD)
        state = replace(state, language=each.language, large=each.large, contrast=each.contrast)
        shown = frame(replace(state, low=each.low, aloud=each.aloud), words)
        panel.show(shown)
        look.focus = _focused(shown) if each.aloud else None
        save(panel, folder / f"{each.named('dispenser')}.png")


def _focused(shown: Frame) -> ButtonFace | None:
    """The button that the keys of the pad are at on a new screen."""
    return next((button for button in buttons(shown.question or shown.face) if button.press is not None), None)


if __name__ == "__main__":
    draw_all(Path(sys.argv[1]), Path(sys.argv[2]), PICTURES)
