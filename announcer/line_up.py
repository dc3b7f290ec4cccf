"""What is said next. Pure: seconds of any steady clock come in as `now`, a new line-up comes out.

The rules, in the order in which they win:
1. The same event is heard once, however often it arrives.
2. A call is never spoken when it is older than `Limits`: first on arrival, then again when its turn comes.
3. A window has one call: a later one takes the place of the earlier, and what is over is withdrawn.
4. Recalls go first, then the order of the journal.
5. When more than `busy` wait, each is said once only.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

REMEMBERED = 1024  # events known by heart; the queue-master publishes at most a few again after a crash


@dataclass(frozen=True, slots=True)
class Call:
    """One event that asks for speech. `born`: when it happened, on the clock of `now`, in seconds."""

    seq: int
    ticket: str
    number: str
    window: int
    languages: tuple[str, ...]
    born: float
    again: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds. `fresh`: oldest on arrival; `patience`: oldest when its turn comes. `rounds`: how often in a row."""

    fresh: float = 10.0
    patience: float = 60.0
    rounds: int = 1
    busy: int = 2


@dataclass(frozen=True, slots=True)
class Turn:
    """What is spoken now, and how many times over."""

    call: Call
    rounds: int


@dataclass(frozen=True, slots=True)
class LineUp:
    """The calls that wait for the voice, and the events that have been heard. `dropped` counts the unspoken."""

    limits: Limits = Limits()
    waiting: tuple[Call, ...] = ()
    dropped: int = 0
    _heard: dict[tuple[int, str], None] = field(default_factory=dict)

    def hear(self, call: Call, now: float) -> LineUp:
        """The line-up after a call arrived: unchanged by an old one or by one that was heard before."""
        key = (call.seq, call.ticket)
        if key in self._heard:
            return self
        heard = dict.fromkeys([*self._heard, key][-REMEMBERED:])
        if now - call.born > self.limits.fresh:
            return replace(self, dropped=self.dropped + 1, _heard=heard)
        rivals = [other for other in self.waiting if call.window == other.window or call.ticket == other.ticket]
        if any(other.seq > call.seq for other in rivals):  # it arrived late, after the one that replaced it
            return replace(self, dropped=self.dropped + 1, _heard=heard)
        waiting = (*(other for other in self.waiting if other not in rivals), call)
        return replace(self, waiting=waiting, dropped=self.dropped + len(rivals), _heard=heard)

    def withdraw(self, ticket: str) -> LineUp:
        """The line-up without a ticket whose visitor has come, has gone, or was sent elsewhere."""
        waiting = tuple(call for call in self.waiting if call.ticket != ticket)
        return replace(self, waiting=waiting, dropped=self.dropped + len(self.waiting) - len(waiting))

    def cleared(self) -> LineUp:
        """The line-up with nobody in it."""
        return replace(self, waiting=(), dropped=self.dropped + len(self.waiting))

    def take(self, now: float) -> tuple[LineUp, Turn | None]:
        """What to say now, or None, and what remains."""
        ready = [call for call in self.waiting if now - call.born <= self.limits.patience]
        dropped = self.dropped + len(self.waiting) - len(ready)
        if not ready:
            return replace(self, waiting=(), dropped=dropped), None
        chosen = min(ready, key=lambda call: (not call.again, call.seq))
        waiting = tuple(call for call in ready if call is not chosen)
        rounds = 1 if len(ready) > self.limits.busy else self.limits.rounds
        return replace(self, waiting=waiting, dropped=dropped), Turn(chosen, rounds)
