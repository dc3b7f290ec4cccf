"""Every key of the machine comes here, and from here only to those who asked: a scanner, a tactile pad.

A kiosk has no keyboard. Whatever types at it (a scanner, the pad, a keyboard that somebody plugged in) can do nothing
else: Kivy's own keys (Escape closes, F1 opens the settings) never hear of it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from msgspec import Struct

# Keys that mean something by their place and not by a sign; Kivy's numbers of them.
_NAMES = {
    8: "backspace",
    9: "tab",
    13: "enter",
    27: "escape",
    127: "delete",
    271: "enter",  # of the number pad
    273: "up",
    274: "down",
    275: "right",
    276: "left",
    278: "home",
    279: "end",
    280: "page-up",
    281: "page-down",
    **{282 + n: f"f{n + 1}" for n in range(15)},
}


class Key(Struct, frozen=True):
    """A key that was pressed: its `name` ("enter", "up", "f13"), or the `sign` that it types. `at`: monotonic."""

    at: float
    name: str = ""
    sign: str = ""


Listener = Callable[[Key], bool]


class Keys:
    """Listeners hear each key in the order in which they came to listen, until one says that it is theirs (True)."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> None:
        self._listeners.append(listener)

    def take_from(self, window: Any) -> None:
        """From now on no key of this Kivy window does anything by itself."""
        window.bind(
            on_key_down=lambda _window, key, *_: self._named(key),
            on_textinput=lambda _window, text: self._typed(text),
            on_key_up=_nothing_more,
            on_keyboard=_nothing_more,
            on_textedit=_nothing_more,
        )

    def _named(self, key: int) -> bool:
        if key in _NAMES:
            self._tell(Key(self._clock(), name=_NAMES[key]))
        return True  # Kivy asks nobody else

    def _typed(self, text: str) -> bool:
        for sign in text:
            self._tell(Key(self._clock(), sign=sign))
        return True

    def _tell(self, key: Key) -> None:
        for listener in self._listeners:
            if listener(key):
                return


def _nothing_more(*_: object) -> bool:
    return True
