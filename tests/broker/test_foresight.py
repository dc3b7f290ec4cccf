"""Looking ahead takes only the time that nobody needs for anything else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from broker.contracts import commands as c
from broker.queuemaster import foresight as under_test
from broker.queuemaster.foresight import Foresight
from broker.queuemaster.picture import snapshot
from broker.queuemaster.steps import Steps
from tests.broker.day import Day

pytestmark = pytest.mark.fast


class Watch:
    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def ahead(watch: Watch) -> Foresight:
    made = Foresight(watch)
    made.warm_up()
    return made


@pytest.fixture
def day() -> Day:
    day = Day()
    day.ask(c.OpenWindow, window=3)
    for _ in range(5):
        day.take()
    return day


def play(ahead: Foresight, day: Day, watch: Watch, seconds: float) -> int:
    plays = ahead.plays(day.hall)
    with ahead.spending(day.hall, plays):
        watch.seconds += seconds if plays else 0.0
    return plays


def to_its_end(ahead: Foresight, day: Day) -> bool:
    ended = ahead.look(day.hall, day.now)
    while ahead.looking:
        ended = ahead.look(day.hall, day.now)
    return ended


def test_until_it_is_warm_the_formula_answers(watch: Watch, day: Day) -> None:
    cold = Foresight(watch)
    assert cold.plays(day.hall) == 0
    assert not cold.look(day.hall, day.now)
    assert cold.lines(day.hall, day.now) is None


def test_in_a_rush_the_formula_answers_at_once_until_it_is_over(ahead: Foresight, day: Day, watch: Watch) -> None:
    played = sum(play(ahead, day, watch, 0.010) > 0 for _ in range(200))
    assert 5 <= played <= 15
    assert ahead.plays(day.hall) == 0
    watch.seconds += 10.0
    assert ahead.plays(day.hall) > 0


def test_twenty_tickets_a_second_are_played_while_a_play_is_quick(ahead: Foresight, day: Day, watch: Watch) -> None:
    for _ in range(200):
        assert play(ahead, day, watch, 0.003) > 0
        watch.seconds += 0.047


def test_of_twenty_tickets_a_second_hardly_one_waits_for_a_long_play(ahead: Foresight, day: Day, watch: Watch) -> None:
    played = 0
    for _ in range(2000):
        played += play(ahead, day, watch, 0.015) > 0
        watch.seconds += 0.035
    assert played <= 20


def test_who_comes_alone_is_always_played_however_long_the_boards_take(
    ahead: Foresight, day: Day, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow(under_test.Forecast):
        def lines_in_steps(self) -> Steps[under_test.Lines]:
            watch.seconds += 0.12
            yield
            return (yield from super().lines_in_steps())

    monkeypatch.setattr(under_test, "Forecast", Slow)
    for _ in range(50):
        assert play(ahead, day, watch, 0.040) > 0
        watch.seconds += 2.5
        day.take()
        assert to_its_end(ahead, day)


def test_the_boards_are_played_a_moment_at_a_time_and_tell_what_was_true_when_it_began(
    ahead: Foresight, day: Day, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow(under_test.Forecast):
        def lines_in_steps(self) -> Steps[under_test.Lines]:
            steps = super().lines_in_steps()
            for _ in range(50):
                watch.seconds += 0.001
                yield
            return (yield from steps)

    monkeypatch.setattr(under_test, "Forecast", Slow)
    began, slices = watch.seconds, 0
    while True:
        before = watch.seconds
        ended = ahead.look(day.hall, day.now)
        slices += 1
        assert watch.seconds - before < 2 * under_test._SLICE
        if ended:
            break
        assert ahead.looking
        assert ahead.lines(day.hall, day.now) is None  # nothing half played is told
    assert slices >= 10
    assert not ahead.looking
    assert ahead.lines(day.hall, day.now) is not None
    watch.seconds = began + under_test._HOLDS + 0.1
    day.take()
    assert ahead.lines(day.hall, day.now) is None


def test_in_a_rush_the_boards_are_played_less_often(ahead: Foresight, day: Day, watch: Watch) -> None:
    looked = 0
    for _ in range(600):
        day.take()
        ahead.plays(day.hall)
        watch.seconds += 0.05
        looked += ahead.look(day.hall, day.now)
    assert 5 <= looked <= 8


def test_a_hall_too_full_to_be_played_soon_enough_is_not(ahead: Foresight, day: Day, watch: Watch) -> None:
    assert play(ahead, day, watch, 0.060) > 0
    watch.seconds += 2
    assert ahead.plays(day.hall) == 0


def test_one_slow_moment_is_forgotten(ahead: Foresight, day: Day, watch: Watch) -> None:
    play(ahead, day, watch, 0.060)
    watch.seconds += 60
    assert ahead.plays(day.hall) > 0


def test_boards_are_played_for_every_two_seconds_at_most_and_only_when_something_happened(
    ahead: Foresight, day: Day, watch: Watch
) -> None:
    assert ahead.look(day.hall, day.now)
    assert not ahead.look(day.hall, day.now)
    day.take()
    assert not ahead.look(day.hall, day.now)
    watch.seconds += 2.1
    assert ahead.look(day.hall, day.now)
    watch.seconds += 2.1
    assert not ahead.look(day.hall, day.now)
    watch.seconds += 20
    assert ahead.look(day.hall, day.now)


def test_between_plays_the_boards_never_tell_a_time_that_has_passed(ahead: Foresight, day: Day) -> None:
    ahead.look(day.hall, day.now)
    for seconds in range(0, 1200, 7):
        now = day.now + timedelta(seconds=seconds)
        shown = snapshot(day.hall, now, "boot", waits=ahead.lines(day.hall, now)).lines[0].estimate
        assert shown
        assert shown.method == "played"
        assert now.replace(second=0, microsecond=0) <= shown.earliest <= shown.likely <= shown.latest
        assert shown.latest > now


def test_what_was_played_is_not_told_for_long_once_the_hall_has_changed(
    ahead: Foresight, day: Day, watch: Watch
) -> None:
    ahead.look(day.hall, day.now)
    watch.seconds += 15
    assert ahead.lines(day.hall, day.now) is not None
    day.take()
    assert ahead.lines(day.hall, day.now) is None


def test_what_was_played_before_an_alarm_or_yesterday_is_not_shown(ahead: Foresight, day: Day) -> None:
    ahead.look(day.hall, day.now)
    assert ahead.lines(day.hall, day.now) is not None
    day.ask(c.SuspendHall, why="air-raid")
    assert ahead.lines(day.hall, day.now) is None
    day.ask(c.ResumeHall)
    day.pass_time(hours=24)
    assert ahead.lines(day.hall, day.now) is None


def test_the_limits_leave_a_burst_of_two_hundred_within_its_second() -> None:
    assert under_test._MOST + under_test._LONGEST + 1.0 * under_test._SHARE < 0.75
