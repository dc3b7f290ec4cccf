"""A busy hour in any hall, as events and a snapshot: for pictures of the pages. Pure, and the same every time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, TypeVar

from broker.contracts import events as facts
from broker.contracts.events import Candidate, Decision, Event
from broker.contracts.hall_file import HallFile, Window
from broker.contracts.ids import ulid
from broker.contracts.numbers import written
from broker.contracts.snapshot import CallView, LineState, Range, Snapshot, WindowState, WindowView
from office.desk import Card, Desk

E = TypeVar("E", bound=Event)
VISITORS = 64
LANGUAGES = ("uk", "uk", "uk", "uk", "en", "uk", "uk", "uk", "uk")  # of one visitor after another, in turn
STILL_CALLING = 2  # windows whose visitors are on their way
HURRIED = (False, False, False, False, False, True)
NEEDS = ((), (), (), (), (), ("wheelchair",), (), (), (), (), (), ())
STATES: dict[str, WindowState] = {"called": "calling", "serving": "serving"}


class Hour:
    """The last hour before `now`. `featured`: the window whose visitor has just been called, with priority."""

    def __init__(self, hall: HallFile, now: datetime) -> None:
        self.hall, self.now = hall, now
        self.desk, self.events = Desk(), list[Event]()
        self.open = hall.window[: max(1, len(hall.window) * 2 // 3)]
        self.featured = self.open[min(2, len(self.open) - 1)].id
        self._moment = now - timedelta(minutes=62)
        self._letters = dict.fromkeys((line.id for line in hall.line), 0)
        self._since: dict[int, datetime] = {}
        self._happen(facts.DayOpened, by="queue-master", day=now.date().isoformat())
        for window in self.open:
            self._at(window, facts.WindowOpened, zone=window.zone, lines=hall.served_by(window))
        self._arrive()
        lines = self.hall.served_by(self.hall.windows[self.featured])
        self._kept = next((c for line in lines for c in self.desk.waiting(line) if c.priority), None)
        self._work()

    def ticket(self, state: str) -> str:
        """The id of a ticket in `state`; of those that wait, one that has some before it."""
        found = [card for card in self.desk.cards.values() if card.state == state and not card.priority]
        busiest = max((card.line for card in found), key=lambda line: len(self.desk.waiting(line)))
        in_line = [card for card in found if card.line == busiest]
        return in_line[min(4, len(in_line) - 1)].id

    def snapshot(self) -> Snapshot:
        """The hall as its boards would show it now."""
        return Snapshot(
            seq=len(self.events),
            at=self.now,
            hall="open",
            until=None,
            why=None,
            lines=tuple(self._lines()),
            windows=tuple(self._window(window) for window in self.hall.window),
            calls=tuple(self._calls()),
            epoch="sample",
        )

    def _happen(self, kind: type[E], **fields: Any) -> None:
        event = kind(seq=len(self.events) + 1, at=self._moment, **fields)
        self.events.append(event)
        self.desk.hear(event)

    def _at(self, window: Window, kind: type[E], **fields: Any) -> None:
        self._happen(kind, by=f"window-{window.id}", window=window.id, **fields)
        self._since[window.id] = self._moment

    def _arrive(self) -> None:
        priorities = [p.id for p in self.hall.priority]
        for n in range(VISITORS):
            self._moment = self.now - timedelta(seconds=3300 - n * 50)
            service = self.hall.services[self.hall.service[n * 7 % len(self.hall.service)].id]
            self._letters[service.line] += 1
            self._happen(
                facts.TicketIssued,
                by="dispenser-1",
                ticket=ulid(n, bytes(10)),
                number=written(self.hall.lines[service.line].letter, self._letters[service.line]),
                service=service.id,
                line=service.line,
                since=self._moment,
                ahead=n // 8,
                language=LANGUAGES[n % len(LANGUAGES)],
                priority=priorities[n % len(priorities)] if priorities and HURRIED[n % len(HURRIED)] else None,
                needs=NEEDS[n % len(NEEDS)],
            )

    def _work(self) -> None:
        """Each open window has called somebody; some wait for them, most serve, one has a visitor gone to pay."""
        others = [window for window in self.open if window.id != self.featured]
        for place, window in enumerate(others):
            left = len(others) - place
            self._moment = self.now - timedelta(seconds=50 * left)
            if not left - 1:
                self._at(window, facts.WindowPaused)
            elif self._call(window) and left > STILL_CALLING:
                self._moment += timedelta(seconds=25)
                self._step(window, facts.ServiceStarted)
                if place % 5 == 1:
                    self._step(window, facts.TicketHeld)
                    self._call(window)
                    self._step(window, facts.ServiceStarted)
        self._moment = self.now - timedelta(seconds=21)
        self._call(self.hall.windows[self.featured])

    def _step(self, window: Window, kind: type[E]) -> None:
        card = self.desk.current(window.id)
        if card is not None:
            self._at(window, kind, ticket=card.id, number=card.number)

    def _call(self, window: Window) -> bool:
        heads = sorted(self._heads(window), key=lambda head: -head[0])
        if not heads:
            return False
        card = heads[0][1]
        candidates = tuple(
            Candidate(number=c.number, line=c.line, score=round(score, 1), priority=c.priority) for score, c in heads
        )
        self._at(
            window,
            facts.TicketCalled,
            ticket=card.id,
            number=card.number,
            zone=window.zone,
            line=card.line,
            languages=(card.language,),
            reason="priority" if card.priority else "oldest",
            decision=Decision(policy=self.hall.policy.priority, candidates=candidates),
            priority=card.priority,
        )
        return True

    def _heads(self, window: Window) -> Iterator[tuple[float, Card]]:
        for line in self.hall.served_by(window):
            seen: set[str | None] = set()
            for card in self.desk.waiting(line):
                if card is self._kept and window.id != self.featured:
                    continue  # so that the picture shows a call that has something to explain
                if card.priority not in seen:
                    seen.add(card.priority)
                    known = self.hall.priorities.get(card.priority or "")
                    yield (self._moment - card.since).total_seconds() * (known.rate if known else 1.0), card

    def _lines(self) -> Iterator[LineState]:
        for line in self.hall.line:
            waiting = len(self.desk.waiting(line.id))
            likely = self.now + timedelta(minutes=line.minutes * (1 + waiting / 2))
            spread = timedelta(minutes=line.minutes * 0.5)
            yield LineState(
                id=line.id,
                letter=line.letter,
                open=True,
                waiting=waiting,
                held=sum(card.line == line.id for card in self.desk.held()),
                estimate=Range(earliest=likely - spread, likely=likely, latest=likely + spread),
            )

    def _window(self, window: Window) -> WindowView:
        card = self.desk.current(window.id)
        idle: WindowState = "free" if window in self.open else "closed"
        if window.id in self.desk.paused:
            idle = "paused"
        return WindowView(
            id=window.id,
            zone=window.zone,
            state=STATES[card.state] if card else idle,
            ticket=card.number if card else None,
            since=self._since.get(window.id),
            lines=self.hall.served_by(window) if window in self.open else (),
        )

    def _calls(self) -> Iterator[CallView]:
        for event in reversed(self.events):
            if isinstance(event, facts.TicketCalled):
                yield CallView(
                    number=event.number,
                    window=event.window,
                    zone=event.zone,
                    at=event.at,
                    times=1,
                    priority=event.priority is not None,
                    line=event.line,
                )
