"""Hall modes: what stands still, what goes on, and what everybody is told."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from broker.contracts import commands as c
from broker.contracts import events as e
from broker.contracts.errors import Refused
from broker.contracts.hall_file import Surge
from broker.contracts.phrases import Phrases
from broker.contracts.snapshot import Snapshot
from broker.queuemaster.deadlines import next_wake
from broker.queuemaster.formula import Load
from broker.queuemaster.picture import snapshot
from broker.queuemaster.run import PHRASES
from broker.queuemaster.standstill import due_at, stood_still
from tests.broker.day import Day
from tests.broker.halls import PLAN

pytestmark = pytest.mark.fast

WORDS = Phrases.load(PHRASES)
SURGE = Surge(id="students", name={"uk": "Наплив"}, windows=(1, 4), lines=("pickup",))
HALL = msgspec.structs.replace(PLAN, surge=(SURGE,))


def staffed(**policy: object) -> Day:
    day = Day(HALL, **policy)
    for window in (1, 2, 3):
        day.ask(c.OpenWindow, window=window)
    return day


def seen(day: Day) -> Snapshot:
    return snapshot(day.hall, day.now, "boot", WORDS)


def told(day: Day) -> list[str]:
    return [notice.text["en"] for notice in seen(day).notices]


def calls(events: list[e.Event]) -> list[tuple[int, str]]:
    return [(event.window, event.number) for event in events if isinstance(event, e.TicketCalled)]


class TestAnAlarm:
    def test_calls_are_frozen_and_the_order_is_kept(self) -> None:
        day = staffed(auto_call_after=timedelta(seconds=15))
        day.ask(c.SuspendHall, why="air-raid")
        for window in (1, 2, 3):
            with pytest.raises(Refused, match="hall-suspended"):
                day.ask(c.CallNext, window=window)
        assert not day.pass_time(hours=1)
        day.ask(c.ResumeHall)
        for _ in range(3):
            day.take()
        assert calls(day.pass_time(seconds=15)) == [(1, "А001"), (3, "А002")]

    def test_nobody_is_called_again_out_of_the_shelter(self) -> None:
        day = staffed()
        day.take()
        day.ask(c.CallNext, window=1)
        day.ask(c.SuspendHall, why="air-raid")
        with pytest.raises(Refused, match="hall-suspended"):
            day.ask(c.Recall, window=1)

    def test_whoever_was_called_has_time_to_come_back(self) -> None:
        day = staffed(resume_grace=timedelta(minutes=5))
        day.take()
        day.ask(c.CallNext, window=1)
        day.pass_time(seconds=90)
        day.ask(c.SuspendHall, why="air-raid")
        day.pass_time(minutes=40)
        day.ask(c.ResumeHall)
        assert next_wake(day.hall, day.now) == day.now + timedelta(minutes=7)
        assert not day.pass_time(minutes=6, seconds=59)
        assert [type(event) for event in day.pass_time(seconds=1)] == [e.TicketNoShow]

    def test_whoever_is_called_while_others_come_back_has_that_time_too(self) -> None:
        day = staffed(resume_grace=timedelta(minutes=5))
        day.take()
        day.ask(c.SuspendHall, why="air-raid")
        day.ask(c.ResumeHall)
        day.pass_time(minutes=1)
        day.ask(c.CallNext, window=1)
        assert not day.pass_time(minutes=5, seconds=59)
        assert [type(event) for event in day.pass_time(seconds=1)] == [e.TicketNoShow]

    def test_windows_begin_to_call_one_after_another(self) -> None:
        day = staffed(
            auto_call_after=timedelta(seconds=15),
            resume_grace=timedelta(minutes=5),
            resume_step=timedelta(seconds=30),
        )
        day.ask(c.SuspendHall, why="air-raid")
        day.pass_time(minutes=30)
        day.ask(c.ResumeHall)
        for service in ("registration", "passport-new", "ready"):
            day.take(service)
        assert not day.pass_time(minutes=5, seconds=14)
        assert calls(day.pass_time(seconds=1)) == [(1, "А001")]
        assert not calls(day.pass_time(seconds=29))
        assert calls(day.pass_time(seconds=1)) == [(2, "К001")]
        assert calls(day.pass_time(seconds=30)) == [(3, "М001")]

    def test_where_nobody_left_the_building_nobody_is_waited_for(self) -> None:
        day = staffed(auto_call_after=timedelta(seconds=15), resume_grace=timedelta(minutes=5))
        day.ask(c.SuspendHall, why="registers-down")
        day.ask(c.ResumeHall)
        day.take()
        assert calls(day.pass_time(seconds=15)) == [(1, "А001")]
        assert seen(day).mode == "normal"

    def test_a_hold_does_not_run_out_in_the_shelter(self) -> None:
        day = staffed(hold_at_most=timedelta(minutes=30))
        day.take()
        day.ask(c.CallNext, window=1)
        day.ask(c.Hold, window=1)
        day.pass_time(minutes=20)
        day.ask(c.SuspendHall, why="air-raid")
        assert not day.pass_time(hours=2)
        day.ask(c.ResumeHall)
        assert not day.pass_time(minutes=9, seconds=59)
        assert [type(event) for event in day.pass_time(seconds=1)] == [e.TicketNoShow]

    def test_no_time_is_promised_while_it_lasts_and_the_way_back_is_counted_after_it(self) -> None:
        day = staffed(resume_grace=timedelta(minutes=5))
        day.take()
        day.ask(c.SuspendHall, why="air-raid")
        assert day.see("А001").estimate is None
        assert all(line.estimate is None for line in seen(day).lines)
        day.ask(c.ResumeHall)
        assert Load(day.hall, day.now).wait("residence", 0) == timedelta(minutes=5)

    def test_who_is_at_a_window_is_not_served_in_the_shelter(self) -> None:
        day = staffed()
        day.take()
        day.ask(c.CallNext, window=1)
        day.ask(c.StartService, window=1)
        begun = day.now
        day.pass_time(minutes=4)
        before = Load(day.hall, day.now).wait("residence", 0)
        for _ in range(2):
            day.ask(c.SuspendHall, why="air-raid")
            day.pass_time(minutes=30)
            day.ask(c.ResumeHall)
        assert stood_still(day.hall.memory, begun, day.now) == timedelta(hours=1)
        assert Load(day.hall, day.now).wait("residence", 0) == before, "as much is left to do as there was"

    def test_one_alarm_after_another_is_told_by_its_own_name(self) -> None:
        day = staffed()
        day.ask(c.SuspendHall, why="power")
        day.pass_time(minutes=10)
        day.ask(c.SuspendHall, why="air-raid")
        day.pass_time(minutes=10)
        assert seen(day).mode == "air-raid"
        day.ask(c.ResumeHall)
        spans = [(each.why, (each.end or day.now) - each.begin) for each in day.hall.memory.standstills]
        assert spans == [("power", timedelta(minutes=10)), ("air-raid", timedelta(minutes=10))]

    def test_an_alarm_over_midnight_goes_on_into_the_new_day(self) -> None:
        day = staffed()
        day.ask(c.SuspendHall, why="air-raid")
        day.pass_time(hours=20)
        assert seen(day).mode == "air-raid"
        assert [each.end for each in day.hall.memory.standstills] == [None]


class TestDueAt:
    def test_deadlines_wait_for_as_long_as_the_hall_stood_still(self) -> None:
        day = staffed()
        start = day.now
        day.pass_time(minutes=10)
        day.ask(c.SuspendHall, why="air-raid")
        assert due_at(day.hall.memory, start, timedelta(minutes=30)) is None
        day.pass_time(minutes=40)
        day.ask(c.ResumeHall)
        assert due_at(day.hall.memory, start, timedelta(minutes=30)) == start + timedelta(minutes=70)
        assert due_at(day.hall.memory, start, timedelta(minutes=5)) == start + timedelta(minutes=5), "due before it"
        assert due_at(day.hall.memory, day.now, timedelta(minutes=5)) == day.now + timedelta(minutes=5)


class TestParkedLines:
    def test_the_lines_concerned_stand_still_and_the_others_go_on(self) -> None:
        day = staffed()
        day.take("passport-new")
        day.take("ready")
        day.ask(c.SuspendHall, why="registers-down", lines=("passport", "residence"))
        assert day.call(2) == ("М001", "oldest")
        assert day.call(2) is None
        assert day.see("К001").estimate is None
        day.ask(c.ResumeHall)
        assert day.call(2) == ("К001", "oldest")

    def test_nobody_is_called_from_them_out_of_turn_either(self) -> None:
        day = staffed()
        day.take("passport-new")
        day.ask(c.SuspendHall, why="registers-down", lines=("passport",))
        with pytest.raises(Refused, match="line-closed"):
            day.ask(c.CallTicket, window=1, ticket="К001", why="з немовлям")

    def test_the_end_of_an_alarm_is_not_the_return_of_the_registers(self) -> None:
        day = staffed()
        day.ask(c.SuspendHall, why="registers-down", lines=("passport",))
        day.ask(c.SuspendHall, why="air-raid")
        assert [notice.code for notice in seen(day).notices] == ["air-raid", "registers-down"]
        day.ask(c.ResumeHall)
        assert seen(day).mode == "registers-down"
        day.ask(c.ResumeHall)
        assert seen(day).mode == "normal"
        with pytest.raises(Refused, match="unknown-line"):
            day.ask(c.ResumeHall, lines=("flood",))

    def test_everybody_is_told_which_lines_and_why(self) -> None:
        day = staffed()
        day.ask(c.SuspendHall, why="registers-down", lines=("passport",))
        (notice,) = seen(day).notices
        assert (notice.code, notice.lines, notice.stops) == ("registers-down", ("passport",), True)
        assert notice.text["uk"].startswith("Не працюють державні реєстри. Поки що не викликаємо: К — Паспорт.")
        day.ask(c.SuspendHall, why="flood", lines=("residence", "pickup"))
        assert told(day)[1].startswith("Not calling for now: А — Residence, М — Pick-up.")

    def test_many_lines_are_told_by_their_letters(self) -> None:
        day = staffed()
        day.ask(c.SuspendHall, why="registers-down", lines=("passport", "residence", "pickup"))
        assert "К, А, М." in told(day)[0]


class TestWhatIsTold:
    def test_an_ordinary_hall_has_nothing_to_tell(self) -> None:
        day = staffed()
        assert (seen(day).mode, seen(day).notices) == ("normal", ())

    @pytest.mark.parametrize("why", ["air-raid", "evacuation", "registers-down", "power", "water-leak"])
    def test_a_suspended_hall_says_why_in_every_language(self, why: str) -> None:
        day = staffed()
        day.ask(c.SuspendHall, why=why)
        (notice,) = seen(day).notices
        assert (seen(day).mode, notice.code, notice.stops) == (why, why, True)
        assert all("{" not in words and words for words in notice.text.values())
        assert set(notice.text) == {"uk", "en"}

    def test_who_comes_back_is_told_until_when(self) -> None:
        day = staffed(resume_grace=timedelta(minutes=5))
        day.ask(c.SuspendHall, why="air-raid")
        day.pass_time(minutes=30)
        day.ask(c.ResumeHall)
        (notice,) = seen(day).notices
        assert (notice.code, notice.until) == ("resuming", day.now + timedelta(minutes=5))
        assert "by 08:35" in notice.text["en"]
        day.pass_time(minutes=5)
        assert seen(day).mode == "normal"

    def test_a_surge_tells_which_windows_help_now(self) -> None:
        day = staffed()
        day.ask(c.StartSurge, surge="students")
        assert (seen(day).mode, told(day)) == ("surge", ["М — Pick-up: window 1 is helping too."])
        day.ask(c.OpenWindow, window=4)
        assert told(day) == ["М — Pick-up: windows 1, 4 are helping too."]
        for window in (1, 4):
            day.ask(c.CloseWindow, window=window)
        assert told(day) == [], "nobody helps"


class TestClosing:
    def test_after_reception_those_inside_are_called_and_everybody_is_told(self) -> None:
        hours = msgspec.structs.replace(HALL.hall, reception="Mo-Fr 08:00-18:00")
        day = Day(msgspec.structs.replace(HALL, hall=hours))
        day.ask(c.OpenWindow, window=1)
        day.take()
        day.take()
        day.pass_time(hours=9, minutes=59)
        assert seen(day).mode == "normal"
        day.pass_time(minutes=1)
        assert (seen(day).mode, seen(day).hall) == ("closing", "open")
        assert told(day) == ["No more tickets today. We are calling those who have one."]
        assert day.call(1) == ("А001", "oldest")
        assert day.call(1) == ("А002", "oldest")
        assert seen(day).mode == "normal", "nobody is inside any more"

    def test_an_alarm_is_graver_than_the_end_of_the_day(self) -> None:
        hours = msgspec.structs.replace(HALL.hall, reception="Mo-Fr 08:00-18:00")
        day = Day(msgspec.structs.replace(HALL, hall=hours))
        day.ask(c.OpenWindow, window=1)
        day.take()
        day.pass_time(hours=11)
        day.ask(c.SuspendHall, why="air-raid")
        assert [notice.code for notice in seen(day).notices] == ["air-raid"]
