"""Watches every finger on the window for the gesture that opens the service menu. Takes none of them away."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from kivy.clock import Clock
from kivy.core.window import Window

from kiosk.service_menu.gesture import Corner, Finger, Knock, came, left, moved
from kiosk.touch.look import look


class Knocking:
    """Calls `opened` in the screen's thread when the gesture is made."""

    def __init__(self, opened: Callable[[], None]) -> None:
        self._opened = opened
        self._knock = Knock()
        self._alarm: Any = None
        Window.bind(on_touch_down=self._came, on_touch_move=self._moved, on_touch_up=self._left)

    def _came(self, _: object, touch: Any) -> None:
        self._knock = came(self._knock, _finger(touch), _corner())
        self._wait()

    def _moved(self, _: object, touch: Any) -> None:
        self._knock = moved(self._knock, _finger(touch), _corner())
        self._wait()

    def _left(self, _: object, touch: Any) -> None:
        finger = _finger(touch)
        if self._knock.opens(finger.at):
            self._look()
        self._knock = left(self._knock, finger)
        self._wait()

    def _wait(self) -> None:
        if self._knock.opens_at is None and self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        elif self._knock.opens_at is not None and self._alarm is None:
            self._alarm = Clock.schedule_once(lambda _: self._look(), self._knock.opens_at - time.monotonic())

    def _look(self) -> None:
        self._alarm = None
        if self._knock.opens(time.monotonic()):
            # The finger that still rests there has done its work.
            self._knock = Knock(fingers=self._knock.fingers, spoilt=True)
            self._opened()
        else:
            self._wait()


def _finger(touch: Any) -> Finger:
    return Finger(time.monotonic(), touch.uid, touch.x, touch.y)


def _corner() -> Corner:
    return Corner.of(Window.width, Window.height, look.mm)
