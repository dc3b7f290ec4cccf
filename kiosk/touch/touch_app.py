"""A touch screen as an application: one full window that sleeps until it is touched, told or woken.

`kivy_setup.prepare` must have run before this file is imported.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

from kivy.app import App
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.uix.widget import Widget

from display.look import waiting_window
from kiosk.touch.keys import Keys
from kiosk.touch.lockdown import lock
from kiosk.touch.look import SCREEN_BOTTOM, look

Call = Callable[[], None]


class TouchApp(App):
    """What the three touch appliances share, around what they show: `panel`, on a screen of `inches` diagonal (or whatever
    it is for a window of so many pixels), whose lower edge is `bottom` mm above the floor.

    `keys`: whoever wants to hear a keyboard (a scanner, a tactile pad) listens there; nobody else hears one.
    """

    def __init__(
        self,
        panel: Widget,
        inches: float | Callable[[int, int], float],
        bottom: float = SCREEN_BOTTOM,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self._panel, self._inches, self._bottom = panel, inches, bottom
        self._inbox: deque[Call] = deque()
        self._alarm: Any = None
        self.loop: waiting_window.WaitingLoop | None = None
        self.keys = Keys()
        lock(Window, self.keys)
        Window.bind(size=self._measure)
        look.fbind("palette", self._ground)
        self._measure()
        self._ground()

    def build(self) -> Widget:
        return self._panel

    def open_settings(self, *_: object) -> bool:
        """Kivy's settings, which any F1 would open. There are none."""
        return False

    def wait_for_events(self) -> None:
        """Sleep between events instead of ticking. Before `run`."""
        self.loop = waiting_window.install()

    def later(self, call: Call) -> None:
        """Run `call` in the screen's own thread, soon, in the order of asking. From any thread."""
        self._inbox.append(call)
        Clock.schedule_once(self._drain)

    def wake_in(self, seconds: float | None, call: Call) -> None:
        """One alarm: `call` after so many seconds, in place of the alarm set before. None: no alarm."""
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        if seconds is not None:
            self._alarm = Clock.schedule_once(lambda _: call(), max(0.0, seconds))

    def _drain(self, _: float) -> None:
        while self._inbox:
            self._inbox.popleft()()

    def _measure(self, *_: object) -> None:
        size = int(Window.width), int(Window.height)
        look.fit(*size, self._inches(*size) if callable(self._inches) else self._inches, self._bottom)

    def _ground(self, *_: object) -> None:
        Window.clearcolor = look.palette.ground
