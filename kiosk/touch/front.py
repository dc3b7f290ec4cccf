"""Whose screen it is: the visitors', or whoever's that covers it. What is read aloud, and what is pressed in another way
than by a finger, belongs to them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kiosk.touch.attendant import Attendant
from kiosk.touch.frame import Frame
from kiosk.touch.keys import Key

Touched = Callable[[Any], None]
Listener = Callable[[Frame[Any], str], None]


class Front:
    """`attendant` and `touched` of whoever has the screen now. `typed`: who hears a keyboard's keys while it is covered.

    All calls come in the screen's thread.
    """

    def __init__(self, attendant: Attendant[Any, Any], touched: Touched) -> None:
        self._visitors = attendant, touched
        self.attendant, self._touched = self._visitors
        self.typed: Callable[[Key], bool] = lambda _key: False
        self._listeners: list[Listener] = []

    def touched(self, press: Any) -> None:
        """A key, or a plug."""
        self._touched(press)

    def shows(self, listener: Listener) -> None:
        """From now on `listener` is given each frame that is on the screen, and its language, beginning with this one."""
        if not self._listeners:
            self._visitors[0].shows(lambda frame: self._tell(self._visitors[0], frame))
        self._listeners.append(listener)
        if self.attendant.shown is not None:
            listener(self.attendant.shown, self.attendant.state.language)

    def take(self, attendant: Attendant[Any, Any], touched: Touched) -> None:
        """The screen is theirs now."""
        self.attendant, self._touched = attendant, touched
        attendant.shows(lambda frame: self._tell(attendant, frame))

    def give_back(self) -> None:
        """Visitors have the screen again."""
        self.attendant, self._touched = self._visitors
        if self.attendant.shown is not None:
            self._tell(self.attendant, self.attendant.shown)

    def _tell(self, attendant: Attendant[Any, Any], frame: Frame[Any]) -> None:
        if attendant is self.attendant:
            for listener in self._listeners:
                listener(frame, attendant.state.language)
