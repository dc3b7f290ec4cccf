"""What became of each visitor of a day, written down as the facts come in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from broker.contracts import events as e
from broker.replay.outcome import Overtaking, Told
from broker.replay.overtaking import Bystander, Seen
from broker.replay.plan import Visitor


class DayBook:
    """Hears every event. `estimates` False: none is written down."""

    def __init__(self, *, estimates: bool) -> None:
        self._estimates = estimates
        self._of: dict[str, Told] = {}
        self._arrived: list[Told] = []
        self._bystander = Bystander()
        self.visitors: dict[str, Visitor] = {}

    def arrives(self, ticket: str, visitor: Visitor, at: datetime) -> None:
        """A visitor touches the dispenser; `ticket`: the id that their ticket will have, if they get one."""
        told = Told(arrival=at, service=visitor.service, priority=visitor.priority)
        self._arrived.append(told)
        self._of[ticket], self.visitors[ticket] = told, visitor

    def is_refused(self, ticket: str, reason: str) -> None:
        self._of[ticket].outcome, self._of[ticket].reason = "refused", reason

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
        told, visitor = self._of[fact.ticket], self.visitors[fact.ticket]
        told.number, told.ahead = fact.number, fact.ahead
        told.estimate = fact.estimate if self._estimates else None
        seen = Seen(
            place=len(self._arrived),
            number=fact.number,
            line=fact.line,
            priority=fact.priority,
            needs=bool(fact.needs),
            booked=visitor.booked is not None,
        )
        self._bystander.comes(fact.ticket, seen)

    def _called(self, fact: e.TicketCalled) -> None:
        self._of[fact.ticket].called, self._of[fact.ticket].window = fact.at, fact.window

    def _started(self, fact: e.ServiceStarted) -> None:
        self._of[fact.ticket].started = fact.at

    def _finished(self, fact: e.ServiceFinished) -> None:
        self._of[fact.ticket].finished, self._of[fact.ticket].outcome = fact.at, "served"

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
    e.TicketNoShow: DayBook._missed,  # noqa: SLF001
    e.TicketCancelled: DayBook._cancelled,  # noqa: SLF001
}
