"""What each of the staff has done today, for their own eyes: how many served, how long, who did not come. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import singledispatchmethod

from broker.contracts import events as facts
from broker.contracts.events import Event


@dataclass(slots=True)
class Day:
    """`served` with their whole time, `no_shows`, `sent_on`: transfers."""

    served: int = 0
    time: timedelta = timedelta(0)
    no_shows: int = 0
    sent_on: int = 0

    @property
    def mean(self) -> timedelta | None:
        """How long a service took; None before the first."""
        return self.time / self.served if self.served else None


@dataclass
class Days:
    """One's own day, by the id of who pressed; where nobody has signed in, of who opened the window.

    `hear` takes today's events in journal order, each once. Time on hold is nobody's service.
    """

    of: dict[str, Day] = field(default_factory=dict)
    _operator: dict[int, str] = field(default_factory=dict)
    _since: dict[str, datetime] = field(default_factory=dict)  # ticket -> when its service began, or went on
    _before: dict[str, timedelta] = field(default_factory=dict)  # ticket -> service before it was held

    def hear(self, event: Event) -> None:
        """Fold one event in."""
        self._fold(event)

    @singledispatchmethod
    def _fold(self, event: Event) -> None:
        """Other events are nobody's work."""

    @_fold.register(facts.DayOpened)
    @_fold.register(facts.DayClosed)
    def _(self, _: Event) -> None:
        for kept in (self.of, self._operator, self._since, self._before):
            kept.clear()

    @_fold.register
    def _(self, event: facts.WindowOpened) -> None:
        if event.operator:
            self._operator[event.window] = event.operator

    @_fold.register
    def _(self, event: facts.WindowClosed) -> None:
        self._operator.pop(event.window, None)

    @_fold.register(facts.ServiceStarted)
    @_fold.register(facts.LegStarted)
    @_fold.register(facts.TicketResumed)
    def _(self, event: facts.ServiceStarted | facts.LegStarted | facts.TicketResumed) -> None:
        self._since[event.ticket] = event.at

    @_fold.register
    def _(self, event: facts.TicketHeld) -> None:
        self._before[event.ticket] = self._lasted(event.ticket, event.at)

    @_fold.register(facts.ServiceFinished)
    @_fold.register(facts.LegFinished)
    def _(self, event: facts.ServiceFinished | facts.LegFinished) -> None:
        lasted = self._lasted(event.ticket, event.at)
        self._before.pop(event.ticket, None)
        if (day := self._day(event, event.window)) is not None:
            day.served += 1
            day.time += lasted

    @_fold.register
    def _(self, event: facts.TicketNoShow) -> None:
        self._since.pop(event.ticket, None)
        if (day := self._day(event, event.window)) is not None:
            day.no_shows += 1

    @_fold.register
    def _(self, event: facts.TicketTransferred) -> None:
        self._since.pop(event.ticket, None)
        self._before.pop(event.ticket, None)
        if (day := self._day(event, event.window)) is not None:
            day.sent_on += 1

    def _day(self, event: Event, window: int) -> Day | None:
        who = event.staff or self._operator.get(window)
        return self.of.setdefault(who, Day()) if who else None

    def _lasted(self, ticket: str, at: datetime) -> timedelta:
        since = self._since.pop(ticket, None)
        return self._before.get(ticket, timedelta(0)) + (at - since if since else timedelta(0))
