"""The marked corner of the screen: held for two seconds, it begins or ends reading aloud.

A corner is what a hand finds that cannot see the screen. What comes of it comes while the finger is still there: a
touch that is only long must not press anything besides.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.clock import Clock
from kivy.lang import Builder
from kivy.properties import BooleanProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from display.look import fit_label, icons  # noqa: F401 - used in the kv file

Builder.load_file(str(Path(__file__).with_suffix(".kv")))

HOLD = 2.0  # seconds


class HeldCorner(BoxLayout):
    """`held` is called when a finger has stayed for `HOLD`. `words` empty: there is no corner."""

    words = StringProperty("")
    down = BooleanProperty(False)

    def __init__(self, held: Callable[[], None], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._held = held
        self._alarm: Any = None

    def on_touch_down(self, touch: Any) -> bool:
        if not self.words or not self.collide_point(*touch.pos):
            return False
        touch.grab(self)
        self.down = True
        self._alarm = Clock.schedule_once(self._has_stayed, HOLD)
        return True

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        touch.ungrab(self)
        self._let_go()
        return True

    def _has_stayed(self, _: float) -> None:
        self._let_go()
        self._held()

    def _let_go(self) -> None:
        self.down = False
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
