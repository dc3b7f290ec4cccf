"""Draws every screen of the tablet and tells as JSON where its buttons are and how its words fit. Run by a test."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from broker.contracts.hall_check import load
from broker.contracts.surveys import checking
from display.look import kivy_setup
from kiosk.survey.frame import frame
from kiosk.survey.run import words_of
from kiosk.survey.samples import STATES
from kiosk.survey.screens import SCREENS
from kiosk.touch.sizes import TARGET

SIZES = {(1280, 800): 10.1, (800, 1280): 10.1, (1080, 1920): 21.5, (1920, 1080): 21.5}
READINGS = ("uk", "en", "uk large", "en large")


def main(hall_file: Path, home: Path) -> None:
    kivy_setup.prepare(home, "320x200")
    from kivy.base import EventLoop  # noqa: PLC0415 - after kivy_setup

    from display.look.fit_label import FitLabel  # noqa: PLC0415
    from kiosk.touch.look import look  # noqa: PLC0415
    from kiosk.touch.panel import Panel  # noqa: PLC0415
    from kiosk.touch.pressing import Pressing  # noqa: PLC0415

    EventLoop.ensure_window()
    words, survey = words_of(load(hall_file)), checking.load(checking.DEFAULT, "survey", "1")
    found: list[dict[str, Any]] = []
    for size, inches in SIZES.items():
        for name, sample in STATES.items():
            for reading in READINGS:
                language, *large = reading.split()
                look.fit(*size, inches)
                panel = Panel(SCREENS, lambda _press: None, size=size)
                panel.show(frame(replace(sample(survey), language=language, large=bool(large)), words, 5))
                for _ in range(3):
                    EventLoop.idle()
                widgets = list(panel.walk())
                buttons = [w for w in widgets if isinstance(w, Pressing) and w.face.press is not None]
                labels = [w for w in widgets if isinstance(w, FitLabel) and w.words]
                found.append(
                    {
                        "screen": f"{name} {reading} {size[0]}x{size[1]}",
                        "mm": look.finger / TARGET,
                        "size": size,
                        "buttons": [[b.face.label or b.face.spoken, *b.pos, *b.size] for b in buttons],
                        "labels": [
                            [x.words, x.text.replace("\n", " "), x.font_size, *x.texture_size, *x.size] for x in labels
                        ],
                    }
                )
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
