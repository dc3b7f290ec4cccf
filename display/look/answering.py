"""What every screen does when a technician asks it from afar."""

from __future__ import annotations

import base64
from collections.abc import Callable

from kivy.clock import Clock
from kivy.core.window import Window

from broker.bus.appliance import Appliance, Outcome
from broker.contracts.status import Do
from display.look.frames import time_a_frame
from display.look.picture import screenshot_jpeg


def screen_size() -> str:
    return f"{Window.width}x{Window.height}"


def answer_technicians(appliance: Appliance, identify: Callable[[], None]) -> None:
    """Teach it to show its picture, to time a frame, and to say over all of it which one it is.

    `identify` is called in the screen's thread.
    """

    def screenshot(_do: Do) -> Outcome:
        return "done", screen_size(), base64.b64encode(screenshot_jpeg()).decode("ascii")

    def shown(_do: Do) -> Outcome:
        Clock.schedule_once(lambda _: identify())
        return "done", appliance.id, ""

    def self_test(_do: Do) -> Outcome:
        return "done", f"{time_a_frame() * 1000:.1f} ms", ""

    appliance.can("self-test", self_test)
    appliance.can("screenshot", screenshot)
    appliance.can("identify", shown)
    Window.bind(size=lambda *_: appliance.has_screens(screen_size()))  # a screen that came late


def accepted_screen(identify: Callable[[], None]) -> Callable[[], str]:
    """The check of a screen at its acceptance: its name over all of it, and how soon a frame is there."""

    def check() -> str:
        Clock.schedule_once(lambda _: identify())
        return f"{screen_size()}, {time_a_frame() * 1000:.1f} ms"

    return check
