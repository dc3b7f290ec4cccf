"""What the queue promises, whatever is asked of it, in whatever order."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from broker.contracts import codec
from broker.contracts import commands as c
from broker.contracts import events as e
from broker.contracts.errors import ContractError, Refused
from broker.contracts.hall_file import Documents, Package, Surge, Turns
from broker.contracts.ids import ulid
from broker.queuemaster import turn
from broker.queuemaster.deadlines import due, next_wake
from broker.queuemaster.hall import decide, evolve
from broker.queuemaster.numbering import next_number
from broker.queuemaster.picture import snapshot
from broker.queuemaster.state import Hall
from tests.broker.halls import MORNING, opened
from tests.broker.halls import PLAN as ORDINARY
from tests.broker.witness import Witness

pytestmark = pytest.mark.fast

MOVING = Package(id="moving", name={"uk": "Переїзд"}, legs=("registration", "passport-new", "ready"))
STUDENTS = Surge(id="students", name={"uk": "Наплив"}, windows=(1, 2), lines=("pickup", "residence"))
MOVE_OUT = Surge(id="move-out", name={"uk": "Виїзд"}, windows=(2, 5), lines=("residence",))
PLAN = msgspec.structs.replace(
    ORDINARY, package=(MOVING,), surge=(STUDENTS, MOVE_OUT), documents=Documents(service="ready")
)
WINDOWS = st.sampled_from([1, 2, 3, 4, 1, 2, 3, 4, 5])  # 5 does not exist
GOOD = ["registration", "passport-new", "ready"]
SERVICES = st.sampled_from([*GOOD, *GOOD, "moving", "moving", "no-such-service"])
PRIORITIES = st.sampled_from([None, None, None, "veteran", "pregnant", "no-such-class"])
CASE = "4711004711"
CASES = st.sampled_from([CASE, CASE, f"№ {CASE[:4]}-{CASE[4:]}", "8800554422", "12"])
LINES = st.sampled_from([None, ("residence",), ("passport", "pickup")])


class QueueMachine(RuleBasedStateMachine):
    """Any commands at any times. After each: what decide returned, evolve took; and the promises hold."""

    @initialize(strict=st.booleans(), auto_call=st.booleans(), shared=st.booleans(), minutes=st.integers(0, 4))
    def a_day_begins(self, strict: bool, auto_call: bool, shared: bool, minutes: int) -> None:  # noqa: FBT001
        policy = msgspec.structs.replace(
            PLAN.policy,
            give_way=2,
            priority="strict" if strict else "accumulating",
            auto_call_after=timedelta(seconds=15) if auto_call else None,
            next_leg="same-window" if strict else "own-line",
            hold_at_most=timedelta(minutes=10) if auto_call else None,
            resume_grace=timedelta(minutes=5) if auto_call else timedelta(0),
            resume_step=timedelta(seconds=20) if strict else timedelta(0),
            guarantee=timedelta(minutes=5 * minutes) if minutes else None,
            preference=timedelta(minutes=minutes),
        )
        turns = (Turns(lines=("pickup", "residence", "passport"), ratio=(3, 1, 2)),) if shared else ()
        classes = tuple(
            msgspec.structs.replace(each, within=timedelta(minutes=minutes) if minutes else None)
            for each in PLAN.priority
        )
        self.plan = msgspec.structs.replace(PLAN, policy=policy, turns=turns, priority=classes)
        self.witness = Witness()
        self.hall = opened(self.plan)
        self.now: datetime = MORNING
        self.journal: list[e.Event] = [e.DayOpened(seq=1, at=MORNING, by="queue-master", day="2026-11-23")]
        self.numbers: dict[str, str] = {}
        self.issued: set[str] = set()
        self.documents: dict[str, str] = {}
        self.count = 0
        for window in (1, 2, 3):
            self.ask(c.OpenWindow, window=window)
        for n in range(6):
            self.ask(c.TakeTicket, service=GOOD[n % 3], priority="veteran" if n % 4 == 3 else None)
            self.now += timedelta(seconds=30)

    def happen(self, events: tuple[e.Event, ...]) -> None:
        for event in events:
            self.witness.sees(self.hall, event)
            if isinstance(event, e.TicketCalled | e.TicketRecalled | e.LegStarted):
                assert self.hall.memory.suspended is None, "nobody is called out of a shelter"
            if isinstance(event, e.TicketCalled | e.LegStarted):
                assert event.line not in self.hall.memory.lines_closed, "nobody is called from a parked line"
            if isinstance(event, e.TicketNoShow) and event.by == "queue-master":
                assert self.hall.memory.suspended is None, "nobody in a shelter has failed to come"
            if isinstance(event, e.TicketIssued):
                self.issued.add(event.ticket)
            assert event.seq == self.hall.seq + 1
            evolve(self.hall, event)
            self.journal.append(event)
            if isinstance(event, e.DayClosed):
                self.numbers.clear()
                self.issued.clear()
                assert not self.hall.memory.surges, "a surge ends with its day"
                assert not self.hall.memory.votes, "a vote is for a ticket of its day"
                assert not self.hall.memory.helps, "nobody waits for a person from day to day"
            if isinstance(event, e.TicketIssued) and (event.lease != "long-gone"):
                assert self.numbers.setdefault(event.number, event.ticket) == event.ticket, "a number twice a day"

    def ask(self, kind: type[c.Command], **fields: Any) -> bool:
        self.count += 1
        command = kind(id=ulid(self.count, b"0" * 10), at=self.now, **fields)
        before = msgspec.json.encode(self.hall.memory)
        try:
            decided = decide(self.hall, command, self.now, "tester")
        except (Refused, ContractError):
            assert msgspec.json.encode(self.hall.memory) == before, "a refusal changes nothing"
            return False
        assert msgspec.json.encode(self.hall.memory) == before, "deciding changes nothing"
        self.happen(decided.events)
        self.document = decided.document
        return True

    def some_ticket(self, pick: int) -> str:
        tickets = list(self.hall.memory.tickets.values())
        return tickets[pick % len(tickets)].number if tickets else "А001"

    @rule(service=SERVICES, priority=PRIORITIES, needs=st.booleans())
    def take(self, service: str, priority: str | None, needs: bool) -> None:  # noqa: FBT001
        self.ask(c.TakeTicket, service=service, priority=priority, needs=("accessible",) if needs else ())

    @rule(window=WINDOWS, lines=LINES)
    def open_window(self, window: int, lines: tuple[str, ...] | None) -> None:
        self.ask(c.OpenWindow, window=window, lines=lines)

    @rule(window=WINDOWS, kind=st.sampled_from([c.PauseWindow, c.CloseWindow]))
    def close(self, window: int, kind: type[c.Command]) -> None:
        self.ask(kind, window=window)

    @rule(
        window=WINDOWS,
        kind=st.sampled_from([c.CallNext, c.CallNext, c.Recall, c.StartService, c.Finish, c.NoShow, c.Hold]),
    )
    def work(self, window: int, kind: type[c.Command]) -> None:
        self.ask(kind, window=window)

    @rule(window=WINDOWS, how=st.sampled_from([c.Finish, c.Hold, c.NoShow]))
    def serve_one(self, window: int, how: type[c.Command]) -> None:
        self.ask(c.CallNext, window=window)
        self.ask(how, window=window)

    @rule(
        window=WINDOWS,
        next_service=st.sampled_from([None, None, "ready", "no-such-service"]),
        stay=st.sampled_from([None, True, False]),
    )
    def finish_a_leg(self, window: int, next_service: str | None, stay: bool | None) -> None:  # noqa: FBT001
        self.ask(c.CallNext, window=window)
        self.ask(c.Finish, window=window, next_service=next_service, stay=stay)

    @rule(window=WINDOWS, seconds=st.sampled_from([0, 30, 700]))
    def hold_and_come_back(self, window: int, seconds: int) -> None:
        self.ask(c.Hold, window=window)
        self.time_passes(seconds)
        for held in tuple(self.hall.memory.holding):
            assert self.ask(c.ReturnTicket, ticket=held), "whoever comes back is let in"

    @rule(window=WINDOWS, pick=st.integers(0, 50))
    def call_out_of_turn(self, window: int, pick: int) -> None:
        self.ask(c.CallTicket, window=window, ticket=self.some_ticket(pick), why="мати з немовлям")

    @rule(window=WINDOWS, pick=st.integers(0, 50))
    def resume(self, window: int, pick: int) -> None:
        self.ask(c.Resume, window=window, ticket=self.some_ticket(pick))

    @rule(
        pick=st.integers(0, 50),
        kind=st.sampled_from([c.CancelTicket, c.ReturnTicket, c.GiveWay, c.WhereAmI, c.Explain]),
    )
    def about_a_ticket(self, pick: int, kind: type[c.Command]) -> None:
        self.ask(kind, ticket=self.some_ticket(pick))

    @rule(pick=st.integers(0, 50), priority=PRIORITIES)
    def set_priority(self, pick: int, priority: str | None) -> None:
        self.ask(c.SetPriority, ticket=self.some_ticket(pick), priority=priority, evidence="перевірено")

    @rule(window=WINDOWS, goal=st.integers(0, 3), to=WINDOWS, keep=st.booleans())
    def transfer(self, window: int, goal: int, to: int, keep: bool) -> None:  # noqa: FBT001
        goals: list[dict[str, Any]] = [{"to_service": "ready"}, {"to_line": "passport"}, {"to_window": to}, {}]
        self.ask(c.Transfer, window=window, keep_seniority=keep, **goals[goal])

    @rule(pick=st.integers(0, 50), to=st.sampled_from([*GOOD, 1, 2, 4]), keep=st.booleans())
    def move(self, pick: int, to: str | int, keep: bool) -> None:  # noqa: FBT001
        goal: dict[str, Any] = {"to_service": to} if isinstance(to, str) else {"to_window": to}
        self.ask(c.MoveTicket, ticket=self.some_ticket(pick), keep_seniority=keep, **goal)

    @rule(window=WINDOWS, to=st.sampled_from([*GOOD, 1, 2, 4]), keep=st.booleans())
    def send_on(self, window: int, to: str | int, keep: bool) -> None:  # noqa: FBT001
        self.ask(c.CallNext, window=window)
        goal: dict[str, Any] = {"to_service": to} if isinstance(to, str) else {"to_window": to}
        self.ask(c.Transfer, window=window, keep_seniority=keep, **goal)

    @rule(service=st.sampled_from(GOOD), minutes=st.integers(-15, 15))
    def booked(self, service: str, minutes: int) -> None:
        """Somebody comes in time for an appointment; how that was made is the business of others."""
        line = next((each.line for each in self.plan.service if each.id == service), None)
        if line is None or not self.hall.memory.day:
            return
        self.count += 1
        fact = e.TicketIssued(
            seq=self.hall.seq + 1,
            at=self.now,
            by="tester",
            ticket=ulid(self.count, b"0" * 10),
            number=next_number(self.hall, line),
            service=service,
            line=line,
            since=self.now + timedelta(minutes=minutes),
            ahead=0,
            booked=True,
        )
        self.happen((fact,))

    @rule(lines=LINES, stop=st.booleans())
    def suspend(self, lines: tuple[str, ...] | None, stop: bool) -> None:  # noqa: FBT001
        if stop:
            self.ask(c.SuspendHall, why="air-raid", lines=lines)
        else:
            self.ask(c.ResumeHall, lines=lines)

    @rule(surge=st.sampled_from(["students", "move-out", "no-such-surge"]), begins=st.booleans())
    def many_come(self, surge: str, begins: bool) -> None:  # noqa: FBT001
        self.ask(c.StartSurge if begins else c.EndSurge, surge=surge)

    @rule(
        place=st.sampled_from(["dispenser-1", "ramp"]),
        kind=st.sampled_from([c.CallForHelp, c.CallForHelp, c.AcknowledgeHelp, c.EndHelp]),
    )
    def somebody_needs_a_person(self, place: str, kind: type[c.Command]) -> None:
        open_calls = [each.id for each in self.hall.memory.helps.values() if each.place == place]
        assert len(open_calls) <= 1, "one call a place"
        if kind is c.CallForHelp:
            assert self.ask(kind, place=place), "a call for help is never refused"
        else:
            assert self.ask(kind, help=(*open_calls, "long-over")[0]) == bool(open_calls)

    @rule(window=WINDOWS, run=st.sampled_from(["run-1", "run-2"]), seen=st.booleans(), partial=st.booleans())
    def a_visitor_votes(self, window: int, run: str, seen: bool, partial: bool) -> None:  # noqa: FBT001
        """One run a ticket, which counts for the window where the ticket was."""
        at_window = self.hall.memory.windows.get(window)
        holder = self.hall.memory.tickets.get((at_window and at_window.ticket) or "")
        ticket = {"ticket": holder.number} if seen and holder else {}
        before = dict(self.hall.memory.votes)
        answers = {"window": window, "run": run, "survey": "visit", "version": "1", "answers": {"grade": 4}}
        taken = self.ask(c.AnswerSurvey, **answers, **ticket, partial=partial)
        if taken and self.hall.memory.day:
            assert holder
            assert before.get(holder.id, run) == run
            assert self.hall.memory.votes == {**before, holder.id: run}
        else:
            assert self.hall.memory.votes == before

    @rule(case=CASES, kind=st.sampled_from([c.DocumentReady, c.DocumentHandedOut, c.IsReady]))
    def a_document(self, case: str, kind: type[c.Command]) -> None:
        """Whoever asks is told what was said last of the case, however it is written; nothing kept names it."""
        digits = "".join(sign for sign in case if sign.isdigit())
        known = self.documents.get(digits)
        told = {c.DocumentReady: "ready", c.DocumentHandedOut: known and "handed-out", c.IsReady: known or "not-listed"}
        expected = told[kind] if len(digits) >= 4 else None
        assert self.ask(kind, case=case) == (expected is not None)
        if expected is not None:
            assert self.document == expected
        if expected is not None and kind is not c.IsReady:
            self.documents[digits] = expected
        assert digits not in msgspec.json.encode(self.hall.memory).decode() or len(digits) < 4

    @rule(line=st.sampled_from(["residence", "passport"]), printed=st.integers(0, 5))
    def offline(self, line: str, printed: int) -> None:
        if not self.ask(c.LeaseNumbers, lines=(line,)):
            return  # the hall file of the moment does not know the line
        lease = list(self.hall.memory.leases.values())[-1]  # the newest
        service = {"residence": "registration", "passport": "passport-new"}[line]
        for digits in range(lease.first, lease.first + printed):
            assert self.ask(
                c.TakeTicket,
                service=service,
                number=f"{lease.letter}{digits:03d}",
                lease=lease.id,
                issued_at=self.now,
            ), "a slip that is in somebody's hand is always taken in"

    @rule(file=st.sampled_from(["whole", "without-line", "without-windows"]))
    def the_hall_file_changes(self, file: str) -> None:
        """A restart with another hall file. Nobody who waits may be left without any window that could call them."""
        lines = tuple(line for line in PLAN.line if file != "without-line" or line.id != "residence")
        services = tuple(s for s in PLAN.service if file != "without-line" or s.line != "residence")
        windows = PLAN.window[2:] if file == "without-windows" else PLAN.window
        kept = {line.id for line in lines}
        windows = tuple(
            msgspec.structs.replace(w, lines=tuple(n for n in w.lines if n == "*" or n in kept)) for w in windows
        )
        self.plan = msgspec.structs.replace(self.plan, line=lines, service=services, window=windows)
        memory = msgspec.json.decode(msgspec.json.encode(self.hall.memory), type=type(self.hall.memory))
        self.hall = Hall(self.plan, memory)
        self.time_passes(0)
        assert all(w.ticket is not None for w in self.hall.memory.windows.values() if w.id not in self.plan.windows)

    @rule(printed=st.booleans(), text=st.sampled_from(["А001", "К1000", "zz", "А1", "001"]))
    def an_old_slip(self, printed: bool, text: str) -> None:  # noqa: FBT001
        at = self.now - timedelta(days=1) if printed else self.now
        self.ask(c.TakeTicket, service="registration", number=text, lease="long-gone", issued_at=at)

    @rule(seconds=st.sampled_from([0, 1, 14, 15, 119, 120, 900, 50_000]))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        for _ in range(100):
            events = due(self.hall, self.now)
            if not events:
                break
            self.happen(events)
        else:
            pytest.fail("deadlines never end")
        assert next_wake(self.hall, self.now) > self.now, "a deadline that is never met wakes the machine for ever"

    @rule()
    def every_overtaking_is_explained(self) -> None:
        self.witness.agrees(self.hall)

    @invariant()
    def one_ticket_at_one_window(self) -> None:
        if not hasattr(self, "hall"):
            return
        memory = self.hall.memory
        at_windows = [w.ticket for w in memory.windows.values() if w.ticket is not None]
        assert len(at_windows) == len(set(at_windows))
        busy = {t.id for t in memory.tickets.values() if t.state in ("called", "serving")}
        assert busy == set(at_windows)
        assert set(self.hall.called) == {t.id for t in memory.tickets.values() if t.state == "called"}

    @invariant()
    def rows_hold_exactly_the_waiting(self) -> None:
        if not hasattr(self, "hall"):
            return
        standing = sorted(
            place[2] for rows in self.hall.rows.by_line.values() for row in rows.values() for place in row
        )
        assert standing == sorted(t.id for t in self.hall.memory.tickets.values() if t.state == "waiting")
        assert sum(self.hall.rows.in_line.values()) == len(standing)

    @invariant()
    def no_visit_ends_before_its_last_leg(self) -> None:
        if not hasattr(self, "hall"):
            return
        memory = self.hall.memory
        assert set(memory.tickets) == self.issued, "no ticket is lost, and none comes from nowhere"
        for ticket in memory.tickets.values():
            lost = {"registration"}  # a hall file without its line stands among those that are tried
            assert ticket.state != "done" or set(ticket.legs) <= lost, ticket
            assert ticket.package is None or len(ticket.legs_done) + len(ticket.legs) >= 1, ticket
        assert set(memory.holding) == {t.id for t in memory.tickets.values() if t.state == "held"}

    @invariant()
    def nobody_is_stranded(self) -> None:
        """Whoever waits for a line, a window or a hall file's lost line that is open can be called by some window."""
        if not hasattr(self, "hall"):
            return
        memory = self.hall.memory
        within_reach = {
            place[2]
            for window in memory.windows.values()
            for _, row, _ in turn._rows(self.hall, window)
            for place in row
        }
        for ticket in memory.tickets.values():
            if ticket.state == "waiting" and ticket.line not in memory.lines_closed:
                lost = ticket.line not in self.plan.lines and bool(memory.windows)
                served = any(ticket.line in w.serves for w in memory.windows.values())
                if lost or served or ticket.to_window in memory.windows:
                    assert ticket.id in within_reach, ticket

    def teardown(self) -> None:
        """Replay, over the wire form, gives the same hall to the bit; and a restart from memory the same again."""
        if not hasattr(self, "hall"):
            return
        self.witness.agrees(self.hall)
        replayed = Hall(self.plan)
        for event in self.journal:
            read = codec.event(codec.encode(event))
            assert isinstance(read, e.Event)
            evolve(replayed, read)
        lived = msgspec.json.encode(self.hall.memory)
        assert msgspec.json.encode(replayed.memory) == lived
        restored = Hall(self.plan, msgspec.json.decode(lived, type=type(self.hall.memory)))
        shown = [snapshot(hall, self.now, "boot") for hall in (self.hall, replayed, restored)]
        assert shown[0] == shown[1] == shown[2]


QueueMachine.TestCase.settings = settings(max_examples=60, stateful_step_count=50, deadline=None)
test_any_day_keeps_the_promises = QueueMachine.TestCase
