"""The flow of the information terminal with its content and words, as the attendant of all touch screens wants it."""

from __future__ import annotations

from kiosk.info import flow
from kiosk.info.frame import Frame, frame
from kiosk.info.inputs import Effect, Input
from kiosk.info.saying import Words
from kiosk.info.visit import State, started


class Informing:
    """`words` may be changed for those with another content: what is on the screen then says so with the next input."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def started(self, at: float) -> State:
        return started(at)

    def step(self, state: State, event: Input) -> tuple[State, tuple[Effect, ...]]:
        return flow.step(state, event, self.words.content)

    def next_wake(self, state: State, at: float) -> float | None:
        return flow.next_wake(state, at)

    def frame(self, state: State) -> Frame:
        return frame(state, self.words)
