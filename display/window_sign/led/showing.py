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
from display.look.source import age_of
from display.look.trace import open_trace
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
    lamps = Lamps(Watching(teller), arrow, module, _telling(member.appliance, teller.phrases))
    trace = open_trace()

    def identify(_do: Do) -> Outcome:
        lamps.identify(time.monotonic())
        news.set()
        return "done", member.appliance.id, ""

    member.appliance.can("identify", identify)
    source = member.watch(news.set)
    member.start()
    watchdog = Watchdog()
    watchdog.ready()
    while not ended.is_set():
        news.clear()
        snapshot = source.snapshot
        pause = lamps.draw(snapshot, age_of(source, now(hall.timezone)), time.monotonic())
        trace("flip", snapshot.seq if snapshot else None)
        watchdog.pet()
        news.wait(watchdog.every if pause is None else min(pause, watchdog.every or pause))
    member.stop()
    module.close()


def _telling(appliance: Appliance, phrases: Phrases) -> Callable[[HardwareError | None], None]:
    def told(error: HardwareError | None) -> None:
        if error is None:
            appliance.clear(PROBLEM)
            return
        log.warning("%s", error)
        message = phrases.text(f"problem.{PROBLEM}", why=str(error))
        appliance.problem(PROBLEM, message, phrases.text(f"remedy.{PROBLEM}"))

    return told
