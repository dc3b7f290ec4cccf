"""Windows that leave and come back as on other days."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import numpy as np
import pytest

from broker.contracts import commands as c
from broker.queuemaster.attendance import absences, may_return
from broker.queuemaster.chance import chance
from broker.queuemaster.estimate import Forecast
from broker.queuemaster.expectation import Expectation
from broker.queuemaster.outlook import Outlook
from broker.queuemaster.play import NEVER
from tests.broker.day import Day
from tests.broker.halls import PLAN

pytestmark = pytest.mark.fast


def at(day: Day, hour: int, minute: int = 0) -> None:
    day.pass_time(seconds=(day.now.replace(hour=hour, minute=minute) - day.now).total_seconds())


def after_days(count: int) -> Day:
    """A hall whose window 3 went for an hour at noon on `count` days, and closed at five."""
    day = Day()
    for _ in range(count):
        at(day, 8)
        day.ask(c.OpenWindow, window=3)
        day.take()
        day.call(3)
        at(day, 12)
        day.ask(c.PauseWindow, window=3)
        at(day, 13)
        day.ask(c.OpenWindow, window=3)
        at(day, 17)
        day.ask(c.CloseWindow, window=3)
        day.pass_time(hours=24)
    at(day, 8)
    return day


def outlook(day: Day) -> Outlook:
    return Outlook(day.hall, day.now, Expectation(PLAN, day.hall.memory.learnt), chance(1, 100))


def test_a_break_of_every_day_is_expected_today() -> None:
    day = after_days(4)
    day.ask(c.OpenWindow, window=3)
    at(day, 11)
    (begin, end), (_, last) = absences(outlook(day), list(day.hall.memory.windows.values()))
    assert np.mean(np.abs(begin - 3600) < 150) > 0.85
    assert np.mean(np.abs(end - 7200) < 150) > 0.85
    assert (last == NEVER).all()  # nobody is back after five


def test_nobody_is_sent_into_a_break_of_which_nothing_is_known() -> None:
    day = Day()
    day.ask(c.OpenWindow, window=3)
    assert absences(outlook(day), list(day.hall.memory.windows.values())) == ()


def test_a_window_that_is_away_as_always_is_expected_back_as_always() -> None:
    day = after_days(4)
    day.ask(c.OpenWindow, window=3)
    at(day, 12)
    day.ask(c.PauseWindow, window=3)
    at(day, 12, 20)
    ((begin, end), _) = absences(outlook(day), list(day.hall.memory.windows.values()))
    assert (begin < 0).all()
    assert np.mean(np.abs(end - 2400) < 150) > 0.85


def test_a_window_that_pauses_out_of_the_ordinary_is_soon_back() -> None:
    day = after_days(4)
    day.ask(c.OpenWindow, window=3)
    at(day, 9)
    day.ask(c.PauseWindow, window=3)
    (_, end), _ = absences(outlook(day), list(day.hall.memory.windows.values()))
    assert 300 < np.median(end) < 1200


def test_who_comes_before_the_windows_open_is_told_a_time_once_the_hall_knows_its_mornings() -> None:
    day = after_days(4)
    day.now = day.now.replace(hour=7, minute=40)
    assert [window.id for window in may_return(outlook(day))] == [3]
    estimate = Forecast(day.hall, day.now, plays=30).line("residence")
    assert estimate
    assert abs(estimate.likely - day.now.replace(hour=8, minute=0)) <= timedelta(minutes=3)


def test_breaks_of_the_hall_file_are_expected_before_any_day_was_seen() -> None:
    windows = tuple(
        msgspec.structs.replace(window, breaks="Mo-Su 12:00-13:00") if window.id == 3 else window
        for window in PLAN.window
    )
    plan = msgspec.structs.replace(
        PLAN, window=windows, hall=msgspec.structs.replace(PLAN.hall, reception="08:00-18:00")
    )
    day = Day(plan)
    day.ask(c.OpenWindow, window=3)
    day.ask(c.OpenWindow, window=4)
    at(day, 11, 30)
    (begin, end), _ = absences(outlook(day), list(day.hall.memory.windows.values()))
    assert np.mean(np.abs(begin[:, 0] - 1800) < 150) > 0.7
    assert np.median(end[:, 0]) == pytest.approx(5400, abs=150)
    assert (begin[:, 1] == NEVER).all()
