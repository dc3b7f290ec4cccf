"""Lines take turns at the windows that serve several of them, in the ratio of the hall file."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from itertools import combinations, takewhile

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broker.contracts import commands as c
from broker.contracts.hall_file import HallFile, Turns
from broker.queuemaster.state import Round
from broker.queuemaster.turns import next_turn, share
from tests.broker.halls import PLAN
from tests.broker.test_turn import Day

pytestmark = pytest.mark.fast

TWO_TO_ONE = Turns(lines=("passport", "residence"), ratio=(2, 1))


def sharing(*groups: Turns) -> HallFile:
    return msgspec.structs.replace(PLAN, turns=groups)


def hall_of_turns(*windows: int) -> Day:
    day = Day()
    day.hall.plan = sharing(TWO_TO_ONE)
    for window in windows:
        day.ask(c.OpenWindow, window=window)
    return day


def called(day: Day, window: int) -> str:
    found = day.call(window)
    assert found
    return found[0]


def test_two_passports_go_to_one_residence_however_long_the_residence_has_waited() -> None:
    day = hall_of_turns(4)
    for service in ("registration", "passport-new"):
        for _ in range(6):
            day.take(service)
        day.pass_time(minutes=20)
    assert "".join(called(day, 4)[0] for _ in range(9)) == "КАККАККАК"


def test_a_call_by_turn_says_that_it_was_another_line() -> None:
    day = hall_of_turns(4)
    day.take("registration")
    day.take("passport-new")
    assert day.call(4) == ("К001", "other-line")


def test_a_line_where_nobody_waited_has_saved_up_nothing() -> None:
    day = hall_of_turns(4)
    for _ in range(12):
        day.take("passport-new")
    for _ in range(6):
        called(day, 4)
    for _ in range(6):
        day.take("registration")
    assert "".join(called(day, 4)[0] for _ in range(6)).count("А") == 2


def test_no_priority_and_no_guarantee_waits_for_a_turn() -> None:
    day = hall_of_turns(4)
    day.hall.plan = msgspec.structs.replace(
        day.hall.plan, policy=msgspec.structs.replace(PLAN.policy, guarantee=timedelta(minutes=30))
    )
    day.take("registration", priority="veteran")
    day.take("registration")
    day.take("passport-new")
    day.pass_time(minutes=5)
    assert day.call(4) == ("А001", "oldest")
    day.pass_time(minutes=25)
    assert day.call(4) == ("А002", "oldest")
    assert not day.hall.memory.turns


def test_a_window_of_one_line_takes_no_turns() -> None:
    day = hall_of_turns(2)
    day.take("passport-new")
    assert day.call(2) == ("К001", "oldest")
    assert not day.hall.memory.turns


def test_another_ratio_begins_another_round() -> None:
    assert share(("a", "b"), (2, 1)) != share(("a", "b"), (1, 2))


History = list[tuple[str, frozenset[str]]]  # of each call: whose turn it was, and where somebody waited


@st.composite
def any_days(draw: st.DrawFn) -> tuple[dict[str, int], History]:
    """Lines with their shares, and calls at which people of some or all of them wait, the same for some calls."""
    ratio = draw(st.lists(st.integers(1, 9), min_size=2, max_size=4))
    lines = tuple(f"line-{n}" for n in range(len(ratio)))
    group, rounds, history = Turns(lines=lines, ratio=tuple(ratio)), dict[str, Round](), History()
    stretches = draw(st.lists(st.tuples(st.sets(st.sampled_from(lines), min_size=1), st.integers(1, 9)), max_size=6))
    for waiting in (waiting for waiting, calls in stretches for _ in range(calls)):
        turn = next_turn(group, lines, waiting, rounds)
        if turn is not None:
            taken = rounds.setdefault(share(turn.lines, turn.ratio), Round())
            taken.now, taken.next[turn.line] = turn.start, turn.next
            history.append((turn.line, frozenset(waiting)))
    return dict(zip(lines, ratio, strict=True)), history


@settings(max_examples=60, deadline=None)
@given(any_days())
def test_of_any_two_lines_each_gets_its_share_within_one_while_both_wait(day: tuple[dict[str, int], History]) -> None:
    shares, history = day
    for one, other in combinations(shares, 2):
        part = Fraction(shares[one], shares[one] + shares[other])
        for begin in range(len(history)):
            both = takewhile(lambda call: {one, other} <= call[1], history[begin:])  # noqa: B023 - used at once
            calls = [line == one for line, _ in both if line in (one, other)]
            assert all(abs(sum(calls[:end]) - part * end) <= 1 for end in range(len(calls) + 1)), history


@settings(max_examples=60, deadline=None)
@given(any_days())
def test_no_line_where_somebody_waits_is_left_out_longer_than_a_round(day: tuple[dict[str, int], History]) -> None:
    shares, history = day
    for line in shares:
        passed = 0
        for chosen, waiting in history:
            assert chosen in waiting
            passed = passed + 1 if line in waiting and chosen != line else 0
            assert passed <= sum(shares.values()) + len(shares)
