"""Serves one visitor after the other: feeds the flow, shows its frames, has its effects done, wakes it in time.

Knows neither Kivy nor the bus; all calls come in one thread, the screen's.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from kiosk.dispenser.flow import next_wake, step
from kiosk.dispenser.frame import Frame, Words, frame, presses
from kiosk.dispenser.inputs import Drawn, Effect, Input, Passed, Press, Touched
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
        self.state: State = started(clock())
        self.shown: Frame | None = None
        self._unseen = False
        self._look()

    def serve(self, act: Callable[[Effect], None], hear: Callable[[], Input | None]) -> None:
        """From now on there is somebody who does the effects: `act`.

        `hear` tells the hall as it was heard last, and how long ago; it is asked before everything that happens.
        """
        self._act, self._hear = act, hear

    def drawn(self) -> None:
        """A frame is on the screen. To be called after each."""
        if self._unseen:
            self._unseen = False
            self.tell(Drawn(self._clock()))

    def touched(self, press: Press | None, spare: str) -> None:
        """A finger left the screen; `spare` is a new id.

        What it meant cannot be the screen that is only being drawn: a slow machine handles a second strike late.
        """
        self.tell(Touched(self._clock(), None if self._unseen else press, spare))

    def tell(self, event: Input) -> None:
        """Something happened; follow it to its end."""
        # First what the hall has said since: a sign of life that changed nothing is not told by itself, and a machine
        # that was busy for seconds must not take its own deafness for the hall's silence.
        for each in (self._hear(), event):
            if each is None:
                continue
            self.state, effects = step(self.state, each, self._words.menu)
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
        if shown != self.shown:
            before, self.shown = self.shown, shown
            # Other words on the same buttons are no new screen: they mean what they meant.
            self._unseen |= before is None or _buttons(before) != _buttons(shown)
            self._show(shown)
        now = self._clock()
        wake = next_wake(self.state, now)
        self._wake_in(None if wake is None else max(0.0, wake - now), self._wake)

    def _wake(self) -> None:
        self.tell(Passed(self._clock()))


def _buttons(shown: Frame) -> object:
    return presses(shown.face), shown.still_there is None
