"""A surge: windows lend a hand in lines that are not theirs, for a while."""

from __future__ import annotations

import msgspec
import pytest

from broker.contracts import commands as c
from broker.contracts import events as e
from broker.contracts.errors import Refused
from broker.contracts.hall_file import Surge
from broker.queuemaster.formula import Load
from broker.queuemaster.hall import evolve
from broker.queuemaster.picture import snapshot
from tests.broker.day import Day
from tests.broker.halls import PLAN

pytestmark = pytest.mark.fast

SURGES = (
    Surge(id="students", name={"uk": "Наплив студентів"}, windows=(1,), lines=("pickup",)),
    Surge(id="movers", name={"uk": "Переїзди"}, windows=(1, 2), lines=("residence", "pickup")),
)
HALL = msgspec.structs.replace(PLAN, surge=SURGES)


@pytest.fixture
def day() -> Day:
    day = Day(HALL)
    for window in (1, 2):
        day.ask(c.OpenWindow, window=window)
    return day


def test_a_window_takes_what_it_is_lent_after_its_own(day: Day) -> None:
    day.take("ready")
    day.pass_time(minutes=3)
    day.take("registration")
    assert Load(day.hall, day.now).wait("pickup")
    day.ask(c.StartSurge, surge="students")
    assert day.hall.memory.windows[1].serves == ("residence", "passport", "pickup")
    assert day.call(1) == ("А001", "other-line"), "its own line goes first, two lines and four minutes before"
    assert day.call(1) == ("М001", "oldest")


def test_when_it_is_over_each_window_has_its_own_lines_again(day: Day) -> None:
    day.ask(c.StartSurge, surge="students")
    day.ask(c.StartSurge, surge="movers")
    assert day.hall.memory.windows[1].serves == ("residence", "passport", "pickup")
    assert day.hall.memory.windows[2].serves == ("passport", "pickup", "residence")
    day.ask(c.EndSurge, surge="students")
    assert day.hall.memory.windows[1].serves == ("residence", "passport", "pickup"), "the other one goes on"
    day.ask(c.EndSurge, surge="movers")
    assert [w.serves for w in day.hall.memory.windows.values()] == [w.lines for w in day.hall.memory.windows.values()]
    day.take("ready")
    assert day.call(1) is None


def test_a_window_that_opens_during_a_surge_takes_part_in_it(day: Day) -> None:
    day.ask(c.CloseWindow, window=1)
    day.ask(c.StartSurge, surge="students")
    day.take("ready")
    day.ask(c.OpenWindow, window=1)
    assert day.call(1) == ("М001", "oldest")


def test_who_was_called_during_a_surge_is_served_after_it(day: Day) -> None:
    day.ask(c.StartSurge, surge="students")
    day.take("ready")
    day.ask(c.CallNext, window=1)
    day.ask(c.EndSurge, surge="students")
    ticket = day.ask(c.Finish, window=1)
    assert ticket
    assert ticket.state == "done"


def test_a_surge_ends_with_the_day(day: Day) -> None:
    day.ask(c.StartSurge, surge="movers")
    ended = [event for event in day.pass_time(hours=20) if isinstance(event, e.SurgeEnded)]
    assert [(event.surge, event.why) for event in ended] == [("movers", "day-closed")]
    assert day.hall.memory.windows[2].serves == ("passport", "pickup")


def test_starting_twice_is_starting_once_and_an_unknown_surge_is_refused(day: Day) -> None:
    day.ask(c.StartSurge, surge="movers")
    seq = day.hall.seq
    day.ask(c.StartSurge, surge="movers")
    day.ask(c.EndSurge, surge="students")
    assert day.hall.seq == seq
    for kind in (c.StartSurge, c.EndSurge):
        with pytest.raises(Refused) as refusal:
            day.ask(kind, surge="flood")
        assert (refusal.value.reason, refusal.value.details) == ("unknown-surge", {"surge": "flood"})


def test_a_surge_that_the_hall_file_has_lost_can_still_be_ended(day: Day) -> None:
    day.ask(c.StartSurge, surge="movers")
    day.hall.plan = PLAN
    day.ask(c.EndSurge, surge="movers")
    assert not day.hall.memory.surges


def test_the_past_does_not_change_with_the_hall_file(day: Day) -> None:
    day.ask(c.StartSurge, surge="movers")
    again = Day(PLAN)
    for event in day.heard:
        evolve(again.hall, event)
    assert again.hall.memory == day.hall.memory


def test_boards_see_what_a_window_serves_now(day: Day) -> None:
    day.ask(c.StartSurge, surge="students")
    seen = snapshot(day.hall, day.now, "boot")
    assert seen.windows[0].lines == ("residence", "passport", "pickup")
