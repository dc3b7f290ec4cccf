"""Draws screens and tells where their buttons are and how their words fit: for tests of looks, in a process of its own."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from display.look import kivy_setup
from kiosk.touch.frame import Frame
from kiosk.touch.reader import Fittings, Reader, equipped
from kiosk.touch.screens import Screens

LYING_BOTTOM = 850.0  # mm; low mode makes a difference for a lying panel that hangs higher than most
ALL_FITTINGS = Fittings(lowers=True, headset=True, calls=True)

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

States = Callable[[bool], Iterable[tuple[str, Any]]]
"""Whether the panel lies -> the states to draw, each with its name."""


def measure(
    home: Path,
    screens: Screens,
    states: States,
    frame: Callable[[Any, bool], Frame[Any]],
    readings: Mapping[tuple[int, int], tuple[str, ...]] = READINGS,
) -> None:
    """Print all of it as JSON."""
    kivy_setup.prepare(home, "320x200")
    from kivy.config import Config  # noqa: PLC0415 - after kivy_setup

    Config.set("graphics", "maxfps", 0)  # nobody looks: a frame need not wait for the next twentieth of a second
    from kivy.base import EventLoop  # noqa: PLC0415 - after kivy_setup

    from display.look.fit_label import FitLabel  # noqa: PLC0415
    from kiosk.touch.look import SCREEN_BOTTOM, look  # noqa: PLC0415
    from kiosk.touch.panel import Panel  # noqa: PLC0415
    from kiosk.touch.pressing import Pressing  # noqa: PLC0415

    EventLoop.ensure_window()

    def as_read(state: Reader, reading: str) -> Reader:
        language, *ways = reading.split()
        state = equipped(state, ALL_FITTINGS, 0.5)
        return replace(state, language=language, large="large" in ways, low="low" in ways, aloud="aloud" in ways)

    gc.collect()
    gc.freeze()  # what was loaded stays, and need not be looked at each time that a panel is thrown away
    found: list[dict[str, Any]] = []
    for size, ways in readings.items():
        wide = size[0] > size[1]
        for name, state in states(wide):
            for reading in ways:
                if len(found) % 5 == 0:  # it is dear
                    gc.collect()  # panels that are over would be laid out again with every change of the look
                look.fit(*size, 21.5, LYING_BOTTOM if wide else SCREEN_BOTTOM)
                panel = Panel(screens, lambda _press: None, size=size)
                panel.show(frame(as_read(state, reading), wide))
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
