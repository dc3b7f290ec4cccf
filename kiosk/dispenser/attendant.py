"""The attendant of a dispenser: the one of all touch screens, with the dispenser's flow."""

from __future__ import annotations

import time
from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from kiosk.dispenser import flow
from kiosk.dispenser.frame import Frame, frame
from kiosk.dispenser.inputs import Effect, Input
from kiosk.dispenser.menu import Menu
from kiosk.dispenser.offering import Words
from kiosk.dispenser.visit import State, started
from kiosk.touch import attendant


class Dispensing(Struct, frozen=True):
    """The flow with the hall's menu and words."""

    words: Words

    def started(self, at: float) -> State:
        return started(at)

    def step(self, state: State, event: Input) -> tuple[State, tuple[Effect, ...]]:
        return flow.step(state, event, self.words.menu)

    def next_wake(self, state: State, at: float) -> float | None:
        return flow.next_wake(state, at)

    def frame(self, state: State) -> Frame:
        return frame(state, self.words)


class Attendant(attendant.Attendant[State, Effect]):
    def __init__(
        self,
        words: Words,
        *,
        show: attendant.Show,
        wake_in: attendant.WakeIn,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(Dispensing(words), show=show, wake_in=wake_in, clock=clock)

    def reorder(self, menu: Menu) -> bool:
        """The same offers in another order; False while somebody stands there: nothing moves under a finger."""
        if not self.state.at_rest or not isinstance(self._flow, Dispensing):
            return False
        self._flow = Dispensing(replace(self._flow.words, menu=menu))
        self._look()
        self.get_ready_to_find()
        return True

    def get_ready_to_find(self) -> None:
        """Read all names now, so that nobody waits for it at the first letter."""
        if isinstance(self._flow, Dispensing):
            self._flow.words.menu.get_ready_to_find()
