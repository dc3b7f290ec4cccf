"""Who comes when the line is closed is told why and when to come; nobody gets a ticket that will not be called today."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broker.bus.memory import MemoryBroker
from broker.contracts import codec
from broker.contracts import commands as c
from broker.contracts import events as e
from broker.contracts.errors import Refused
from broker.contracts.hall_check import parse
from broker.contracts.ids import ulid
from broker.contracts.phrases import Phrases
from broker.contracts.snapshot import LineState, Snapshot
from broker.contracts.topics import Topics
from broker.queuemaster.answer import refused
from broker.queuemaster.deadlines import due, next_wake
from broker.queuemaster.hall import decide, evolve
from broker.queuemaster.pace import APART
from broker.queuemaster.picture import snapshot
from broker.queuemaster.run import PHRASES, Loop
from broker.queuemaster.state import Hall
from broker.queuemaster.when_to_come import said
from tests.broker.desk import Desk
from tests.broker.halls import HALL_TOML, KYIV

pytestmark = pytest.mark.fast

WORDS = Phrases.load(PHRASES)
HOURS = """
working = "Mo-Fr 08:00-18:00; Sa 09:00-14:00"
reception = "Mo-Fr 08:00-12:00,13:00-17:30; Sa 09:00-13:30"

[policy]"""
TOML = HALL_TOML.replace("\n[policy]", HOURS, 1).replace('stop_issuing = "at-closing"', 'stop_issuing = "by-forecast"')
PLAN = parse(TOML)
MONDAY, FRIDAY, SUNDAY = "2026-11-23", "2026-11-27", "2026-11-22"


def at(day: str, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=KYIV)


class Day:
    """A hall at a moment; `plan` with other lines than those above."""

    def __init__(self, now: datetime, toml: str = TOML) -> None:
        self.now = now
        self.hall = Hall(parse(toml))
        self.count = 0
        self.pass_time()

    def pass_time(self, minutes: float = 0) -> None:
        self.now += timedelta(minutes=minutes)
        while events := due(self.hall, self.now):
            self.happen(events)

    def happen(self, events: tuple[e.Event, ...]) -> None:
        for event in events:
            evolve(self.hall, event)

    def ask(self, kind: type[c.Command], **fields: Any) -> tuple[e.Event, ...]:
        self.count += 1
        decided = decide(self.hall, kind(id=ulid(self.count, bytes(10)), at=self.now, **fields), self.now, "tester")
        self.happen(decided.events)
        return decided.events

    def refused(self, service: str = "registration") -> Refused:
        with pytest.raises(Refused) as caught:
            self.ask(c.TakeTicket, service=service)
        return caught.value

    def told(self, service: str = "registration") -> tuple[str | None, str]:
        reply = refused("1", self.refused(service), WORDS, self.hall)
        assert reply.message
        assert reply.reason == "line-closed"
        assert set(reply.message) == {"uk", "en"}
        return reply.opens_at.isoformat() if reply.opens_at else None, reply.message["uk"]

    def line(self, name: str = "residence") -> LineState:
        return next(line for line in snapshot(self.hall, self.now, "").lines if line.id == name)


@pytest.mark.parametrize(
    ("moment", "opens", "words"),
    [
        (at(MONDAY, "07:59:59"), at(MONDAY, "08:00"), "Ще зачинено. Прийом почнеться сьогодні о 08:00."),
        (at(MONDAY, "12:00"), at(MONDAY, "13:00"), "Зараз перерва. Прийом продовжиться сьогодні о 13:00."),
        (at(MONDAY, "17:30"), at("2026-11-24", "08:00"), "Запис на сьогодні завершено. Наступний прийом: завтра о 08:00."),
        (at("2026-11-28", "14:00"), at("2026-11-30", "08:00"), "Запис на сьогодні завершено. Наступний прийом: у понеділок о 08:00."),
        (at(SUNDAY, "12:00"), at(MONDAY, "08:00"), "Сьогодні прийому немає. Наступний прийом: завтра о 08:00."),
    ],
)  # fmt: skip
def test_outside_reception_there_is_no_ticket_but_a_word_on_when_to_come(
    moment: datetime, opens: datetime, words: str
) -> None:
    day = Day(moment)
    assert day.told() == (opens.isoformat(), words)
    assert not day.line().open
    assert day.line().opens == opens


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-11-24T11:00", "завтра об 11:00"),
        ("2026-11-29T10:30", "у неділю о 10:30"),
        ("2026-11-30T08:00", "30 листопада о 08:00"),
    ],
)
def test_when_to_come_is_said_as_people_say_it(moment: str, words: str) -> None:
    now = at(MONDAY, "18:00")
    assert said(datetime.fromisoformat(moment).replace(tzinfo=KYIV), now, KYIV, "uk", WORDS) == words


def test_within_reception_a_ticket_is_given_from_the_first_moment_to_the_last() -> None:
    for clock in ("08:00", "11:59:59.999999", "13:00", "17:29:59.999999"):
        day = Day(at(MONDAY, clock))
        assert isinstance(day.ask(c.TakeTicket, service="registration")[0], e.TicketIssued)
        assert day.line().open
        assert day.line().closes == at(MONDAY, "12:00" if clock < "12" else "17:30")


def test_a_slip_that_was_printed_alone_comes_in_whatever_the_hour() -> None:
    day = Day(at(MONDAY, "17:29"))
    day.ask(c.LeaseNumbers, lines=("residence",))
    lease = next(iter(day.hall.memory.leases.values()))
    day.pass_time(30)
    day.ask(c.TakeTicket, service="registration", number="А995", lease=lease.id, issued_at=at(MONDAY, "17:29:30"))
    assert day.hall.memory.numbers["А995"]


def test_a_line_with_its_own_hours_closes_while_the_hall_goes_on() -> None:
    toml = TOML.replace("minutes = 16.0", 'minutes = 16.0\nhours = "Mo,We 09:00-11:00"')
    day = Day(at(MONDAY, "11:00"), toml)
    assert day.told("passport-new")[0] == "2026-11-25T09:00:00+02:00"
    day.ask(c.TakeTicket, service="registration")
    assert (day.line("passport").open, day.line("passport").why) == (False, "closed-today")
    assert snapshot(day.hall, day.now, "").hall == "open"


def test_a_package_is_not_begun_when_one_of_its_legs_cannot_be_had_any_more_today() -> None:
    toml = TOML.replace("minutes = 16.0", 'minutes = 16.0\nhours = "Mo,We 09:00-11:00"')
    toml += '\n[[package]]\nid = "moving"\nname = { uk = "Переїзд", en = "Moving" }\nlegs = ["registration", "passport-new"]\n'
    assert Day(at(MONDAY, "08:00"), toml).ask(c.TakeTicket, service="moving"), "passports begin at nine"
    late = Day(at(MONDAY, "11:00"), toml)
    assert late.told("moving") == (
        "2026-11-25T09:00:00+02:00",
        "Запис на сьогодні завершено. Наступний прийом: у середу о 09:00.",
    )
    assert Day(at("2026-11-24", "09:00"), toml).told("moving")[1].startswith("Сьогодні прийому немає")
    assert late.ask(c.TakeTicket, service="registration")


def test_who_is_turned_away_is_offered_what_can_be_booked() -> None:
    toml = TOML.replace('line = "residence"', 'line = "residence"\nmodes = ["walk-in", "booking"]')
    toml += '\n[[slots]]\nservice = "registration"\nminutes = 30\ncapacity = 2\n'
    day = Day(at(MONDAY, "17:30"), toml)
    refusal = day.refused()
    assert [slot.slot for slot in refusal.slots[:2]] == [at("2026-11-24", "08:00"), at("2026-11-24", "08:30")]
    assert day.told()[1].endswith("завтра о 08:00. Можна також записатися на зручний час.")
    assert refused("1", refusal, WORDS, day.hall).slots == refusal.slots


def test_tickets_may_be_given_a_little_before_reception_so_that_the_doors_are_not_stormed() -> None:
    toml = TOML.replace("[policy]", '[policy]\nissue_before = "15 min"', 1)
    assert Day(at(MONDAY, "07:44:59"), toml).told()[1].startswith("Ще зачинено")
    early = Day(at(MONDAY, "07:45"), toml)
    early.ask(c.TakeTicket, service="registration")
    assert early.line().open
    assert snapshot(early.hall, early.now, "").hall == "open"
    assert next_wake(Day(at(MONDAY, "07:00"), toml).hall, at(MONDAY, "07:00")) == at(MONDAY, "07:45")


def crowd(day: Day, most: int = 200) -> int:
    """How many get a ticket for residence, one a second, until one is refused."""
    for number in range(most):
        try:
            day.ask(c.TakeTicket, service="registration")
        except Refused:
            return number
        day.pass_time(1 / 60)
    return most


def test_by_forecast_tickets_end_when_the_day_is_full_and_begin_again_when_it_is_not() -> None:
    day = Day(at(MONDAY, "16:00"))
    day.ask(c.OpenWindow, window=1)
    first = crowd(day)
    assert 4 <= first <= 8, "an hour and a half at eleven minutes each"
    assert day.refused().details["why"] == "no-time"
    assert day.told() == ("2026-11-24T08:00:00+02:00", "Запис на сьогодні завершено. Наступний прийом: завтра о 08:00.")
    assert (day.line().open, day.line().why, day.line().estimate) == (False, "no-time", None)
    day.ask(c.OpenWindow, window=3)
    assert day.line().open, "two windows can do more"
    assert crowd(day) >= 3


def test_who_finds_a_full_morning_is_told_of_another_day_not_of_the_afternoon_which_is_full_too() -> None:
    day = Day(at(MONDAY, "08:30"))
    day.ask(c.OpenWindow, window=1)
    assert crowd(day) < 60, "nine hours at eleven minutes each"
    assert day.told()[0] == "2026-11-24T08:00:00+02:00"


def test_at_closing_tickets_are_given_to_the_end_at_the_visitors_own_risk() -> None:
    day = Day(at(MONDAY, "16:00"), TOML.replace("by-forecast", "at-closing"))
    day.ask(c.OpenWindow, window=1)
    assert crowd(day, 60) == 60
    last = day.ask(c.TakeTicket, service="registration")[0]
    assert isinstance(last, e.TicketIssued)
    assert last.estimate is None
    assert day.line().open
    assert day.line().estimate is None, "it would lie behind the closed door"


def test_while_no_window_is_open_a_ticket_is_given_if_one_is_to_be_staffed_today() -> None:
    toml = TOML.replace("id = 3\n", 'id = 3\nhours = "Mo-Fr 08:00-14:00"\n').replace(
        "id = 4\n", 'id = 4\nhours = "Tu"\n'
    )
    toml = toml.replace('hours = "Tu"', 'hours = "Tu 08:00-17:00"').replace('"passport", "pickup"]', '"passport"]')
    assert Day(at(MONDAY, "08:00"), toml).ask(c.TakeTicket, service="ready")
    evening = Day(at(MONDAY, "14:00"), toml)
    assert evening.told("ready")[1].startswith(
        "Сьогодні цю чергу вже ніхто не обслуговуватиме. Наступний прийом: завтра"
    )
    evening.ask(c.OpenWindow, window=4)
    assert evening.ask(c.TakeTicket, service="ready"), "somebody stays longer"


def test_a_window_that_opens_out_of_hours_calls_who_is_inside_and_opens_no_line() -> None:
    day = Day(at(MONDAY, "17:25"))
    day.ask(c.TakeTicket, service="registration")
    day.pass_time(10)
    day.ask(c.OpenWindow, window=1)
    assert day.told()[1].startswith("Запис на сьогодні завершено")
    shown = snapshot(day.hall, day.now, "")
    assert (shown.hall, shown.until) == ("open", None), "who waits is still called"
    assert isinstance(day.ask(c.CallNext, window=1)[0], e.TicketCalled)
    day.ask(c.StartService, window=1)
    day.ask(c.Finish, window=1)
    shown = snapshot(day.hall, day.now, "")
    assert (shown.hall, shown.until) == ("closed", at("2026-11-24", "08:00"))


@pytest.mark.parametrize(
    ("moment", "state", "until"),
    [
        (at(MONDAY, "07:59"), "closed", at(MONDAY, "08:00")),
        (at(MONDAY, "08:00"), "open", at(MONDAY, "12:00")),
        (at(MONDAY, "12:30"), "closed", at(MONDAY, "13:00")),
        (at(FRIDAY, "17:30"), "closed", at("2026-11-28", "09:00")),
    ],
)
def test_the_snapshot_says_when_the_hall_closes_or_opens(moment: datetime, state: str, until: datetime) -> None:
    shown = snapshot(Day(moment).hall, moment, "")
    assert (shown.hall, shown.until) == (state, until)


def test_a_hall_that_never_closes_is_open_until_nobody_knows_when() -> None:
    day = Day(at(MONDAY, "03:00"), HALL_TOML)
    shown = snapshot(day.hall, day.now, "")
    assert (shown.hall, shown.until) == ("open", None)


def test_the_queue_master_wakes_when_a_line_opens_or_closes_and_tells_the_boards_at_once(tmp_path: Path) -> None:
    assert next_wake(Day(at(MONDAY, "07:00")).hall, at(MONDAY, "07:00")) == at(MONDAY, "08:00")
    desk = Desk(tmp_path)
    desk.again(PLAN)
    desk.now = at(MONDAY, "11:59:59")
    desk.wait()
    assert not desk.master.handle([], at(MONDAY, "11:59:59.9")).turned
    assert desk.master.handle([], at(MONDAY, "12:00")).turned
    assert not desk.master.handle([], at(MONDAY, "12:00:01")).turned


def test_the_board_changes_at_the_minute_though_nothing_happens(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.again(PLAN)
    now = at(MONDAY, "11:59:59")
    shown: list[Snapshot] = []
    broker = MemoryBroker()
    bus, board = broker.client("queue-master"), broker.client("board-1")
    board.subscribe(Topics("test-hall").state, lambda message: shown.append(codec.read(Snapshot, message.body)))
    loop = Loop(desk.master, bus, "boot", lambda: now)
    for client in (board, bus):
        client.start()
    loop.turn([])
    broker.deliver()
    now = at(MONDAY, "12:00")
    loop._pace.told(time.monotonic() - APART)  # the last one was long enough ago
    loop.turn([])
    broker.deliver()
    assert [picture.hall for picture in shown][-2:] == ["open", "closed"]


def test_a_window_that_was_left_open_does_not_call_by_itself_in_the_morning() -> None:
    day = Day(at(MONDAY, "16:00"))
    day.ask(c.OpenWindow, window=1)
    day.ask(c.TakeTicket, service="registration")
    day.ask(c.CallNext, window=1)
    day.ask(c.StartService, window=1)
    day.ask(c.OpenWindow, window=2)
    seen = list(until_tomorrow(day))
    closed = [event for event in seen if isinstance(event, e.WindowClosed)]
    assert [(event.window, event.why) for event in closed] == [(1, "day-closed"), (2, "day-closed")]
    assert isinstance(seen[0], e.ServiceFinished), "its visitor has left it by then"
    assert day.hall.memory.windows == {}


def test_where_reception_goes_on_through_the_night_the_windows_stay_open() -> None:
    day = Day(at(MONDAY, "16:00"), HALL_TOML)
    day.ask(c.OpenWindow, window=1)
    assert not [event for event in until_tomorrow(day) if isinstance(event, e.WindowClosed)]
    assert 1 in day.hall.memory.windows
    day.now += timedelta(days=2)  # the machine was away over a midnight: nobody has been at the window since
    day.pass_time()
    assert day.hall.memory.windows == {}


def until_tomorrow(day: Day) -> Iterator[e.Event]:
    day.now = at("2026-11-24", "00:00")
    while events := due(day.hall, day.now):
        day.happen(events)
        yield from events


@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["take", "take", "open", "serve", "pause"]), st.integers(0, 90), st.integers(1, 4)),
        max_size=30,
    ),
    start=st.integers(0, 17 * 60),
)
@settings(max_examples=40)
def test_what_the_board_says_of_a_line_is_what_the_dispenser_does(
    steps: list[tuple[str, int, int]], start: int
) -> None:
    """Whatever the hour and the crowd: an open line gives tickets, a closed one none, and it opens when it says."""
    day = Day(at(MONDAY, "06:00") + timedelta(minutes=start))
    for what, minutes, window in steps:
        day.pass_time(minutes)
        shown = day.line()
        assert shown.open == (shown.why is None)
        assert shown.opens is None or shown.opens > day.now
        match what:
            case "take" if shown.open:
                assert shown.closes is None or shown.closes > day.now
                issued = day.ask(c.TakeTicket, service="registration")[0]
                assert isinstance(issued, e.TicketIssued)
            case "take":
                refusal = day.refused()
                assert refusal.reason == "line-closed"
                assert refusal.details["why"] == shown.why
                assert refusal.details.get("opens") == (shown.opens.isoformat() if shown.opens else None)
            case "open":
                day.ask(c.OpenWindow, window=window)
            case "pause" if window in day.hall.memory.windows:
                day.ask(c.PauseWindow, window=window)
            case "serve" if window in day.hall.memory.windows:
                with_visitor = day.hall.memory.windows[window].ticket is not None
                if not with_visitor and not day.hall.memory.windows[window].paused:
                    day.ask(c.CallNext, window=window)
                elif with_visitor:
                    day.ask(c.Finish, window=window)
    restored = Hall(PLAN, msgspec.json.decode(msgspec.json.encode(day.hall.memory), type=type(day.hall.memory)))
    assert snapshot(restored, day.now, "") == snapshot(day.hall, day.now, "")
