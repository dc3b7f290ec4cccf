"""Who is next at a window: one pool of all the lines that it serves, weighed by the rule of `rule.py`.

Where the best is an ordinary ticket of a line that takes turns, the best of the line whose turn it is goes in its
stead (`turns.py`): turns share calls between lines, and neither a priority nor a guarantee waits for them.

Only the heads of rows are compared, so that the choice costs as much with ten waiting as with a hundred thousand.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from broker.contracts.events import Candidate, Decision, Reason, Turn
from broker.queuemaster.overtaking import Rule, by_rule
from broker.queuemaster.rows import Key, Place, Row
from broker.queuemaster.rule import Standing, standing
from broker.queuemaster.state import Hall, Ticket, Window
from broker.queuemaster.turns import next_turn

CANDIDATES_KEPT = 20
_STRONGEST: tuple[Reason, ...] = ("priority", "needs", "other-line")


class _Weighed(NamedTuple):
    standing: Standing
    waited: float
    rate: float
    guarantee: float | None
    extra: float
    place: Place
    key: Key


class Choice(NamedTuple):
    """The ticket whose turn it is, why, and what it was weighed against."""

    ticket: Ticket
    reason: Reason
    decision: Decision


def rate(hall: Hall, priority: str | None) -> float:
    """How fast a class's wait counts; 1.0 for everybody, and for a class that the hall file no longer knows."""
    return hall.plan.rate(priority)


def choose(hall: Hall, window: Window, now: datetime) -> Choice | None:
    """Who is next at `window`, or None when nobody waits whom it may call."""
    weighed = _ranked(hall, window, now)
    if not weighed:
        return None
    best, turn = weighed[0], _turn(hall, window, weighed)
    if turn is not None:
        best = next(w for w in weighed if w.key.line == turn.line)
    ticket = hall.memory.tickets[best.place[2]]
    return Choice(ticket, _reason(hall, ticket, best, weighed, now), _decision(hall, weighed, best.place, turn=turn))


def somebody_waits(hall: Hall, window: Window) -> bool:
    """Whether `choose` would find a ticket, without weighing any."""
    return next(_rows(hall, window), None) is not None


def heads(hall: Hall, window: Window, now: datetime, why: str | None = None) -> Decision:
    """The record of a call out of turn: who would have been next, and why it was not."""
    return _decision(hall, _ranked(hall, window, now), why=why)


def _decision(
    hall: Hall,
    weighed: list[_Weighed],
    chosen: Place | None = None,
    *,
    why: str | None = None,
    turn: Turn | None = None,
) -> Decision:
    """The record of one choice, best candidate first. Whoever is passed over stays in it, however long it is."""
    candidates = tuple(
        _candidate(hall, w)
        for rank, w in enumerate(weighed)
        if rank < CANDIDATES_KEPT or (chosen is not None and w.place <= chosen)
    )
    policy = hall.plan.policy
    preference = policy.preference.total_seconds()
    return Decision(policy=policy.priority, candidates=candidates, why=why, preference=preference, turn=turn)


def _candidate(hall: Hall, weighed: _Weighed) -> Candidate:
    key = weighed.key
    return Candidate(
        number=hall.memory.tickets[weighed.place[2]].number,
        line=key.line,
        score=round(weighed.standing.score, 1),
        priority=key.priority,
        needs=key.needs,
        window=key.window,
        rate=weighed.rate,
        guarantee=weighed.guarantee,
        extra=weighed.extra,
    )


def _ranked(hall: Hall, window: Window, now: datetime) -> list[_Weighed]:
    weighed = sorted(_weigh(hall, window, now), key=lambda w: w.place)
    weighed.sort(key=lambda w: w.standing, reverse=True)  # of equals, the senior stays first
    return weighed


def _turn(hall: Hall, window: Window, weighed: list[_Weighed]) -> Turn | None:
    best = weighed[0]
    group = hall.plan.turns_of.get(best.key.line)
    if group is None or best.standing.upper or best.key.priority is not None:
        return None
    if best.key.line not in window.serves:
        return None  # somebody was sent here, or the hall file has lost their line
    return next_turn(group, window.serves, (w.key.line for w in weighed), hall.memory.turns)


def would_be_first(hall: Hall, window: Window, ticket: Ticket, priority: str | None, now: datetime) -> bool:
    """Whether `ticket`, were it of the class `priority`, would stand before all who wait for `window`."""
    key = Key(ticket.line, priority, bool(ticket.needs), ticket.to_window)
    step = window.serves.index(ticket.line) if ticket.line in window.serves else 0
    own = _weighed(hall, window, now, key, ticket.place, step=step)
    return all((other.standing, own.place) <= (own.standing, other.place) for other in _weigh(hall, window, now))


def _weigh(hall: Hall, window: Window, now: datetime) -> Iterator[_Weighed]:
    for key, row, step in _rows(hall, window):
        yield _weighed(hall, window, now, key, row.head, step=step)


def _weighed(hall: Hall, window: Window, now: datetime, key: Key, place: Place, *, step: int) -> _Weighed:
    """How a ticket stands at a window; `step`: the place of its line among those that the window serves."""
    policy = hall.plan.policy
    preference = policy.preference.total_seconds()
    alike = window.id in hall.plan.windows and "*" in hall.plan.windows[window.id].lines
    waited = max(0.0, (now - place[0]).total_seconds())
    extra = 0.0 if alike and key.line not in window.extra else -step * preference
    if key.needs:
        extra += preference  # the few windows that can serve it should not be taken by those whom all can
    promised = hall.plan.guarantee(key.priority)
    guarantee = promised.total_seconds() if promised is not None else None
    speed = hall.plan.rate(key.priority)
    stands = standing(waited, speed, guarantee, extra, strict=policy.priority == "strict")
    return _Weighed(stands, waited, speed, guarantee, extra, place, key)


def _rows(hall: Hall, window: Window) -> Iterator[tuple[Key, Row, int]]:
    closed = hall.memory.lines_closed
    for step, line in enumerate(window.serves):
        if line in closed:
            continue
        for key, row in hall.rows.by_line.get(line, {}).items():
            if _is_for(hall, window, key):
                yield key, row, step
    for key, row in hall.rows.by_window.get(window.id, {}).items():
        if key.line not in window.serves and key.line not in closed:
            yield key, row, 0
    for line in hall.rows.by_line.keys() - hall.plan.lines.keys() - set(window.serves) - closed.keys():
        for key, row in hall.rows.by_line[line].items():
            if key.window != window.id and _is_for(hall, window, key):  # the hall file has lost their line
                yield key, row, len(window.serves)


def _is_for(hall: Hall, window: Window, key: Key) -> bool:
    """Whether a row of a line that the window serves may be called to it: wishes and needs."""
    if key.window == window.id:
        return True  # somebody sent them here, knowing their needs
    if key.window is not None and key.window in hall.memory.windows:
        return False
    return not key.needs or may_meet_needs(hall, window.id, key.line)


def may_meet_needs(hall: Hall, window: int, line: str) -> bool:
    """Whether a visitor with needs may be called to `window`: it is accessible, or no open window of the line is."""
    accessible = hall.plan.windows
    if window in accessible and accessible[window].accessible:
        return True
    return not any(
        w.id in accessible and accessible[w.id].accessible and line in w.serves for w in hall.memory.windows.values()
    )


def _reason(hall: Hall, winner: Ticket, best: _Weighed, weighed: list[_Weighed], now: datetime) -> Reason:
    """Why the winner goes before those who are senior to it; when nobody is, why its wait counts from where it does."""
    seniors = [w for w in weighed if w.place < best.place]
    if not seniors:
        return winner.origin or ("appointment-due" if winner.booked and winner.since <= now else "oldest")
    policy = hall.plan.policy
    rule = Rule(strict=policy.priority == "strict", preference=policy.preference.total_seconds())
    own = _candidate(hall, best)
    reasons = {by_rule(own, best.waited, _candidate(hall, w), w.waited, rule)[0] for w in seniors}
    return next(reason for reason in _STRONGEST if reason in reasons)


def ahead(hall: Hall, ticket: Ticket, now: datetime, wait: timedelta) -> int:
    """How many of its line will be called before `ticket`, if it is called `wait` from now.

    A faster class that comes later may still overtake; that cannot be counted, only estimated.
    """
    strict = hall.plan.policy.priority == "strict"
    mine = rate(hall, ticket.priority)
    moment, own_wait = now + wait, (now - ticket.since) + wait
    guarantee = hall.plan.guarantee(ticket.priority)
    upper = guarantee is not None and own_wait >= guarantee
    count = 0
    for key, row in hall.rows.by_line.get(ticket.line, {}).items():
        theirs = rate(hall, key.priority)
        promised = hall.plan.guarantee(key.priority)
        uppers = row.senior_to(moment - promised) if promised is not None else 0
        if upper:
            lowers = 0
            uppers = min(uppers, row.senior_to(ticket.since, ticket.seq))
        elif theirs == mine:
            lowers = row.senior_to(ticket.since, ticket.seq)
        elif strict:
            lowers = len(row) if theirs > mine else 0
        else:
            lowers = row.senior_to(moment - own_wait * (mine / theirs))
        count += max(uppers, lowers)  # both are heads of the same row
    return count
