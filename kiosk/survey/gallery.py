"""Pictures of the survey tablet: `python -m kiosk.survey.gallery HALL.toml FOLDER [all]`. Needs a (virtual) screen.

`all`: every screen in every size, language and way of reading.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import gettempdir

from msgspec.structs import replace

from broker.contracts.hall_check import load
from broker.contracts.surveys import checking
from display.look import kivy_setup
from kiosk.survey.frame import frame
from kiosk.survey.run import words_of
from kiosk.survey.samples import STATES
from kiosk.survey.screens import SCREENS
from kiosk.touch.gallery import Picture, every, save

LYING, STANDING = (1280, 800), (800, 1280)
SIZES = {LYING: 10.1, STANDING: 10.1, (1080, 1920): 21.5, (1920, 1080): 21.5}  # window -> inches of the panel
WINDOW = 5


# What a reader of the documents should see.
PICTURES = (
    Picture("rest", size=LYING),
    Picture("grade", size=LYING),
    Picture("grade", "en", STANDING),
    Picture("grade", size=LYING, large=True, contrast=True),
    Picture("topics", size=LYING),
    Picture("topics", "en", STANDING, large=True),
    Picture("waited", "en", LYING),
    Picture("words", size=LYING),
    Picture("words", "en", STANDING),
    Picture("ease", size=STANDING),
    Picture("thanks", size=LYING),
    Picture("again", "en", STANDING),
    Picture("notice", size=LYING),
    Picture("still-there", size=LYING),
)


def draw_all(hall_file: Path, folder: Path, pictures: Iterable[Picture]) -> None:
    """Write `survey-<state>-<language>-…-<width>x<height>.png` for each of `pictures` into `folder`."""
    kivy_setup.prepare(Path(gettempdir()), "320x200")
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
        save(panel, folder / f"{each.named('survey')}.png")


if __name__ == "__main__":
    draw_all(Path(sys.argv[1]), Path(sys.argv[2]), every(STATES, SIZES) if sys.argv[3:] == ["all"] else PICTURES)
