"""Pictures of the information terminal: `python -m kiosk.info.gallery HALL.toml FOLDER [all]`. Needs a (virtual) screen.

The catalogue is the one beside the hall file. `all`: every screen in every size, language and way of reading.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import datetime
from itertools import product
from pathlib import Path
from tempfile import gettempdir

from msgspec import Struct
from msgspec.structs import replace

from broker.contracts.hall_check import load
from display.look import kivy_setup
from kiosk.info.frame import frame
from kiosk.info.run import words_of
from kiosk.info.samples import STATES
from kiosk.info.screens import SCREENS

STANDING, LYING = (1080, 1920), (1920, 1080)


class Picture(Struct, frozen=True):
    """One screen, in one language, as one visitor reads it."""

    state: str
    language: str = "uk"
    size: tuple[int, int] = STANDING
    large: bool = False
    contrast: bool = False

    @property
    def name(self) -> str:
        reading = ["large"] * self.large + ["contrast"] * self.contrast
        return "-".join(["info", self.state, self.language, *reading, f"{self.size[0]}x{self.size[1]}"])


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
    from display.look.picture import drawn  # noqa: PLC0415 - after kivy_setup
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
        picture = drawn(panel, look.palette.ground)
        picture.thumbnail((1280, 1280))
        picture.quantize(64).save(folder / f"{each.name}.png", optimize=True)


def every() -> Iterable[Picture]:
    """Every screen in every size, language and way of reading, to be looked at before a release."""
    ways = ((False, False), (True, False), (True, True))
    for state, language, size, (large, contrast) in product(STATES, ("uk", "en"), (STANDING, LYING), ways):
        yield Picture(state, language, size, large, contrast)


if __name__ == "__main__":
    draw_all(Path(sys.argv[1]), Path(sys.argv[2]), every() if sys.argv[3:] == ["all"] else PICTURES)
