"""Pictures of the information terminal: `python -m kiosk.info.gallery HALL.toml FOLDER [all]`. Needs a (virtual) screen.

The catalogue is the one beside the hall file. `all`: every screen in every size, language and way of reading.
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
from kiosk.info.frame import frame
from kiosk.info.run import words_of
from kiosk.info.samples import STATES
from kiosk.info.screens import SCREENS
from kiosk.touch.gallery import LYING, STANDING, Picture, every, save

# What a reader of the documents should see.
PICTURES = (
    Picture("home"),
    Picture("home", "en", LYING),
    Picture("home-closed", "en", large=True, contrast=True),
    Picture("search"),
    Picture("services"),
    Picture("card"),
    Picture("card", "en", LYING, large=True),
    Picture("card", contrast=True),
    Picture("sample"),
    Picture("sample-close", "en", LYING),
    Picture("code"),
    Picture("hours"),
    Picture("hours-alone", "en", LYING),
    Picture("map"),
    Picture("map-window"),
    Picture("map-window-way", "en", LYING),
    Picture("find-window", large=True),
    Picture("fees", "en"),
    Picture("news"),
    Picture("article", large=True),
    Picture("contacts"),
)


def draw_all(hall_file: Path, folder: Path, pictures: Iterable[Picture]) -> None:
    """Write `info-<state>-<language>-…-<width>x<height>.png` for each of `pictures` into `folder`."""
    kivy_setup.prepare(Path(gettempdir()), "320x200")
    from kiosk.touch.look import look  # noqa: PLC0415
    from kiosk.touch.panel import Panel  # noqa: PLC0415

    hall = load(hall_file)
    now = datetime(2026, 11, 23, 10, 42, 7, tzinfo=hall.timezone)
    folder.mkdir(parents=True, exist_ok=True)
    for each in pictures:
        look.fit(*each.size, 21.5)
        words = words_of(hall, hall_file.parent / "catalogue", wide=look.wide)
        state = STATES[each.state](words.content, now)
        panel = Panel(SCREENS, lambda _press: None, size=each.size)
        panel.show(frame(replace(state, language=each.language, large=each.large, contrast=each.contrast), words))
        save(panel, folder / f"{each.named('info')}.png")


if __name__ == "__main__":
    draw_all(
        Path(sys.argv[1]), Path(sys.argv[2]), every(STATES, (STANDING, LYING)) if sys.argv[3:] == ["all"] else PICTURES
    )
