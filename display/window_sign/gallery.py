"""Pictures of the sign: `python -m display.window_sign.gallery HALL.toml FOLDER [all]`. Needs a (virtual) screen.

`all`: every state in every shape, language and with each arrow.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import datetime
from itertools import product
from pathlib import Path
from tempfile import gettempdir
from typing import NamedTuple

from broker.contracts.hall_check import load
from broker.contracts.phrases import Phrases
from display.look import kivy_setup
from display.window_sign.face import Teller
from display.window_sign.layout import ARROWS, Arrow
from display.window_sign.run import PHRASES
from display.window_sign.samples import STATES, WINDOW
from display.window_sign.watching import Watching

SMALL, BAR, STANDING = (800, 480), (1920, 360), (600, 1024)


class Picture(NamedTuple):
    state: str
    languages: tuple[str, ...] = ("uk", "en")
    size: tuple[int, int] = SMALL
    arrow: Arrow = "down"
    contrast: bool = False

    @property
    def name(self) -> str:
        parts = [self.state, *([] if self.arrow == "down" else [self.arrow]), self.languages[0]]
        parts += ["contrast"] if self.contrast else []
        return "-".join(["window-sign", *parts, f"{self.size[0]}x{self.size[1]}"])


# What a reader of the documents should see.
PICTURES = (
    Picture("calling"),
    Picture("calling", ("en",)),
    Picture("calling", size=BAR, arrow="left"),
    Picture("calling", size=STANDING),
    Picture("calling", contrast=True),
    Picture("serving"),
    Picture("free"),
    Picture("paused"),
    Picture("closed"),
    Picture("air-raid"),
    Picture("stale"),
    Picture("connecting"),
)


def every_picture() -> Iterable[Picture]:
    for state, languages, size, arrow, contrast in product(
        STATES, (("uk", "en"), ("en",)), (SMALL, BAR, STANDING, (320, 240), (1920, 1080)), ARROWS, (False, True)
    ):
        if arrow == "down" or state == "calling":
            yield Picture(state, languages, size, arrow, contrast)


def draw_all(hall_file: Path, folder: Path, pictures: Iterable[Picture]) -> None:
    """Write each of `pictures` into `folder` under its name."""
    kivy_setup.prepare(Path(gettempdir()), "320x200")
    from display.look.palette import HIGH_CONTRAST, LIGHT  # noqa: PLC0415 - after kivy_setup
    from display.look.picture import drawn  # noqa: PLC0415
    from display.window_sign.window_sign import WindowSign  # noqa: PLC0415

    phrases = Phrases.load(PHRASES)
    now = datetime(2026, 11, 23, 10, 42, 7, tzinfo=load(hall_file).timezone)
    folder.mkdir(parents=True, exist_ok=True)
    for each in pictures:
        sign = WindowSign(look=HIGH_CONTRAST if each.contrast else LIGHT, arrow=each.arrow, size=each.size)
        snapshot, age = STATES[each.state](now)
        look = Watching(Teller(WINDOW, phrases, each.languages)).look(snapshot, age, 1000.0)
        sign.show(look.face, other=look.other)
        picture = drawn(sign, sign.look.ground)
        picture.thumbnail((1280, 1280))
        picture.quantize(128).save(folder / f"{each.name}.png", optimize=True)


if __name__ == "__main__":
    draw_all(Path(sys.argv[1]), Path(sys.argv[2]), every_picture() if sys.argv[3:] == ["all"] else PICTURES)
