"""What is to be done when a frame is on the screen. Kivy's own `on_flip` comes just before that."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from kivy.clock import Clock
from kivy.core.window import Window


def after_each_frame(then: Callable[[], None]) -> None:
    """Call `then` after each flip, in the screen's thread."""
    flip = Window.flip

    def flip_and_tell() -> None:
        flip()
        then()

    Window.flip = flip_and_tell


def after_first_frame(then: Callable[[], None]) -> None:
    """Call `then` once, when there is something to look at: for all that would keep people waiting for it."""
    waiting = [then]

    def now(*_: object) -> None:
        Window.unbind(on_flip=now)
        Clock.schedule_once(lambda _: waiting.pop()())

    Window.bind(on_flip=now)


def time_a_frame(timeout: float = 5.0) -> float:
    """Seconds from another thread's wish to a frame on the screen in which nothing is new: what drawing itself costs.

    Not from the screen's own thread. TimeoutError when no frame comes: the screen hangs.
    """
    flipped = threading.Event()

    def draw(_: float) -> None:
        Window.canvas.ask_update()
        Window.bind(on_flip=drawn)

    def drawn(*_: object) -> bool:
        Window.unbind(on_flip=drawn)
        Window.flip()
        flipped.set()
        return True  # it is flipped; Kivy, whose turn comes after ours, must not do it again

    started = time.monotonic()
    Clock.schedule_once(draw)
    if not flipped.wait(timeout):
        raise TimeoutError("the screen draws nothing")
    return time.monotonic() - started
