"""The flow of the tablet of one window with its words, as the attendant of all touch screens wants it."""

from __future__ import annotations

from kiosk.survey import flow
from kiosk.survey.frame import Face, frame
from kiosk.survey.inputs import Effect, Input
from kiosk.survey.visit import State
from kiosk.touch.frame import Frame
from kiosk.touch.words import Words


class Surveying:
    def __init__(self, words: Words, window: int, voted: tuple[str, ...] = ()) -> None:
        self.words, self._window, self._voted = words, window, voted

    def started(self, at: float) -> State:
        return flow.started(at, self._voted)

    def step(self, state: State, event: Input) -> tuple[State, tuple[Effect, ...]]:
        return flow.step(state, event)

    def next_wake(self, state: State, at: float) -> float | None:
        return flow.next_wake(state, at)

    def frame(self, state: State) -> Frame[Face]:
        return frame(state, self.words, self._window)
