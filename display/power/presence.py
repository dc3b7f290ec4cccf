"""A sensor that sees people move, on a pin of the machine: whoever is in the hall after hours finds a lit board."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Presence:
    """`moved` is called in gpiozero's own thread. Without a pin nobody is ever seen."""

    def __init__(self, pin: str, moved: Callable[[], None]) -> None:
        self._sensor: Any = None
        if pin:
            from gpiozero import DigitalInputDevice  # noqa: PLC0415 - most boards have no sensor

            # Not gpiozero's MotionSensor, which samples ten times a second: the sensor itself holds its pin for seconds.
            self._sensor = DigitalInputDevice(int(pin) if pin.isdecimal() else pin)
            self._sensor.when_activated = moved

    def close(self) -> None:
        if self._sensor is not None:
            self._sensor.close()
