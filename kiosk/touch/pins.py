"""Buttons that are wired to the machine's pins: help, the ramp's, speech, the headset's plug, the tactile pad.

`CHERHA_PINS` names them: "help=22 ramp=23 speech=17 plug=27 up=5 down=6 left=13 right=19 ok=26", as gpiozero names pins.
A button connects its pin to ground. The plug's switch closes when a headset is plugged in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from broker.contracts.pin_names import pin_of, wired
from kiosk.touch.aloud.narration import PadKey

PAD: dict[str, PadKey] = {"up": "up", "down": "down", "left": "left", "right": "right", "ok": "ok"}
NAMES = ("help", "ramp", "speech", "plug", *PAD)
BOUNCE = 0.05  # seconds


class Pins:
    """`happened` hears a button's name and whether it went down (True) or up, in gpiozero's own thread."""

    def __init__(self, setting: str, happened: Callable[[str, bool], None]) -> None:
        self._buttons: list[Any] = []
        pins = wired(setting, NAMES)
        if not pins:
            return
        from gpiozero import Button  # noqa: PLC0415 - most kiosks have no buttons

        for name, pin in pins.items():
            button = Button(pin_of(pin), bounce_time=BOUNCE)
            button.when_pressed = lambda name=name: happened(name, True)
            button.when_released = lambda name=name: happened(name, False)
            self._buttons.append(button)
            if name == "plug" and button.is_pressed:
                happened(name, True)

    def close(self) -> None:
        for button in self._buttons:
            button.close()
