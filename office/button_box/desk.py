"""The box at work: the hall as it is heard, the presses of its buttons, and the wishes that go out, in one thread."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta, tzinfo
from typing import Protocol

from broker.bus.asking import Asker
from broker.bus.clock import new_id, now
from broker.bus.master_watch import MasterWatch
from broker.bus.seam import Bus
from broker.bus.watch import SILENCE, HallWatch
from broker.bus.watchdog import Watchdog
from broker.contracts.commands import CallForHelp, CallNext, Command
from broker.contracts.replies import Reply
from broker.contracts.snapshot import Snapshot
from office.button_box.box import (
    NONE_WAITS,
    PERSON_CALLED,
    Answered,
    Box,
    CallPerson,
    Effect,
    Input,
    Pressed,
    Seen,
    Send,
    next_wake,
    step,
)
from office.button_box.lamps import LAMPS, Lights, lights
from office.button_box.meaning import Button

PATIENCE = 4.0  # seconds for an answer
LATE = timedelta(seconds=5)  # after which the queue-master does not act on it any more
_TEST = 3.0  # seconds in which all lamps are lit


class Lamps(Protocol):
    def show(self, lights: Lights) -> None: ...


class Display(Protocol):
    def show(self, box: Box, snapshot: Snapshot | None, at: float) -> None:
        """What there is to read of it at the monotonic moment `at`."""

    def again(self) -> float:
        """Seconds until it wants to be told again, though nothing has happened."""


class Desk:
    """Everything that happens is put into one line, and is done in the thread of `run`."""

    def __init__(
        self,
        bus: Bus,
        identity: str,
        window: int,
        zone: tzinfo,
        lamps: Callable[[], Lamps],
        *,
        display: Display | None = None,
    ) -> None:
        self._identity, self._window, self._zone, self._lamps = identity, window, zone, lamps
        self._display = display
        self._events: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._asker = Asker(bus)
        self._watch = HallWatch(bus, self._look_again)
        self._master = MasterWatch(bus, self._look_again)
        self._tested_until = 0.0
        self._over = False
        self.box = Box()

    def press(self, button: Button, held: bool) -> None:  # noqa: FBT001 - `wiring.Happened`
        """A button was pressed, or held. In any thread."""
        at = time.monotonic()
        self._events.put(lambda: self._tell(Pressed(at, button, new_id(), held)))

    def test_lamps(self) -> None:
        """Light all of them for a moment. In any thread."""

        def light() -> None:
            self._tested_until = time.monotonic() + _TEST

        self._events.put(light)

    def stop(self) -> None:
        def end() -> None:
            self._over = True

        self._events.put(end)

    def run(self, watchdog: Watchdog) -> None:
        """Until `stop`."""
        watchdog.ready()
        while not self._over:
            self._see()
            self._lamps().show(self._lights())
            if self._display is not None:
                self._display.show(self.box, self._watch.snapshot, time.monotonic())
            with suppress(queue.Empty):
                self._events.get(timeout=self._pause(watchdog))()
            watchdog.pet()
        self._asker.close()

    def _look_again(self) -> None:
        self._events.put(lambda: None)  # every turn of `run` sees the hall

    def _see(self) -> None:
        snapshot = self._watch.snapshot
        heard = self._watch.connected and not self._master.gone and not self._watch.silent() and snapshot is not None
        windows = snapshot.windows if snapshot else ()
        state = next((each.state for each in windows if each.id == self._window), None)
        self._tell(Seen(heard, state))

    def _tell(self, event: Input) -> None:
        self.box, effects = step(self.box, event)
        for effect in effects:
            self._do(effect)

    def _do(self, effect: Effect) -> None:
        at = now(self._zone)
        command: Command
        match effect:
            case Send(wish_id, wish):
                command = wish(id=wish_id, at=at, expires=at + LATE, window=self._window)
            case CallPerson(wish_id):
                command = CallForHelp(id=wish_id, at=at, expires=at + LATE, place=self._identity)

        def answered(reply: Reply | None) -> None:
            done = reply is not None and reply.status == "done"
            told = Answered(time.monotonic(), command.id, done, new_id(), _why(command, reply))
            self._events.put(lambda: self._tell(told))

        self._asker.ask_later(command, answered, PATIENCE)

    def _lights(self) -> Lights:
        at = time.monotonic()
        return dict.fromkeys(LAMPS, "lit") if at < self._tested_until else lights(self.box, at)

    def _pause(self, watchdog: Watchdog) -> float | None:
        """Seconds until the lamps may change though nothing happens: silence is heard by nobody else."""
        at = time.monotonic()
        moments = [wake - at] if (wake := next_wake(self.box, at)) is not None else []
        if self.box.heard:
            moments.append(SILENCE - self._watch.age() + 0.01)
        if at < self._tested_until:
            moments.append(self._tested_until - at)
        if self._display is not None:
            moments.append(self._display.again())
        if watchdog.every is not None:
            moments.append(watchdog.every)
        return max(0.0, min(moments)) if moments else None


def _why(command: Command, reply: Reply | None) -> str:
    """What there is to say of an answer, as a code; "" for nothing, and for no answer."""
    if reply is None:
        return ""
    if reply.status != "done":
        return reply.reason or ""
    if isinstance(command, CallForHelp):
        return PERSON_CALLED
    return NONE_WAITS if isinstance(command, CallNext) and reply.ticket is None else ""
