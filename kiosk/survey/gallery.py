"""Pictures of the survey tablet: `python -m kiosk.survey.gallery HALL.toml FOLDER [all]`. Needs a (virtual) screen.

`all`: every screen in every size, language and way of reading.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from itertools import product
from pathlib import Path
from tempfile import gettempdir

from msgspec import Struct
from msgspec.structs import replace

from broker.contracts.hall_check import load
from broker.contracts.surveys import checking
from display.look import kivy_setup
from kiosk.survey.frame import frame
from kiosk.survey.run import words_of
from kiosk.survey.samples import STATES
from kiosk.survey.screens import SCREENS

LYING, STANDING = (1280, 800), (800, 1280)
SIZES = {LYING: 10.1, STANDING: 10.1, (1080, 1920): 21.5, (1920, 1080): 21.5}  # window -> inches of the panel
WINDOW = 5


class Picture(Struct, frozen=True):
    """One screen, in one language, as one visitor reads it."""

    state: str
    language: str = "uk"
    size: tuple[int, int] = LYING
    large: bool = False
    contrast: bool = False

    @property
    def name(self) -> str:
        reading = ["large"] * self.large + ["contrast"] * self.contrast
        return "-".join(["survey", self.state, self.language, *reading, f"{self.size[0]}x{self.size[1]}"])


# What a reader of the documents should see.
PICTURES = (
    Picture("rest"),
    Picture("grade"),
    Picture("grade", "en", STANDING),
    Picture("grade", large=True, contrast=True),
    Picture("topics"),
    Picture("topics", "en", STANDING, large=True),
    Picture("waited", "en"),
    Picture("words"),
    Picture("words", "en", STANDING),
    Picture("ease", size=STANDING),
    Picture("thanks"),
    Picture("again", "en", STANDING),
    Picture("notice"),
    Picture("still-there"),
)


def draw_all(hall_file: Path, folder: Path, pictures: Iterable[Picture]) -> None:
    """Write `survey-<state>-<language>-…-<width>x<height>.png` for each of `pictures` into `folder`."""
    kivy_setup.prepare(Path(gettempdir()), "320x200")
    from display.look.picture import drawn  # noqa: PLC0415 - after kivy_setup
    from kiosk.touch.look import look  # noqa: PLC0415
    from kiosk.touch.panel import Panel  # noqa: PLC0415

    words = words_of(load(hall_file))
    survey = checking.load(checking.DEFAULT, "survey", "1")
    folder.mkdir(parents=True, exist_ok=True)
    for each in pictures:
        look.fit(*each.size, SIZES[each.size])
        state = STATES[each.state](survey)
        panel = Panel(SCREENS, lambda _press: None, size=each.size)
        read = replace(state, language=each.language, large=each.large, contrast=each.contrast)
        panel.show(frame(read, words, WINDOW))
        picture = drawn(panel, look.palette.ground)
        picture.thumbnail((1280, 1280))
        picture.quantize(64).save(folder / f"{each.name}.png", optimize=True)


def every() -> Iterable[Picture]:
    """Every screen in every size, language and way of reading, to be looked at before a release."""
    ways = ((False, False), (True, False), (True, True))
    for state, language, size, (large, contrast) in product(STATES, ("uk", "en"), SIZES, ways):
        yield Picture(state, language, size, large, contrast)


if __name__ == "__main__":
    draw_all(Path(sys.argv[1]), Path(sys.argv[2]), every() if sys.argv[3:] == ["all"] else PICTURES)
