"""Who was overtaken by whom, and why, as the hall's own records explain it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from broker.contracts.events import Reason
from broker.queuemaster.overtaking import Kind, Reasons, came_later, kind_of
from broker.queuemaster.state import CallRecord, Hall, Stay, Ticket
from broker.replay.outcome import Overtaking


def explained(hall: Hall) -> dict[str, tuple[Overtaking, ...]]:
    """Ticket id -> the calls that went before it while it waited, and why, as `explain` would answer for each.

    One sweep over the day instead of a question for each ticket: a full hall has hundreds of thousands of pairs.
    """
    found: dict[str, list[Overtaking]] = {ticket: [] for ticket in hall.memory.tickets}
    steps = sorted(_steps(hall, found), key=lambda step: step[:2], reverse=True)
    rows: dict[Kind, _Row] = {}
    for record in hall.memory.records:
        while steps and steps[-1][:2] < (record.seq, True):  # the called one itself has left its row
            _, joins, kind, waits = steps.pop()
            row = rows.setdefault(kind, _Row())
            if joins:
                row.join(waits)
            else:
                row.leave(waits)
        _tell(record, rows)
    return {ticket: tuple(told) for ticket, told in found.items() if told}


class _Waits(NamedTuple):
    """One stretch of a ticket's waiting, and where its overtakings are told."""

    ticket: Ticket
    stay: Stay
    told: list[Overtaking]


def _steps(hall: Hall, found: dict[str, list[Overtaking]]) -> Iterator[tuple[int, bool, Kind, _Waits]]:
    """Each beginning (True) and end of a stretch of waiting, with the seq of the event that it came with."""
    for ticket in hall.memory.tickets.values():
        for stay in ticket.stays:
            kind, waits = kind_of(ticket, stay), _Waits(ticket, stay, found[ticket.id])
            yield stay.start, True, kind, waits
            if stay.until is not None:
                yield stay.until, False, kind, waits


class _Row:
    """Those of a kind who wait. `plain`: whose waiting counts from when they came, in the order in which they came;
    so those who came later than somebody stand together at the end, in whatever sense "later" is meant. `since`: from
    when they wait. `others`: who booked, returned, was sent on, or whose slip was taken in late.
    """

    __slots__ = ("others", "plain", "since")

    def __init__(self) -> None:
        self.plain: list[_Waits] = []
        self.since: list[datetime] = []
        self.others: list[_Waits] = []

    def join(self, waits: _Waits) -> None:
        ticket, stay = waits.ticket, waits.stay
        came_as_it_counts = stay.since == ticket.issued_at and stay.joined == ticket.seq
        last = self.plain[-1].ticket if self.plain else None
        if came_as_it_counts and (last is None or (last.issued_at <= ticket.issued_at and last.seq < ticket.seq)):
            self.plain.append(waits)
            self.since.append(stay.since)
        else:
            self.others.append(waits)

    def leave(self, waits: _Waits) -> None:
        at = next((at for at, each in enumerate(self.plain) if each.stay is waits.stay), None)
        if at is None:
            self.others = [each for each in self.others if each.stay is not waits.stay]
        else:
            del self.plain[at], self.since[at]

    def later(self, record: CallRecord, earlier: int) -> list[_Waits]:
        """Whom the call overtook, beside the first `earlier`, whose waiting counts from before that of the called."""
        found: list[_Waits] = []
        for waits in self.plain[earlier:]:
            if not came_later(record, waits.ticket, waits.stay):
                break
            found.append(waits)
        if self.others:
            found += [waits for waits in self.others if came_later(record, waits.ticket, waits.stay)]
        return found


def _tell(record: CallRecord, rows: dict[Kind, _Row]) -> None:
    """Tell all those whom a call overtook."""
    reasons = Reasons(record)
    alike: dict[Reason, Overtaking] = {}

    def why(waits: _Waits) -> Overtaking:
        reason = reasons.of(waits.ticket, waits.stay)[0]
        if reason not in alike:
            alike[reason] = Overtaking(number=record.number, reason=reason)
        return alike[reason]

    for kind, row in rows.items():
        earlier = bisect_left(row.since, record.since)
        overtaken = row.plain[:earlier]
        if overtaken and not reasons.weighs(kind):  # what is true of one is true of all
            same = why(overtaken[0])
            for waits in overtaken:
                waits.told.append(same)
            overtaken = []
        for waits in overtaken + row.later(record, earlier):
            waits.told.append(why(waits))
