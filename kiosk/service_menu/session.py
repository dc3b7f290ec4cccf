"""One technician at the screen, from the knock to the last touch: the flow with everything that it asks for done."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from kivy.clock import Clock
from kivy.core.window import Window
from msgspec import Struct
from msgspec.structs import replace

from display.look.trace import Note as Trace
from kiosk.service_menu import flow
from kiosk.service_menu.deeds import do
from kiosk.service_menu.doorkeeper import Doorkeeper
from kiosk.service_menu.faces import Face, WordsFace
from kiosk.service_menu.frame import frame
from kiosk.service_menu.inputs import (
    DropCalibration,
    Effect,
    Hold,
    Input,
    KeepCalibration,
    Knocked,
    LookAt,
    Looked,
    Note,
    Pointed,
    Reported,
    Run,
)
from kiosk.service_menu.room import Room
from kiosk.service_menu.screens import SCREENS
from kiosk.service_menu.screens.cover import Cover
from kiosk.service_menu.state import State
from kiosk.service_menu.toolbox import Toolbox
from kiosk.touch.attendant import Attendant
from kiosk.touch.faces import ButtonFace, ReadingFace
from kiosk.touch.frame import Frame
from kiosk.touch.look import look
from kiosk.touch.reader import Reader
from kiosk.touch.words import Words

_NO_BUTTON = ButtonFace("", None)
GONE: Frame[Face] = Frame("", ReadingFace((), _NO_BUTTON, _NO_BUTTON, False, False), WordsFace("", "", ()), None)
"""Shown when the technician has left: the end."""


class MenuFlow(Struct, frozen=True):
    """The flow as an attendant walks it, from the knock on. `reader`: who listened before, listens on."""

    words: Words
    appliance: str
    knocked: Knocked
    reader: Reader = Reader()

    def started(self, at: float) -> State:  # noqa: ARG002 - it started with the knock
        state, _ = flow.step(State(), self.knocked)
        return replace(state, fittings=self.reader.fittings, aloud=self.reader.aloud, louder=self.reader.louder)

    def step(self, state: State, event: Any) -> tuple[State, tuple[Effect, ...]]:
        return flow.step(state, event)

    def next_wake(self, state: State, at: float) -> float | None:
        return flow.next_wake(state, at)

    def frame(self, state: State) -> Frame[Face]:
        return (
            frame(state, self.appliance, Room.of(Window.width, Window.height, look.mm, large=state.large))
            if state.is_open
            else GONE
        )


class Session:
    """`told` hears what the hall should know, `later` carries a call into the screen's thread, `over` ends it."""

    def __init__(
        self,
        knocked: Knocked,
        words: Words,
        toolbox: Toolbox,
        *,
        doorkeeper: Doorkeeper,
        told: Callable[[Note], None],
        later: Callable[[Callable[[], None]], None],
        trace: Trace,
        over: Callable[[], None],
        reader: Reader,
    ) -> None:
        self._toolbox, self._doorkeeper = toolbox, doorkeeper
        self._told, self._later, self._trace, self._over = told, later, trace, over
        self._alarm: Any = None
        self._drawn: Frame[Face] | None = None
        self.panel = Cover(SCREENS, self.touched, self._finger)
        told(Note("knock"))
        self.attendant: Attendant[State, Effect] = Attendant(
            MenuFlow(words, toolbox.appliance, knocked, reader), show=self._show, wake_in=self._wake_in
        )
        self.attendant.serve(self._act, lambda: None)

    def drawn(self) -> None:
        """A frame is on the screen. To be called after each."""
        self.panel.drawn()
        self.attendant.drawn()
        if self.attendant.shown is not self._drawn:
            self._drawn = self.attendant.shown
            if self._drawn is not None:
                self._trace("shown", type(self._drawn.face).__name__)

    def close(self) -> None:
        """Nothing of it happens any more."""
        self._wake_in(None, lambda: None)

    def touched(self, press: Any) -> None:
        if isinstance(press, Pointed) and self._toolbox.correcting is not None:
            back = self._toolbox.correcting.holds.back()
            press = replace(press, raw=back(press.seen) if back else None)
        self.attendant.touched(press, "", steady=self.panel.steady)

    def _finger(self, down: bool) -> None:  # noqa: FBT001 - as a panel tells it
        self.attendant.finger(down)

    def _show(self, shown: Frame[Face]) -> None:
        if shown is GONE:
            self._over()
        else:
            self.panel.show(shown)

    def _wake_in(self, seconds: float | None, call: Callable[[], None]) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        if seconds is not None:
            self._alarm = Clock.schedule_once(lambda _: call(), max(0.0, seconds))

    def _act(self, effect: Effect) -> None:
        match effect:
            case Note():
                self._told(effect)
            case LookAt():
                self._aside(lambda: self._look_at(effect))
            case Run():
                self._aside(lambda: self._run(effect))
            case _:
                self._calibrate(effect)

    def _calibrate(self, effect: Effect) -> None:
        correcting = self._toolbox.correcting
        match effect:
            case Hold(calibration) if correcting:
                correcting.hold(calibration)
            case KeepCalibration() if correcting:
                correcting.keep()
            case DropCalibration() if correcting:
                correcting.drop()

    def _look_at(self, wish: LookAt) -> None:
        answer = self._doorkeeper.look_at(wish.code)
        self._tell(lambda at: Looked(at, wish.run, answer.name, answer.wait))

    def _run(self, wish: Run) -> None:
        report = do(wish.deed, replace(self._toolbox, by=wish.by, sheet=wish.sheet))
        self._tell(lambda at: Reported(at, wish.run, report))

    def _tell(self, event: Callable[[float], Input]) -> None:
        """From any thread."""
        self._later(lambda: self.attendant.tell(event(time.monotonic())))

    def _aside(self, work: Callable[[], None]) -> None:
        """Each in a thread of its own: what hangs must not keep the next from being tried."""
        threading.Thread(target=work, name="service-menu", daemon=True).start()
