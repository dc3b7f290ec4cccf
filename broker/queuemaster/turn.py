"""Who is next at a window: one pool of all the lines that it serves, weighed by the rule of `rule.py`.

Only the heads of rows are compared, so that the choice costs as much with ten waiting as with a hundred thousand.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from broker.contracts.events import Candidate, Decision, Reason
from broker.queuemaster.rows import Key, Place, Row
from broker.queuemaster.rule import Standing, standing
from broker.queuemaster.state import Hall, Ticket, Window

CANDIDATES_KEPT = 20


class _Weighed(NamedTuple):
    standing: Standing
    plain: float  # the score, if all classes were one
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
    best = weighed[0]
    ticket = hall.memory.tickets[best.place[2]]
    return Choice(ticket, _reason(hall, ticket, weighed), decision(hall, weighed))


def somebody_waits(hall: Hall, window: Window) -> bool:
    """Whether `choose` would find a ticket, without weighing any."""
    return next(_rows(hall, window), None) is not None


def decision(hall: Hall, weighed: list[_Weighed], why: str | None = None) -> Decision:
    """The record of one choice, best candidate first."""
    candidates = tuple(
        Candidate(
            number=hall.memory.tickets[w.place[2]].number,
            line=w.key.line,
            score=round(w.standing.score, 1),
            priority=w.key.priority,
        )
        for w in weighed[:CANDIDATES_KEPT]
    )
    return Decision(policy=hall.plan.policy.priority, candidates=candidates, why=why)


def heads(hall: Hall, window: Window, now: datetime, why: str | None = None) -> Decision:
    """The record of a call out of turn: who would have been next, and why it was not."""
    return decision(hall, _ranked(hall, window, now), why)


def _ranked(hall: Hall, window: Window, now: datetime) -> list[_Weighed]:
    weighed = sorted(_weigh(hall, window, now), key=lambda w: w.place)
    weighed.sort(key=lambda w: w.standing, reverse=True)  # of equals, the senior stays first
    return weighed


def _weigh(hall: Hall, window: Window, now: datetime) -> Iterator[_Weighed]:
    policy = hall.plan.policy
    preference = policy.preference.total_seconds()
    alike = "*" in hall.plan.windows[window.id].lines if window.id in hall.plan.windows else False
    for key, row, step in _rows(hall, window):
        place = row.head
        waited = max(0.0, (now - place[0]).total_seconds())
        extra = 0.0 if alike and key.line not in window.extra else -step * preference
        if key.needs:
            extra += preference  # the few windows that can serve it should not be taken by those whom all can
        guarantee = hall.plan.guarantee(key.priority)
        stands = standing(
            waited,
            hall.plan.rate(key.priority),
            guarantee.total_seconds() if guarantee is not None else None,
            extra,
            strict=policy.priority == "strict",
        )
        yield _Weighed(stands, waited + extra, place, key)


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


def _reason(hall: Hall, winner: Ticket, weighed: list[_Weighed]) -> Reason:
    """Why the winner goes before those who are senior to it; `oldest` when nobody is."""
    best = weighed[0]
    seniors = [w for w in weighed[1:] if w.place < best.place]
    if not seniors:
        return winner.origin or "oldest"
    if best.standing.upper:  # its class is guaranteed a shorter wait than theirs
        return "priority"
    if any(w.plain >= best.plain for w in seniors):  # with all classes one, that senior would have gone
        return "priority"
    bonus = hall.plan.policy.preference.total_seconds()
    if best.key.needs and any(not w.key.needs and w.plain >= best.plain - bonus for w in seniors):
        return "needs"
    return "other-line"


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
