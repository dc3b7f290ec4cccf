"""What is said next. Pure: seconds of any steady clock come in as `now`, a new line-up comes out.

The rules, in the order in which they win:
1. The same event is heard once, however often it arrives.
2. A call is never spoken when it is older than `Limits`: first on arrival, then again when its turn comes.
3. A window has one call: a later one takes the place of the earlier, and what is over is withdrawn, also when the
   bus tells of the end before the call.
4. Recalls go first, then the order of the journal.
5. While several wait, those of one zone are said together; when more than `busy` wait, each is said once only.
6. A voice that is behind uses short words, and lets the first words of whoever waits go before the other languages of
   those that it has begun: what is left of them is in `rest`, and comes as soon as nobody waits, or has waited long.

Whatever was heard and is not going to be said is in `drops`, each with its reason, until somebody has taken account;
of a call that was said in its first language already, only when the others grew stale.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

REMEMBERED = 1024  # events known by heart; the queue-master publishes at most a few again after a crash

# Of the patience with a call: when its other languages go before calls that wait, unless one of these has waited for
# `_URGENT` of it itself; and when they are of no help any more.
_OWED, _URGENT, _LATE = 1.25, 0.6, 3.0

Wording = Literal["auto", "full", "short"]

# Why a call was not said.
STALE, SERVING, OVER, REPLACED, SUSPENDED = "stale", "serving", "over", "replaced", "suspended"


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
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds. `fresh`: oldest on arrival; `patience`: oldest when its turn comes. `rounds`: how often in a row.

    `merge`: at most so many calls of one zone in one announcement. `wording`: short words always, never, or for a voice
    that is behind: somebody waits beside those that are said now, or they have waited for `hurry` themselves.
    """

    fresh: float = 10.0
    patience: float = 20.0
    rounds: int = 1
    busy: int = 2
    merge: int = 3
    wording: Wording = "auto"
    hurry: float = 1.0


@dataclass(frozen=True, slots=True)
class Turn:
    """What is spoken now, `call` and the `others` that are said with it, and how many times over.

    `short`: in short words. `rest`: it goes on with a call that others broke into, so it needs no gong.
    """

    call: Call
    rounds: int
    others: tuple[Call, ...] = ()
    short: bool = False
    rest: bool = False

    @property
    def calls(self) -> tuple[Call, ...]:
        return (self.call, *self.others)


@dataclass(frozen=True, slots=True)
class Dropped:
    """A call that is not said, and why."""

    call: Call
    why: str


@dataclass(frozen=True, slots=True)
class LineUp:
    """The calls that wait for the voice, and the events that have been heard. `dropped` counts the unspoken.

    `rest`: calls that were said already, each with the languages in which it was not.
    """

    limits: Limits = Limits()
    waiting: tuple[Call, ...] = ()
    rest: tuple[Call, ...] = ()
    dropped: int = 0
    drops: tuple[Dropped, ...] = ()
    _heard: dict[tuple[int, str], None] = field(default_factory=dict)
    _over: dict[str, tuple[int, str]] = field(default_factory=dict)  # ticket -> the event that ended its call, and why
    _still: float = float("-inf")  # when the hall was last suspended

    def hear(self, call: Call, now: float) -> LineUp:
        """The line-up after a call arrived: unchanged by an old one or by one that was heard before."""
        key = (call.seq, call.ticket)
        if key in self._heard:
            return self
        known = replace(self, _heard=dict.fromkeys([*self._heard, key][-REMEMBERED:]))
        over, why = self._over.get(call.ticket, (-1, ""))
        if over > call.seq:
            return _less(known, [call], why)
        if now - call.born > self.limits.fresh:
            return _less(known, [call], STALE)
        if call.born < self._still:
            return _less(known, [call], SUSPENDED)
        rivals = [other for other in self.waiting if _same(call, other)]
        if any(other.seq > call.seq for other in rivals):  # it arrived late, after the one that replaced it
            return _less(known, [call], REPLACED)
        cleared = _less(known, rivals, REPLACED)
        return replace(cleared, waiting=(*cleared.waiting, call))

    def withdraw(self, ticket: str, seq: int = 0, why: str = OVER) -> LineUp:
        """The line-up without a ticket whose visitor has come, has gone, or was sent elsewhere: by event `seq`."""
        last = dict(list({**self._over, ticket: (seq, why)}.items())[-REMEMBERED:])
        known = replace(self, _over=last)
        return _less(known, [call for call in self.waiting if call.ticket == ticket], why)

    def cleared(self, since: float = float("-inf")) -> LineUp:
        """The line-up with nobody in it; calls from before `since` that are still under way are not said either."""
        return _less(replace(self, rest=(), _still=max(since, self._still)), self.waiting, SUSPENDED)

    def take(self, now: float) -> tuple[LineUp, Turn | None]:
        """What to say now, or None, and what remains."""
        fresh = self.fresh(now)
        ready = sorted(fresh.waiting, key=lambda call: (not call.again, call.seq))
        if fresh.rest and fresh.rest_is_due(now):
            first, *rest = fresh.rest
            return replace(fresh, rest=tuple(rest)), self.rest_of(first)
        if not ready:
            return fresh, None
        chosen = ready[0]
        near = [call for call in ready[1:] if call.zone and call.zone == chosen.zone][: self.limits.merge - 1]
        rounds = 1 if len(ready) > self.limits.busy else self.limits.rounds
        waiting = tuple(call for call in fresh.waiting if call is not chosen and call not in near)
        behind = bool(waiting or fresh.rest) or now - chosen.born > self.limits.hurry
        short = {"auto": behind, "short": True, "full": False}[self.limits.wording]
        return replace(fresh, waiting=waiting), Turn(chosen, rounds, tuple(near), short)

    def rest_of(self, call: Call) -> Turn:
        """How the rest of a call is said: whoever was broken into is behind."""
        return Turn(call, 1, short=self.limits.wording != "full", rest=True)

    def let_in(self, rest: Iterable[Call], now: float) -> LineUp | None:
        """The line-up that keeps the `rest` of a turn whose first words were said, because somebody else goes before.

        None: nobody does, it is said at once.
        """
        before = self.fresh(now)
        kept = replace(before, rest=(*before.rest, *rest)).fresh(now)
        return None if not before.rest and kept.rest_is_due(now) else kept

    def fresh(self, now: float) -> LineUp:
        """The line-up without what has waited too long, and without the rest of calls that are over."""
        patience = self.limits.patience
        known = _less(self, [call for call in self.waiting if now - call.born > patience], STALE)
        known = _less(known, [call for call in known.rest if now - call.born > patience * _LATE], STALE)
        rest = tuple(
            call
            for call in known.rest
            if self._over.get(call.ticket, (-1, ""))[0] <= call.seq
            and call.born >= self._still
            and not any(_same(call, other) and other.seq > call.seq for other in known.waiting)
        )
        return replace(known, rest=rest)

    def rest_is_due(self, now: float) -> bool:
        """Whether the other languages of those that were called go before those who were not."""
        if not self.waiting or not self.rest:
            return not self.waiting
        oldest, longest = (max(now - call.born for call in calls) for calls in (self.rest, self.waiting))
        return oldest > self.limits.patience * _OWED and longest < self.limits.patience * _URGENT

    def accounted(self) -> LineUp:
        """The line-up once somebody has seen `drops`."""
        return replace(self, drops=()) if self.drops else self


def _same(call: Call, other: Call) -> bool:
    """Whether a later one of two calls takes the place of the earlier."""
    return call.window == other.window or call.ticket == other.ticket


def _less(line_up: LineUp, calls: Iterable[Call], why: str) -> LineUp:
    """The line-up without `calls`, of which account is to be given."""
    gone = tuple(calls)
    if not gone:
        return line_up
    return replace(
        line_up,
        waiting=tuple(call for call in line_up.waiting if call not in gone),
        rest=tuple(call for call in line_up.rest if call not in gone),
        dropped=line_up.dropped + len(gone),
        drops=(*line_up.drops, *(Dropped(call, why) for call in gone)),
    )
