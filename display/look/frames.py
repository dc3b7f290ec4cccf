"""What is to be done when a frame is on the screen. Kivy's own `on_flip` comes just before that."""

from __future__ import annotations

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
