"""Every ticket of today as its holder may see it, folded from events; kept until the day is over, so that a page can
say goodbye. Pure.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from broker.contracts import events as facts
from broker.contracts.decision import Estimate
from broker.contracts.events import Event


@dataclass(slots=True)
class Visit:
    """One ticket. `told`: the range on its slip. `since`: when it came into its state. `calls`: calls and recalls."""

    id: str
    number: str
    service: str
    line: str
    issued_at: datetime
    language: str = "uk"
    package: str | None = None
    priority: str | None = None
    told: Estimate | None = None
    state: str = "waiting"
    since: datetime | None = None
    window: int | None = None
    calls: int = 0
    gave_way: int = 0


@dataclass
class Visits:
    """`changed`: tickets whose pages differ since somebody last looked; `stirred`: lines in which places may differ."""

    by_id: dict[str, Visit] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    stirred: set[str] = field(default_factory=set)

    def hear(self, event: Event) -> None:
        """Fold one event in; they come in journal order, each once."""
        if isinstance(event, facts.DayOpened | facts.DayClosed):
            self.forget()
        elif isinstance(event, facts.TicketIssued):
            self._issued(event)
        elif type(event) in _STEPS:
            visit = self.by_id.get(event.ticket)  # type: ignore[attr-defined]
            if visit is not None:
                self.stirred.add(visit.line)
                _STEPS[type(event)](visit, event)
                self.stirred.add(visit.line)
                self.changed.add(visit.id)

    def forget(self) -> None:
        """The day is over, or it was another journal."""
        self.changed |= self.by_id.keys()
        self.by_id.clear()

    def _issued(self, event: facts.TicketIssued) -> None:
        self.by_id[event.ticket] = Visit(
            id=event.ticket,
            number=event.number,
            service=event.service,
            line=event.line,
            issued_at=event.issued_at or event.at,
            language=event.language,
            package=event.package,
            priority=event.priority,
            told=event.estimate,
            since=event.at,
        )
        self.changed.add(event.ticket)
        self.stirred.add(event.line)


def _into(state: str) -> Callable[[Visit, Any], None]:
    def step(visit: Visit, event: Any) -> None:
        visit.state, visit.since = state, event.at
        visit.window = getattr(event, "window", None) or visit.window

    return step


def _called(visit: Visit, event: facts.TicketCalled) -> None:
    visit.state, visit.since, visit.window = "called", event.at, event.window
    visit.line, visit.priority, visit.calls = event.line, event.priority, visit.calls + 1


def _recalled(visit: Visit, event: facts.TicketRecalled) -> None:
    visit.since, visit.calls = event.at, visit.calls + 1


def _again(visit: Visit, event: Any) -> None:
    """It waits again: for the next leg, elsewhere, or as before."""
    visit.state, visit.since, visit.told = "waiting", event.at, None
    visit.window = getattr(event, "to_window", None)
    visit.service = getattr(event, "service", visit.service)
    visit.line = getattr(event, "line", visit.line)


def _leg_started(visit: Visit, event: facts.LegStarted) -> None:
    visit.state, visit.since, visit.window = "serving", event.at, event.window
    visit.service, visit.line = event.service, event.line


def _gave_way(visit: Visit, _: facts.TicketGaveWay) -> None:
    visit.gave_way, visit.told = visit.gave_way + 1, None


def _priority(visit: Visit, event: facts.PriorityChanged) -> None:
    visit.priority = event.priority


_STEPS: dict[type[Event], Callable[[Visit, Any], None]] = {
    facts.TicketCalled: _called,
    facts.TicketRecalled: _recalled,
    facts.ServiceStarted: _into("serving"),
    facts.TicketResumed: _into("serving"),
    facts.ServiceFinished: _into("done"),
    facts.TicketHeld: _into("held"),
    facts.TicketNoShow: _into("no-show"),
    facts.TicketCancelled: _into("cancelled"),
    facts.LegFinished: _again,
    facts.TicketReturned: _again,
    facts.TicketTransferred: _again,
    facts.TicketMoved: _again,
    facts.LegStarted: _leg_started,
    facts.TicketGaveWay: _gave_way,
    facts.PriorityChanged: _priority,
}
