"""The flow of the information terminal with its content and words, as the attendant of all touch screens wants it."""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.info import flow
from kiosk.info.frame import Frame, frame
from kiosk.info.inputs import Effect, Input
from kiosk.info.saying import Words
from kiosk.info.visit import State, started


class Informing:
    """`words` hold the content; another one waits until nobody reads: no page changes under a visitor's eyes."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self._next: Words | None = None

    def renew(self, words: Words) -> None:
        """Say these words from the next input on that finds the terminal at rest. In the screen's thread."""
        self._next = words

    def lie(self, *, wide: bool) -> None:
        """The screen lies, or it stands: so it is at once, whoever reads."""
        self.words = _lying(self.words, wide=wide)
        if self._next is not None:
            self._next = _lying(self._next, wide=wide)

    def started(self, at: float) -> State:
        return started(at)

    def step(self, state: State, event: Input) -> tuple[State, tuple[Effect, ...]]:
        if self._next is not None and state.at_rest:
            self.words, self._next = self._next, None
        after, effects = flow.step(state, event, self.words.content)
        if self._next is not None and after.at_rest:
            self.words, self._next = self._next, None
        return after, effects

    def next_wake(self, state: State, at: float) -> float | None:
        return flow.next_wake(state, at)

    def frame(self, state: State) -> Frame:
        return frame(state, self.words)


def _lying(words: Words, *, wide: bool) -> Words:
    return replace(words, content=replace(words.content, wide=wide))
