"""A sign of lamps as a process: no window, no frames; a thread that sleeps until something is heard or due."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from broker.bus.appliance import Appliance, Outcome
from broker.bus.clock import now
from broker.bus.watchdog import Watchdog
from broker.contracts.errors import HardwareError
from broker.contracts.phrases import Phrases
from broker.contracts.status import Do
from display.look.drawn import Essence, told_apart
from display.look.source import age_of
from display.look.trace import open_trace
from display.power.presence import Presence
from display.power.when import Light
from display.window_sign.drawn import shown
from display.window_sign.joining import Member
from display.window_sign.led.lamps import Lamps
from display.window_sign.watching import Watching

if TYPE_CHECKING:
    from broker.bus.settings import Settings
    from broker.contracts.hall_file import HallFile
    from display.window_sign.face import Teller
    from display.window_sign.layout import Arrow
    from display.window_sign.led.module import Module

log = logging.getLogger(__name__)

PROBLEM = "led-module"


def run_on_lamps(settings: Settings, hall: HallFile, teller: Teller, arrow: Arrow, module: Module) -> None:
    """Show the window's state until SIGTERM or SIGINT."""
    news, ended = threading.Event(), threading.Event()

    def end(*_: object) -> None:
        ended.set()
        news.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    member = Member(settings, hall, hardware=type(module).__name__)
    watching = Watching(teller)
    member.speak_for_the_hall(teller.phrases, news.set)
    watching.listen(member.listen(news.set))
    lamps = Lamps(watching, arrow, module, _telling(member.appliance, teller.phrases))
    trace = open_trace()

    def identify(_do: Do | None) -> Outcome:
        lamps.identify(time.monotonic())
        news.set()
        return "done", member.appliance.id, ""

    member.appliance.can("identify", identify)

    def shown_whole() -> str:
        identify(None)
        return type(module).__name__

    member.accept(shown_whole)
    source = member.watch(news.set)
    member.start()
    watchdog = Watchdog()
    watchdog.ready()
    light, presence = Light(settings.dark_after), Seen(settings.presence, news.set)
    told: Essence = ()
    while not ended.is_set():
        news.clear()
        snapshot, wall, moment = source.snapshot, now(hall.timezone), time.monotonic()
        lit, again = light.look(snapshot, wall, moment, presence.moved)
        pause = lamps.draw(snapshot, age_of(source, wall), moment, lit=lit)
        trace("flip", snapshot.seq if snapshot else None)
        if lamps.face is not None:
            on_it = shown(lamps.face, snapshot, wall, member.appliance.boot)
            if told_apart(on_it) != told:
                told = told_apart(on_it)
                member.tell(on_it)
        watchdog.pet()
        news.wait(min(each for each in (pause, again, watchdog.every) if each))
    presence.close()
    member.stop()
    module.close()


class Seen:
    """When somebody was last seen by a sensor on `pin`; "": there is none. `look` is called in the sensor's thread."""

    def __init__(self, pin: str, look: Callable[[], None]) -> None:
        self.moved: float | None = None
        self._look = look
        self._presence = Presence(pin, self._seen)

    def close(self) -> None:
        self._presence.close()

    def _seen(self) -> None:
        self.moved = time.monotonic()
        self._look()


def _telling(appliance: Appliance, phrases: Phrases) -> Callable[[HardwareError | None], None]:
    def told(error: HardwareError | None) -> None:
        if error is None:
            appliance.clear(PROBLEM)
            return
        log.warning("%s", error)
        message = phrases.text(f"problem.{PROBLEM}", why=str(error))
        appliance.problem(PROBLEM, message, phrases.text(f"remedy.{PROBLEM}"))

    return told
