"""What bookings, shares and limits promise, whatever is asked, in whatever order, whenever."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from fractions import Fraction
from math import floor
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
from broker.contracts.hall_check import parse
from broker.contracts.ids import ulid
from broker.queuemaster import quota
from broker.queuemaster.deadlines import due, next_wake
from broker.queuemaster.hall import Decided, decide, evolve
from broker.queuemaster.state import Hall, Memory
from broker.queuemaster.tally import Tally
from broker.queuemaster.timetable import hour_of
from tests.broker.booking_halls import BOOKING_TOML
from tests.broker.halls import MORNING, opened

pytestmark = pytest.mark.fast

SERVICES = st.sampled_from(["registration", "registration", "passport-new", "ready"])
PERSONS = st.sampled_from([None, "050 111 22 33", "+38 (050) 111-22-33", "067 999 88 77", "another"])
ONE = {"050 111 22 33": "380501112233", "+38 (050) 111-22-33": "380501112233", "067 999 88 77": "380679998877"}
AFTER = st.integers(-2, 60)  # slots of 20 minutes from now
DAYS = st.sampled_from([0, 0, 0, 1, 2, 40])


class BookingMachine(RuleBasedStateMachine):
    """After each step: no slot, hour, day or person has more than it may, and what nobody booked can be had."""

    @initialize(
        share=st.sampled_from(["0", "1/3", "0.5", "0.3333", "1"]),
        capacity=st.integers(1, 3),
        per_hour=st.sampled_from([None, 4, 7]),
        most=st.sampled_from([1, 2, 4]),
    )
    def a_day_begins(self, share: str, capacity: int, per_hour: int | None, most: int) -> None:
        toml = BOOKING_TOML.replace('remote_share = "1/3"', f'remote_share = "{share}"')
        toml = toml.replace("capacity = 3", f"capacity = {capacity}")
        toml = toml.replace(
            'timezone = "Europe/Kyiv"', 'timezone = "Europe/Kyiv"\nreception = "08:00-11:30, 13:00-17:00"'
        )
        toml = toml.replace("lease_size = 5", f'lease_size = 5\nbookings_per_person = {most}\nissue_before = "9 h"')
        if per_hour:
            toml = toml.replace(
                '[[service]]\nid = "registration"', f'[[service]]\nid = "registration"\nper_hour = {per_hour}'
            )
        self.share, self.most = Fraction(share), most
        self.plan = parse(toml)
        self.now: datetime = MORNING
        self.hall = opened(self.plan)
        self.count = 0
        self.codes: dict[str, str] = {}  # booking -> its code, as its holder has it
        self.persons: dict[str, str] = {}  # booking -> whose it is
        self.told: list[bytes] = []
        for window in (1, 2, 3):
            self.ask(c.OpenWindow, window=window)

    def ask(self, kind: type[c.Command], **fields: Any) -> Decided | None:
        self.count += 1
        command = kind(id=ulid(self.count, b"0" * 10), at=self.now, **fields)
        before = msgspec.json.encode(self.hall.memory)
        try:
            decided = decide(self.hall, command, self.now, "tester")
        except (Refused, ContractError):
            assert msgspec.json.encode(self.hall.memory) == before, "a refusal changes nothing"
            return None
        assert msgspec.json.encode(self.hall.memory) == before, "deciding changes nothing"
        self.happen(decided.events)
        return decided

    def happen(self, events: tuple[e.Event, ...]) -> None:
        for event in events:
            assert event.seq == self.hall.seq + 1
            evolve(self.hall, event)
            self.told.append(codec.encode(event))

    def slot(self, after: int, days: int) -> datetime:
        start = self.now.replace(minute=self.now.minute // 20 * 20, second=0)
        return start + timedelta(days=days, minutes=20 * after)

    def some(self, pick: int) -> str:
        known = sorted(self.codes)
        return self.codes[known[pick % len(known)]] if known else "7НК2-Х4Р9"

    @rule(service=SERVICES, after=AFTER, days=DAYS, person=PERSONS)
    def book(self, service: str, after: int, days: int, person: str | None) -> None:
        decided = self.ask(c.Book, service=service, slot=self.slot(after, days), person=person)
        if decided is not None:
            assert decided.booking
            assert decided.code
            self.codes[decided.booking] = decided.code
            if person:
                self.persons[decided.booking] = ONE.get(person, person)

    @rule(after=st.integers(0, 8), many=st.integers(2, 6))
    def many_book_the_same_slot(self, after: int, many: int) -> None:
        for _ in range(many):
            self.book("registration", after, 0, None)

    @rule(after=st.integers(1, 6), days=st.sampled_from([0, 1]))
    def one_person_books_all_that_there_is(self, after: int, days: int) -> None:
        for further in range(3):
            self.book("passport-new", after + 3 * further, days, "050 111 22 33")
            self.book("registration", after + 3 * further, days, "+38 (050) 111-22-33")

    @rule(pick=st.integers(0, 30), after=AFTER, days=DAYS, person=PERSONS)
    def move(self, pick: int, after: int, days: int, person: str | None) -> None:
        self.ask(c.MoveBooking, booking=self.some(pick), slot=self.slot(after, days), person=person)

    @rule(pick=st.integers(0, 30))
    def cancel(self, pick: int) -> None:
        self.ask(c.CancelBooking, booking=self.some(pick))

    @rule(pick=st.integers(0, 30))
    def check_in(self, pick: int) -> None:
        code = self.some(pick)
        first = self.ask(c.CheckIn, booking=code)
        if first is not None:
            second = self.ask(c.CheckIn, booking=code)
            assert second is not None
            assert (second.ticket, second.events) == (first.ticket, ())

    @rule(service=SERVICES, person=PERSONS, many=st.integers(1, 5))
    def walk_in(self, service: str, person: str | None, many: int) -> None:
        for _ in range(many):
            self.ask(c.TakeTicket, service=service, person=person)

    @rule(pick=st.integers(0, 50), kind=st.sampled_from([c.CancelTicket, c.WhereAmI]))
    def about_a_ticket(self, pick: int, kind: type[c.Command]) -> None:
        tickets = list(self.hall.memory.tickets)
        if tickets:
            self.ask(kind, ticket=tickets[pick % len(tickets)])

    @rule(window=st.sampled_from([1, 2, 3]), kind=st.sampled_from([c.CallNext, c.Finish, c.NoShow]))
    def work(self, window: int, kind: type[c.Command]) -> None:
        self.ask(kind, window=window)

    @rule(stop=st.booleans())
    def alarm(self, stop: bool) -> None:  # noqa: FBT001
        self.ask(c.SuspendHall, why="air-raid") if stop else self.ask(c.ResumeHall)

    @rule(minutes=st.sampled_from([1, 9, 10, 11, 31, 60, 60, 240, 1440]))
    def time_passes(self, minutes: int) -> None:
        until = self.now + timedelta(minutes=minutes)
        while self.now < until:
            self.now = min(until, max(next_wake(self.hall, self.now), self.now + timedelta(seconds=1)))
            while facts := due(self.hall, self.now):
                self.happen(facts)

    @rule()
    def a_restart(self) -> None:
        memory = msgspec.json.decode(msgspec.json.encode(self.hall.memory), type=Memory)
        self.hall = Hall(self.plan, memory)

    def held(self) -> list[Any]:
        return [b for b in self.hall.memory.bookings.values() if b.state in ("booked", "checked-in")]

    @invariant()
    def no_slot_is_booked_beyond_its_capacity(self) -> None:
        for (service, start), booked in Counter((b.service, b.slot) for b in self.held()).items():
            slot = self.hall.timetable.at(service, start)
            assert slot
            assert booked <= slot.capacity

    @invariant()
    def no_hour_and_no_day_is_booked_beyond_its_share(self) -> None:
        zone = self.plan.timezone
        booked = Counter(hour_of(b.slot, zone) for b in self.held() if b.service == "registration")
        for day in {hour.date() for hour in booked} | {self.now.date()}:
            hours = quota.hours(self.hall, "registration", day)
            assert sum(booked[h.start] for h in hours) <= self.share * sum(h.places for h in hours)
            for hour in hours:
                assert booked[hour.start] <= floor(self.share * hour.places)
                assert booked[hour.start] == hour.booked
                assert hour.booked + hour.walk_ins <= hour.places

    @invariant()
    def no_place_is_stranded(self) -> None:
        """Once an hour is released, every place that no booking and no walk-in has can be had by a walk-in."""
        for hour in quota.hours(self.hall, "registration", self.now.date()):
            left = hour.left_to_walk_ins(released=quota.is_released(self.hall, hour, self.now))
            if self.now >= hour.start - self.plan.policy.release_before:
                assert left == hour.places - hour.booked - hour.walk_ins
            else:
                assert left == max(0, hour.places - max(hour.remote, hour.booked) - hour.walk_ins)

    @invariant()
    def nobody_has_more_bookings_than_one_may(self) -> None:
        waiting = {b.id for b in self.hall.memory.bookings.values() if b.state == "booked"}
        mine = Counter(whose for booking, whose in self.persons.items() if booking in waiting)
        assert all(count <= self.most for count in mine.values())

    @invariant()
    def what_is_counted_is_what_there_is(self) -> None:
        memory, tally = self.hall.memory, self.hall.tally
        anew = Tally(memory.tickets.values(), memory.bookings.values())
        for name in ("tickets", "slots", "hours", "persons", "visits"):
            assert +getattr(tally, name) == +getattr(anew, name), name
        assert tally.codes == anew.codes
        assert sorted(tally.awaited) == sorted(anew.awaited) == tally.awaited

    @invariant()
    def bookings_go_with_their_day(self) -> None:
        today = self.now.astimezone(self.plan.timezone).date().isoformat()
        assert all(b.day >= today for b in self.hall.memory.bookings.values())

    def teardown(self) -> None:
        everything = b"\n".join([*self.told, msgspec.json.encode(self.hall.memory)]).decode() if self.count else ""
        for code in self.codes.values():
            assert code not in everything
            assert code.replace("-", "") not in everything
        for person in (*ONE, *ONE.values(), "another"):
            assert person not in everything


TestBookings = BookingMachine.TestCase
TestBookings.settings = settings(max_examples=15, stateful_step_count=30, deadline=None)
