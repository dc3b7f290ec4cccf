"""Shows many faces on one panel, whose screens stand aside and come again, and says which look otherwise than on a new
panel: for a test of looks, in a process of its own.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

from msgspec.structs import replace

from broker.contracts.hall_check import load
from broker.contracts.surveys import checking
from display.look import kivy_setup
from kiosk.dispenser import frame as dispenser_frame
from kiosk.dispenser import run as dispenser_run
from kiosk.dispenser import samples as dispenser_samples
from kiosk.dispenser.screens import SCREENS as DISPENSER_SCREENS
from kiosk.info import frame as info_frame
from kiosk.info import run as info_run
from kiosk.info import samples as info_samples
from kiosk.info.screens import SCREENS as INFO_SCREENS
from kiosk.survey import frame as survey_frame
from kiosk.survey import run as survey_run
from kiosk.survey import samples as survey_samples
from kiosk.survey.screens import SCREENS as SURVEY_SCREENS
from kiosk.touch.frame import Frame
from kiosk.touch.reader import Fittings, Reader, equipped
from kiosk.touch.screens import Screens

HALL = Path(__file__).parents[2] / "provisioning" / "demo" / "hall.toml"
SIZE = (360, 640)  # of the same panel: fewer pixels to compare
READINGS: tuple[dict[str, Any], ...] = ({}, {"language": "en"})
OTHERWISE: dict[str, Any] = {"large": True, "contrast": True}

Sample = tuple[str, Callable[[dict[str, Any]], Frame[Any]]]
Shown = tuple[str, Frame[Any]]


def read(state: Reader, ways: dict[str, Any]) -> Any:
    return replace(equipped(state, Fittings(lowers=True, headset=True, calls=True), 0.5), **ways)


def appliances() -> Iterator[tuple[str, Screens, list[Sample]]]:
    """All samples of the three."""
    hall = load(HALL)
    now = datetime(2026, 11, 23, 10, 42, 7, tzinfo=hall.timezone)
    offered = dispenser_run.words_of(hall)
    told = info_run.words_of(hall, HALL.parent / "catalogue", wide=False)
    asked, survey = survey_run.words_of(hall), checking.load(checking.DEFAULT, "survey", "1")

    def of_dispenser(make: Any) -> Callable[[dict[str, Any]], Frame[Any]]:
        return lambda ways: dispenser_frame.frame(read(make(hall, now), ways), offered)

    def of_info(make: Any) -> Callable[[dict[str, Any]], Frame[Any]]:
        return lambda ways: info_frame.frame(read(make(told.content, now), ways), told)

    def of_survey(make: Any) -> Callable[[dict[str, Any]], Frame[Any]]:
        return lambda ways: survey_frame.frame(read(make(survey), ways), asked, 5)

    yield "dispenser", DISPENSER_SCREENS, [(n, of_dispenser(make)) for n, make in dispenser_samples.STATES.items()]
    yield "info", INFO_SCREENS, [(n, of_info(make)) for n, make in info_samples.STATES.items()]
    yield "survey", SURVEY_SCREENS, [(n, of_survey(make)) for n, make in survey_samples.STATES.items()]


def frames(samples: list[Sample]) -> list[Shown]:
    """Each in one of two languages, by chance and in an order by chance; and some once more, read otherwise."""
    chance = Random(4)
    chance.shuffle(samples)
    shown = [(name, make(chance.choice(READINGS))) for name, make in samples]
    return [*shown, *((f"{name} otherwise", make(OTHERWISE)) for name, make in samples[:5])]


def main(home: Path) -> None:
    kivy_setup.prepare(home, f"{SIZE[0]}x{SIZE[1]}")
    from kivy.config import Config  # noqa: PLC0415 - after kivy_setup

    Config.set("graphics", "maxfps", 0)
    from kivy.base import EventLoop  # noqa: PLC0415

    from kiosk.touch.look import look  # noqa: PLC0415
    from kiosk.touch.panel import Panel  # noqa: PLC0415

    EventLoop.ensure_window()
    look.fit(*SIZE, 21.5)
    compared, other = 0, []
    for appliance, screens, samples in appliances():
        shown = frames(samples)
        # First all new ones: the height of the reading bar is one for the whole process.
        new = [picture(Panel(screens, lambda _press: None, size=SIZE), frame) for _, frame in shown]
        gc.collect()
        panel = Panel(screens, lambda _press: None, size=SIZE)
        for (name, frame), looks in zip(shown, new, strict=True):
            compared += 1
            if picture(panel, frame) != looks:
                other.append(f"{appliance} {name}")
    json.dump({"compared": compared, "other": other}, sys.stdout)


def picture(panel: Any, frame: Frame[Any]) -> bytes:
    """What a panel shows of a frame, pixel for pixel."""
    from kivy.base import EventLoop  # noqa: PLC0415
    from kivy.core.window import Window  # noqa: PLC0415

    from display.look.picture import screenshot  # noqa: PLC0415

    panel.show(frame)
    Window.add_widget(panel)
    for _ in range(2):
        EventLoop.idle()
    seen = screenshot().tobytes()
    Window.remove_widget(panel)
    return seen


if __name__ == "__main__":
    main(Path(sys.argv[1]))
