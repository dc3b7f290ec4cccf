"""One announcement on its way: what is said and whose it is, which gong it needs, and how it stands so far."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

from announcer.line_up import Call, LineUp, Turn
from announcer.phrasing import Phrase
from announcer.sound.gong import GONG, SHORT_GONG
from announcer.together import Words, left
from broker.bus.clock import new_id
from broker.contracts.announced import Kind


@dataclass(slots=True)
class Item:
    """`words`: of calls, whose each phrase is. `cut`: why it is broken off. `failed`: why a part could not be heard.

    `sure`: the last phrase of which it is decided that it is said. `ends`: the one at which somebody was let in.
    """

    title: str
    what: Kind
    phrases: Sequence[Phrase] = ()
    words: Sequence[Words] = ()
    turn: Turn | None = None
    said: Future[None] = field(default_factory=Future)
    id: str = field(default_factory=new_id)
    began: float | None = None
    cut: str = ""
    failed: str = ""
    sure: int = 0
    ends: int | None = None

    @classmethod
    def of(cls, turn: Turn, words: Sequence[Words]) -> Item:
        title = " ".join(f"{call.number} {call.window}" for call in turn.calls)
        if turn.rest:
            title = f"{'+'.join(turn.call.languages)} {title}"
        return cls(title, "call", [each.phrase for each in words], words, turn)

    @property
    def calls(self) -> tuple[Call, ...]:
        return self.turn.calls if self.turn else ()

    def gong(self, *, listening: bool) -> Path | None:
        """A gong makes people listen; those who still do need less of it, and none for what they were listening to."""
        if self.turn is None or not listening:
            return SHORT_GONG if self.turn and self.turn.rest else GONG
        return None if self.turn.rest else SHORT_GONG

    def said_at(self, place: int) -> bool | None:
        """Whether phrase `place` is said; None: that is not decided yet."""
        if self.ends is not None and place >= self.ends:
            return False
        return True if place <= self.sure else None

    def decide(self, place: int, line_up: LineUp, now: float) -> LineUp | None:
        """The line-up that keeps what is left from phrase `place` on, because somebody goes before. None: it is said.

        Decided once, though two devices may ask for the same part.
        """
        rest = left(self.words, place)
        kept = None if rest is None else line_up.let_in(rest, now)
        if kept is None:
            self.sure = place
        else:
            self.ends = place
        return kept
