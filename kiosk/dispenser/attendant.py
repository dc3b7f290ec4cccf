"""Serves one visitor after the other: feeds the flow, shows its frames, has its effects done, wakes it in time.

Knows neither Kivy nor the bus; all calls come in one thread, the screen's.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from kiosk.dispenser.flow import next_wake, step
from kiosk.dispenser.frame import Frame, Words, frame
from kiosk.dispenser.inputs import Effect, Input, Passed
from kiosk.dispenser.visit import State, started


class Attendant:
    """`show` draws a frame, `wake_in` sets the one alarm (None: no alarm), `clock` is monotonic."""

    def __init__(
        self,
        words: Words,
        *,
        show: Callable[[Frame], None],
        wake_in: Callable[[float | None, Callable[[], None]], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._words, self._clock = words, clock
        self._show, self._wake_in = show, wake_in
        self._act: Callable[[Effect], None] | None = None
        self._hear: Callable[[], Input | None] = lambda: None
        self._shown: Frame | None = None
        self.state: State = started(clock())
        self._look()

    def serve(self, act: Callable[[Effect], None], hear: Callable[[], Input | None]) -> None:
        """From now on there is somebody who does the effects: `act`.

        `hear` is asked for news of the hall whenever the flow wakes by itself.
        """
        self._act, self._hear = act, hear

    def tell(self, event: Input) -> None:
        """Something happened; follow it to its end."""
        self.state, effects = step(self.state, event, self._words.menu)
        for effect in effects:
            # Before `serve` there is no hall, hence no menu; only a look at the paper can be asked for.
            if self._act:
                self._act(effect)
        self._look()

    def say(self, key: str, **slots: object) -> str:
        """A phrase in the visitor's language."""
        return self._words.own.say(self.state.language, key, **slots)

    def _look(self) -> None:
        shown = frame(self.state, self._words)
        if shown != self._shown:
            self._shown = shown
            self._show(shown)
        now = self._clock()
        wake = next_wake(self.state, now)
        self._wake_in(None if wake is None else max(0.0, wake - now), self._wake)

    def _wake(self) -> None:
        # The hall may have given a sign of life that changed nothing: that is news when the flow counts the silence.
        self.tell(self._hear() or Passed(self._clock()))
