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
from kiosk.touch.reader import Fittings, equipped

LYING_BOTTOM = 850.0  # mm; low mode makes a difference for a lying panel that hangs higher than most
ALL_FITTINGS = Fittings(lowers=True, headset=True)

READINGS = {
    (1080, 1920): (
        "uk",
        "uk large",
        "en large",
        "uk low",
        "uk large low",
        "en large low",
        "uk aloud",
        "uk large aloud",
    ),
    (1920, 1080): ("uk large", "en large", "uk low", "uk large low"),
    (768, 1366): ("uk large",),
}


def main(hall_file: Path, home: Path) -> None:
    kivy_setup.prepare(home, "320x200")
    from kivy.base import EventLoop  # noqa: PLC0415 - after kivy_setup

    from display.look.fit_label import FitLabel  # noqa: PLC0415
    from kiosk.touch.look import SCREEN_BOTTOM, look  # noqa: PLC0415
    from kiosk.touch.panel import Panel  # noqa: PLC0415
    from kiosk.touch.pressing import Pressing  # noqa: PLC0415

    EventLoop.ensure_window()

    hall = load(hall_file)
    words = words_of(hall)
    now = datetime(2026, 11, 23, 10, 42, 7, tzinfo=hall.timezone)
    found: list[dict[str, Any]] = []
    for size, readings in READINGS.items():
        for name, sample in STATES.items():
            for reading in readings:
                language, *ways = reading.split()
                look.fit(*size, 21.5, SCREEN_BOTTOM if size[0] < size[1] else LYING_BOTTOM)
                panel = Panel(SCREENS, lambda _press: None, size=size)
                state = equipped(sample(hall, now), ALL_FITTINGS, 0.5)
                panel.show(
                    frame(
                        replace(
                            state, language=language, large="large" in ways, low="low" in ways, aloud="aloud" in ways
                        ),
                        words,
                    )
                )
                for _ in range(3):
                    EventLoop.idle()
                widgets = list(panel.walk())
                buttons = [w for w in widgets if isinstance(w, Pressing)]
                labels = [w for w in widgets if isinstance(w, FitLabel) and w.words]
                found.append(
                    {
                        "screen": f"{name} {reading} {size[0]}x{size[1]}",
                        "room": look.room,
                        "mm": look.mm,
                        "size": size,
                        "buttons": [
                            [b.face.label or b.face.spoken, *b.pos, *b.size]
                            for b in buttons
                            if b.face.press is not None
                        ],
                        "labels": [
                            [x.words, x.text.replace("\n", " "), x.font_size, *x.texture_size, *x.size] for x in labels
                        ],
                    }
                )
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
