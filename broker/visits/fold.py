"""Events of one day become rows. Pure: the same events give the same rows, on any machine, at any time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, tzinfo
from typing import Any

from broker.contracts import events as e
from broker.visits.rows import Closing, Late, Leg, Stretch
from broker.visits.windows import WindowTimes, milliseconds

GRADE = "grade"  # the question of a survey whose answer is the visitor's grade
BY_THE_DAY = "day-closed"


class DayFold:
    """`hear` every event of `day` in order, `hear_late` what came after it, then ask for `legs`, `stretches` and `closings`.

    `names` False: who served is not to be told (the archive has made-up names, anew each day).
    """

    def __init__(self, day: str, zone: tzinfo, left_open: Iterable[Any] = (), *, names: bool = True) -> None:
        self.day = day
        self._zone, self._names = zone, names
        self._at: datetime | None = None
        self.legs: list[Leg] = []
        self._of: dict[str, Leg] = {}  # the latest leg of each ticket
        self._served: dict[tuple[str, int], Leg] = {}  # who was at which window: surveys name both
        self.late: list[Late] = []  # answers of earlier days
        self._runs: dict[tuple[str, int], str] = {}  # a ticket has one vote: of the first run
        self._holding: dict[str, int] = {}
        self._windows = WindowTimes(day, zone, left_open)

    @property
    def left_open(self) -> tuple[tuple[int, tuple[str, ...]], ...]:
        return self._windows.left_open

    @property
    def stretches(self) -> list[Stretch]:
        return self._windows.stretches(self._at)

    @property
    def closings(self) -> list[Closing]:
        served = {leg.ticket for leg in self.legs if leg.outcome in ("served", "serving")}
        return self._windows.closings(served)

    def hear(self, event: e.Event) -> None:
        self._at = event.at
        step = _STEPS.get(type(event))
        if step is not None:
            step(self, event)

    # Tickets

    def _begin(self, event: Any, *, began: Any, before: Leg | None, **fields: Any) -> Leg:
        at = milliseconds(event.at)
        shared = {"joined": at, "source": event.by}
        if before is not None:
            for name in ("arrived", "language", "priority", "checked", "booked", "needs"):
                shared[name] = getattr(before, name)
        leg = Leg(
            day=self.day,
            ticket=event.ticket,
            number=event.number,
            place=before.place + 1 if before else 0,
            began=began,
            hour=event.at.astimezone(self._zone).hour,
            **{**shared, **fields},
        )
        self.legs.append(leg)
        self._of[event.ticket] = leg
        self._windows.waits(event.ticket, leg.line)
        return leg

    def _issued(self, event: e.TicketIssued) -> None:
        arrived = event.issued_at or event.at
        joined = max(arrived, event.since) if event.booked else arrived
        told = event.estimate
        leg = self._begin(
            event,
            began="issued",
            before=None,
            arrived=milliseconds(arrived),
            joined=milliseconds(joined),
            service=event.service,
            line=event.line,
            language=event.language,
            priority=event.priority,
            booked=event.booked,
            needs=" ".join(event.needs),
            earliest=milliseconds(told.earliest) if told else None,
            likely=milliseconds(told.likely) if told else None,
            latest=milliseconds(told.latest) if told else None,
            confidence=told.confidence if told else None,
        )
        leg.hour = joined.astimezone(self._zone).hour

    def _called(self, event: e.TicketCalled) -> None:
        leg = self._of.get(event.ticket)
        if leg is None:
            return
        own = next((c.score for c in event.decision.candidates if c.number == event.number), None)
        leg.called, leg.reason, leg.zone, leg.line = milliseconds(event.at), event.reason, event.zone, event.line
        leg.priority, leg.checked = event.priority, leg.checked or event.checked
        leg.passed = sum(c.number != event.number and (own is None or c.score > own) for c in event.decision.candidates)
        leg.outcome = "called"
        self._stands(leg, event)

    def _stands(self, leg: Leg, event: Any) -> None:
        """At a window. Who pressed there has signed in; else whoever opened it serves."""
        window = leg.window = event.window
        leg.operator = (event.staff or self._windows.operator(window)) if self._names else None
        self._windows.waits_no_more(leg.ticket)
        self._windows.takes(window, leg.ticket, self._at)

    def _recalled(self, event: e.TicketRecalled) -> None:
        if leg := self._of.get(event.ticket):
            leg.recalls += 1

    def _started(self, event: e.ServiceStarted) -> None:
        if leg := self._of.get(event.ticket):
            self._serves(leg, event)

    def _serves(self, leg: Leg, event: Any) -> None:
        self._stands(leg, event)
        leg.started = leg.started or milliseconds(event.at)
        leg.outcome = "serving"
        self._served[leg.ticket, event.window] = leg
        self._windows.serves(event.window, event.at)

    def _finished(self, event: e.ServiceFinished) -> None:
        if leg := self._of.get(event.ticket):
            forgotten = event.by == "queue-master"  # nobody pressed it; the day's end did
            self._leaves(leg, event, "served", pressed=not forgotten)

    def _leaves(self, leg: Leg, event: Any, outcome: Any, *, pressed: bool = True) -> None:
        if leg.started is not None and pressed and leg.finished is None:
            leg.finished = milliseconds(event.at)
        leg.outcome = outcome
        self._windows.waits_no_more(leg.ticket)
        if leg.window is not None:
            self._windows.lets_go(leg.window, leg.ticket, event.at, pressed=pressed)
        self._held_until(leg, event.at)

    def _leg_finished(self, event: e.LegFinished) -> None:
        if leg := self._of.get(event.ticket):
            self._leaves(leg, event, "served")
            self._begin(event, began="next-leg", before=leg, service=event.service, line=event.line)

    def _leg_started(self, event: e.LegStarted) -> None:
        if leg := self._of.get(event.ticket):
            self._serves(leg, event)
            leg.reason = "next-leg"

    def _no_show(self, event: e.TicketNoShow) -> None:
        if leg := self._of.get(event.ticket):
            self._leaves(leg, event, "no-show")

    def _returned(self, event: e.TicketReturned) -> None:
        leg = self._of.get(event.ticket)
        if leg is None:
            return
        if leg.outcome != "no-show":
            self._leaves(leg, event, "held" if leg.outcome == "held" else "sent-back")
        self._begin(event, began="returned", before=leg, service=leg.service, line=leg.line)

    def _transferred(self, event: e.TicketTransferred) -> None:
        if leg := self._of.get(event.ticket):
            self._leaves(leg, event, "transferred")
            self._begin(event, began="transferred", before=leg, service=event.service, line=event.line)

    def _held(self, event: e.TicketHeld) -> None:
        if leg := self._of.get(event.ticket):
            leg.outcome = "held"
            self._holding[event.ticket] = milliseconds(event.at)
            if leg.window is not None:
                self._windows.lets_go(leg.window, leg.ticket, event.at)

    def _held_until(self, leg: Leg, at: datetime) -> None:
        since = self._holding.pop(leg.ticket, None)
        if since is not None and leg.started is not None:
            leg.held += milliseconds(at) - since

    def _resumed(self, event: e.TicketResumed) -> None:
        if leg := self._of.get(event.ticket):
            self._held_until(leg, event.at)
            self._serves(leg, event)

    def _cancelled(self, event: e.TicketCancelled) -> None:
        if (leg := self._of.get(event.ticket)) and leg.outcome not in ("no-show", "served"):
            self._leaves(leg, event, "unserved" if event.why == BY_THE_DAY else "cancelled")

    def _priority_changed(self, event: e.PriorityChanged) -> None:
        if leg := self._of.get(event.ticket):
            leg.priority, leg.checked = event.priority, event.checked

    # Surveys

    def _asked(self, event: e.SurveyAsked) -> None:
        if leg := self._served.get((event.ticket, event.window)):
            leg.asked = True

    def _answered(self, event: e.SurveyAnswered) -> None:
        grade = event.answers.get(GRADE)
        grade = grade if isinstance(grade, int) and not isinstance(grade, bool) else None
        at = event.answered_at
        if event.ticket is None and event.number and event.window and at is not None and event.answers:
            day = at.astimezone(self._zone).date().isoformat()
            late = Late(day=day, number=event.number, window=event.window, run=event.run, seq=event.seq, grade=grade)
            self.late += [late] if day < self.day else []
            return
        seat = (event.ticket or "", event.window or 0)
        leg = self._served.get(seat)
        if leg is None or not event.answers:
            return
        self._runs[seat] = event.run
        self._votes(leg, grade)

    def hear_late(self, late: Late) -> None:
        """An answer of this day that came when it was over. It counts for whom this window served under that number."""
        for seat, leg in self._served.items():
            if (
                leg.number == late.number
                and seat[1] == late.window
                and self._runs.setdefault(seat, late.run) == late.run
            ):
                self._votes(leg, late.grade)

    @staticmethod
    def _votes(leg: Leg, grade: int | None) -> None:
        leg.answered = True
        if grade is not None:
            leg.grade = grade

    # Windows

    def _opened(self, event: e.WindowOpened) -> None:
        operator = (event.operator or event.staff) if self._names else None
        self._windows.opens(event.window, operator, event.lines, event.at)

    def _paused(self, event: e.WindowPaused) -> None:
        self._windows.pauses(event.window, event.at)

    def _closed(self, event: e.WindowClosed) -> None:
        self._windows.closes(event.window, event.at, forgotten=event.why == BY_THE_DAY)


_STEPS: dict[type[e.Event], Callable[[DayFold, Any], None]] = {
    e.TicketIssued: DayFold._issued,  # noqa: SLF001 - the class's own table
    e.TicketCalled: DayFold._called,  # noqa: SLF001
    e.TicketRecalled: DayFold._recalled,  # noqa: SLF001
    e.ServiceStarted: DayFold._started,  # noqa: SLF001
    e.ServiceFinished: DayFold._finished,  # noqa: SLF001
    e.LegFinished: DayFold._leg_finished,  # noqa: SLF001
    e.LegStarted: DayFold._leg_started,  # noqa: SLF001
    e.TicketNoShow: DayFold._no_show,  # noqa: SLF001
    e.TicketReturned: DayFold._returned,  # noqa: SLF001
    e.TicketTransferred: DayFold._transferred,  # noqa: SLF001
    e.TicketHeld: DayFold._held,  # noqa: SLF001
    e.TicketResumed: DayFold._resumed,  # noqa: SLF001
    e.TicketCancelled: DayFold._cancelled,  # noqa: SLF001
    e.PriorityChanged: DayFold._priority_changed,  # noqa: SLF001
    e.SurveyAsked: DayFold._asked,  # noqa: SLF001
    e.SurveyAnswered: DayFold._answered,  # noqa: SLF001
    e.WindowOpened: DayFold._opened,  # noqa: SLF001
    e.WindowPaused: DayFold._paused,  # noqa: SLF001
    e.WindowClosed: DayFold._closed,  # noqa: SLF001
}
