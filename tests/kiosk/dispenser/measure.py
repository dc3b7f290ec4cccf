"""Draws every screen of the dispenser and tells as JSON where its buttons are and how its words fit. Run by a test."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from broker.contracts.hall_check import load
from display.look import kivy_setup
from kiosk.dispenser.frame import frame
from kiosk.dispenser.run import words_of
from kiosk.dispenser.samples import STATES
from kiosk.dispenser.screens import SCREENS

READINGS = {
    (1080, 1920): (("uk", False), ("uk", True), ("en", True)),
    (1920, 1080): (("uk", True), ("en", True)),
    (768, 1366): (("uk", True),),
}


def main(hall_file: Path, home: Path) -> None:
    kivy_setup.prepare(home, "320x200")
    from kivy.base import EventLoop  # noqa: PLC0415 - after kivy_setup

    from display.look.fit_label import FitLabel  # noqa: PLC0415
    from kiosk.touch.big_button import BigButton  # noqa: PLC0415
    from kiosk.touch.look import look  # noqa: PLC0415
    from kiosk.touch.panel import Panel  # noqa: PLC0415

    EventLoop.ensure_window()

    hall = load(hall_file)
    words = words_of(hall)
    now = datetime(2026, 11, 23, 10, 42, 7, tzinfo=hall.timezone)
    found: list[dict[str, Any]] = []
    for size, readings in READINGS.items():
        for name, sample in STATES.items():
            for language, large in readings:
                look.fit(*size, 21.5)
                panel = Panel(SCREENS, lambda _press: None, size=size)
                panel.show(frame(replace(sample(hall, now), language=language, large=large), words))
                for _ in range(3):
                    EventLoop.idle()
                widgets = list(panel.walk())
                buttons = [w for w in widgets if isinstance(w, BigButton)]
                labels = [w for w in widgets if isinstance(w, FitLabel) and w.words]
                found.append(
                    {
                        "screen": f"{name} {language}{' large' if large else ''} {size[0]}x{size[1]}",
                        "mm": look.mm,
                        "size": size,
                        "buttons": [[b.face.label, *b.pos, *b.size] for b in buttons if b.face.press is not None],
                        "labels": [
                            [x.words, x.text.replace("\n", " "), x.font_size, *x.texture_size, *x.size] for x in labels
                        ],
                    }
                )
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
