"""What happened to whom today, as far as a window must know it: a read model folded from events.

The snapshot says which ticket stands at which window; it does not say for what service that visitor came, what
they need or why they were called. This does. Pure; nothing here decides anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import singledispatchmethod

from broker.contracts import events as facts
from broker.contracts.events import Decision, Event, Reason


@dataclass(slots=True)
class Card:
    """One ticket of today. `since`: from when its waiting counts. `window`: where it is, or was held."""

    id: str
    number: str
    issued_at: datetime
    since: datetime
    service: str = ""
    line: str = ""
    language: str = "uk"
    priority: str | None = None
    needs: tuple[str, ...] = ()
    state: str = "waiting"
    state_since: datetime | None = None
    window: int | None = None
    to_window: int | None = None
    from_window: int | None = None
    times: int = 0
    reason: Reason | None = None
    decision: Decision | None = None
    called_at: datetime | None = None
    evidence: str | None = None
    legs: tuple[str, ...] = ()  # the services that follow
    note: str = ""  # what the staff wrote for each other
    asked: bool = False  # the tablet of the window was told to ask


@dataclass
class Desk:
    """Today's tickets that can still matter, who stands where, and who was served.

    `hear` takes events in journal order, each once: that is `ledger.Ledger`'s work.
    """

    seq: int = 0
    day: str = ""
    cards: dict[str, Card] = field(default_factory=dict)
    at_window: dict[int, str] = field(default_factory=dict)
    operators: dict[int, str] = field(default_factory=dict)
    served: dict[int, int] = field(default_factory=dict)
    by_hand: set[int] = field(default_factory=set)  # windows that do not call by themselves
    paused: set[int] = field(default_factory=set)  # a window with a visitor, too: the pause comes after them

    def hear(self, event: Event) -> None:
        """Fold one event in."""
        self.seq = event.seq
        self._fold(event)

    def current(self, window: int) -> Card | None:
        """The card of the ticket that stands at a window."""
        return self.cards.get(self.at_window.get(window, ""))

    def held(self) -> list[Card]:
        """Tickets that wait for their visitor to come back, longest first."""
        return sorted(
            (c for c in self.cards.values() if c.state == "held"), key=lambda c: (c.state_since or c.since, c.id)
        )

    def waiting(self, line: str) -> list[Card]:
        """The tickets that wait in a line, in order of seniority."""
        return sorted(
            (c for c in self.cards.values() if c.state == "waiting" and c.line == line), key=lambda c: (c.since, c.id)
        )

    def _card(self, event: Event, ticket: str, number: str) -> Card:
        """Of a ticket issued before we listened, at least the number is known."""
        return self.cards.setdefault(ticket, Card(ticket, number, event.at, event.at))

    def _leave(self, card: Card) -> None:
        for window, ticket in list(self.at_window.items()):
            if ticket == card.id:
                del self.at_window[window]

    def _stand(self, card: Card, window: int, state: str, at: datetime) -> None:
        self._leave(card)
        self.at_window[window] = card.id
        card.window, card.state, card.state_since = window, state, at

    @singledispatchmethod
    def _fold(self, event: Event) -> None:
        """Other events do not change what a window sees."""

    @_fold.register
    def _(self, _: facts.DayClosed) -> None:
        self._forget()

    @_fold.register
    def _(self, event: facts.DayOpened) -> None:
        self._forget()
        self.day = event.day

    def _forget(self) -> None:
        self.day = ""
        self.cards.clear()
        self.at_window.clear()
        self.operators.clear()
        self.served.clear()
        self.paused.clear()
        self.by_hand.clear()

    @_fold.register
    def _(self, event: facts.WindowOpened) -> None:
        self.paused.discard(event.window)
        self.by_hand.discard(event.window)
        if not event.automatic:
            self.by_hand.add(event.window)
        self.operators.pop(event.window, None)
        if event.operator:
            self.operators[event.window] = event.operator

    @_fold.register
    def _(self, event: facts.WindowPaused) -> None:
        self.paused.add(event.window)

    @_fold.register
    def _(self, event: facts.WindowClosed) -> None:
        self.paused.discard(event.window)
        self.operators.pop(event.window, None)

    @_fold.register
    def _(self, event: facts.TicketIssued) -> None:
        self.cards[event.ticket] = Card(
            event.ticket,
            event.number,
            issued_at=event.at,
            since=event.since,
            service=event.service,
            line=event.line,
            language=event.language,
            priority=event.priority,
            needs=event.needs,
            state_since=event.at,
            legs=event.legs,
        )

    @_fold.register
    def _(self, event: facts.TicketCalled) -> None:
        card = self._card(event, event.ticket, event.number)
        self._stand(card, event.window, "called", event.at)
        card.line, card.priority = event.line, event.priority
        card.reason, card.decision = event.reason, event.decision
        card.called_at, card.times, card.to_window = event.at, 1, None

    @_fold.register
    def _(self, event: facts.TicketRecalled) -> None:
        card = self._card(event, event.ticket, event.number)
        card.times, card.state_since = event.times, event.at

    @_fold.register
    def _(self, event: facts.ServiceStarted) -> None:
        self._stand(self._card(event, event.ticket, event.number), event.window, "serving", event.at)

    @_fold.register
    def _(self, event: facts.ServiceFinished) -> None:
        self._leave(self._card(event, event.ticket, event.number))
        self.cards.pop(event.ticket)
        self.served[event.window] = self.served.get(event.window, 0) + 1

    @_fold.register
    def _(self, event: facts.LegFinished) -> None:
        card = self._card(event, event.ticket, event.number)
        self._leave(card)
        card.state, card.state_since, card.since = "waiting", event.at, event.since
        card.service, card.line, card.legs = event.service, event.line, event.legs
        card.window, card.from_window, card.to_window = None, None, None
        self.served[event.window] = self.served.get(event.window, 0) + 1

    @_fold.register
    def _(self, event: facts.LegStarted) -> None:
        card = self._card(event, event.ticket, event.number)
        self._stand(card, event.window, "serving", event.at)
        card.reason, card.decision, card.called_at = "next-leg", event.decision, event.at

    @_fold.register
    def _(self, event: facts.TicketNoShow) -> None:
        card = self._card(event, event.ticket, event.number)
        self._leave(card)
        card.state, card.state_since, card.from_window, card.window = "no-show", event.at, event.window, None

    @_fold.register
    def _(self, event: facts.TicketReturned) -> None:
        card = self._card(event, event.ticket, event.number)
        self._leave(card)  # its priority was refused at the window
        card.state, card.state_since, card.since = "waiting", event.at, event.since
        card.window, card.to_window = None, event.to_window

    @_fold.register
    def _(self, event: facts.TicketGaveWay) -> None:
        self._card(event, event.ticket, event.number).since = event.since

    @_fold.register
    def _(self, event: facts.TicketTransferred) -> None:
        card = self._card(event, event.ticket, event.number)
        self._leave(card)
        card.state, card.state_since, card.since = "waiting", event.at, event.since
        card.service, card.line = event.service, event.line
        card.window, card.from_window, card.to_window = None, event.window, event.to_window

    @_fold.register
    def _(self, event: facts.TicketMoved) -> None:
        card = self._card(event, event.ticket, event.number)
        card.since, card.service, card.line, card.to_window = event.since, event.service, event.line, event.to_window

    @_fold.register
    def _(self, event: facts.TicketHeld) -> None:
        card = self._card(event, event.ticket, event.number)
        self._leave(card)
        card.state, card.state_since, card.window = "held", event.at, event.window

    @_fold.register
    def _(self, event: facts.TicketResumed) -> None:
        self._stand(self._card(event, event.ticket, event.number), event.window, "serving", event.at)

    @_fold.register
    def _(self, event: facts.TicketCancelled) -> None:
        self._leave(self._card(event, event.ticket, event.number))
        self.cards.pop(event.ticket)

    @_fold.register
    def _(self, event: facts.PriorityChanged) -> None:
        card = self._card(event, event.ticket, event.number)
        card.priority, card.evidence = event.priority, event.evidence

    @_fold.register
    def _(self, event: facts.TicketNoted) -> None:
        self._card(event, event.ticket, event.number).note = event.text

    @_fold.register
    def _(self, event: facts.SurveyAsked) -> None:
        self._card(event, event.ticket, event.number).asked = True
