"""What became of each visitor of a day, written down as the facts come in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from broker.contracts import events as e
from broker.replay.bystander import Bystander, Seen
from broker.replay.outcome import Overtaking, Told
from broker.replay.plan import Visitor


class DayBook:
    """Hears every event. `estimates` False: none is written down."""

    def __init__(self, *, estimates: bool) -> None:
        self._estimates = estimates
        self._of: dict[str, Told] = {}
        self._visitors: dict[str, Visitor] = {}
        self._legs: dict[str, int] = {}
        self._arrived: list[Told] = []
        self._bystander = Bystander()

    def arrives(self, visitor: Visitor, at: datetime) -> Told:
        """A visitor comes to the dispenser for the first time."""
        told = Told(arrival=at, service=visitor.service, priority=visitor.priority)
        self._arrived.append(told)
        return told

    def asks(self, ticket: str, visitor: Visitor, told: Told) -> None:
        """`ticket`: the id that the visitor's ticket will have, if they get one."""
        self._of[ticket], self._visitors[ticket] = told, visitor

    def comes_when_called(self, ticket: str) -> bool:
        return not self._visitors[ticket].no_show

    def lasts(self, ticket: str) -> timedelta:
        """How long the visitor's service takes; of a visit of several legs, each as long as the others."""
        return timedelta(minutes=self._visitors[ticket].minutes) / self._legs[ticket]

    def hear(self, fact: e.Event, serves: tuple[str, ...] = ()) -> None:
        """`serves`: the lines of the window that calls, if the fact is a call."""
        if isinstance(fact, e.TicketCalled):
            self._called(fact)
            self._bystander.called(fact.ticket, serves)
        elif type(fact) in _WRITE:
            _WRITE[type(fact)](self, fact)

    def told(self, overtakings: Mapping[str, tuple[Overtaking, ...]]) -> tuple[tuple[Told, ...], int]:
        """Everybody, in order of arrival, and how many were overtaken without an explanation.

        `overtakings`: by ticket id, as the hall explains them.
        """
        for ticket, those in overtakings.items():
            self._of[ticket].overtaken_by = those
        return tuple(self._arrived), self._bystander.unexplained(overtakings)

    def _issued(self, fact: e.TicketIssued) -> None:
        told = self._of[fact.ticket]
        told.number, told.ahead = fact.number, fact.ahead
        told.estimate = fact.estimate if self._estimates else None
        told.booked = fact.since if fact.booked else None
        if fact.booking is not None and not fact.booked:
            told.not_booked = "late"
        self._legs[fact.ticket] = 1 + len(fact.legs)
        seen = Seen(
            place=fact.seq,
            number=fact.number,
            line=fact.line,
            since=fact.since,
            priority=fact.priority,
            needs=bool(fact.needs),
            booked=fact.booked,
        )
        self._bystander.comes(fact.ticket, seen)

    def _called(self, fact: e.TicketCalled) -> None:
        told = self._of[fact.ticket]
        if told.called is None:  # else the next leg of a visit: the wait for the first is what was estimated
            told.called, told.window = fact.at, fact.window

    def _started(self, fact: e.ServiceStarted) -> None:
        told = self._of[fact.ticket]
        told.started = told.started or fact.at

    def _finished(self, fact: e.ServiceFinished) -> None:
        self._of[fact.ticket].finished, self._of[fact.ticket].outcome = fact.at, "served"

    def _goes_on(self, fact: e.LegFinished) -> None:
        self._bystander.goes_on(fact.ticket, fact.line)

    def _stays(self, fact: e.LegStarted) -> None:
        self._bystander.leaves(fact.ticket)

    def _missed(self, fact: e.TicketNoShow) -> None:
        self._of[fact.ticket].outcome = "no-show"

    def _cancelled(self, fact: e.TicketCancelled) -> None:
        if fact.why != "day-closed":  # else: waited until the end
            self._of[fact.ticket].outcome, self._of[fact.ticket].reason = "cancelled", fact.why
        self._bystander.leaves(fact.ticket)


_WRITE: dict[type[e.Event], Callable[[DayBook, Any], None]] = {
    e.TicketIssued: DayBook._issued,  # noqa: SLF001 - the class's own table
    e.ServiceStarted: DayBook._started,  # noqa: SLF001
    e.ServiceFinished: DayBook._finished,  # noqa: SLF001
    e.LegFinished: DayBook._goes_on,  # noqa: SLF001
    e.LegStarted: DayBook._stays,  # noqa: SLF001
    e.TicketNoShow: DayBook._missed,  # noqa: SLF001
    e.TicketCancelled: DayBook._cancelled,  # noqa: SLF001
}
