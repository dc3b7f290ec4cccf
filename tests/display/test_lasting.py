"""A board wakes for the next minute, the next words and the age of its data, and makes a view only for those."""

from __future__ import annotations

from datetime import timedelta

import pytest

from display.board.lasting import Lasting
from tests.display.halls import NOON

pytestmark = pytest.mark.fast

THEN = 500.0  # monotonic, at NOON


def next_look(age: float, *, known: bool = True, turn: float = 0.0) -> float:
    return Lasting.of(age, NOON, THEN, known=known, turn=turn).next_look(age, NOON, THEN)


def holds(lasting: Lasting, age: float, after: float) -> bool:
    return lasting.holds(age, NOON + timedelta(seconds=after), THEN + after)


def test_the_board_wakes_for_the_next_minute_and_for_the_age_alone() -> None:
    assert next_look(0.0, known=False) == pytest.approx(53.0)
    assert next_look(1.0) == pytest.approx(4.05)
    assert next_look(7.5) == pytest.approx(0.52)
    assert next_look(130.0) == pytest.approx(50.02)


def test_the_board_wakes_for_the_next_words() -> None:
    assert next_look(1.0, turn=2.5) == pytest.approx(2.52)
    assert next_look(1.0, turn=0.0) == pytest.approx(4.05)


def test_no_view_is_made_for_data_that_were_heard_anew() -> None:
    lasting = Lasting.of(1.0, NOON, THEN, known=True)
    assert holds(lasting, 0.05, 4.05)
    assert not holds(lasting, 5.05, 4.05)


def test_one_is_made_for_the_next_minute_also_when_the_clock_was_set_by_hours() -> None:
    lasting = Lasting.of(1.0, NOON, THEN, known=True)
    assert holds(lasting, 1.0, 52.9)
    assert not holds(lasting, 1.0, 53.0)
    assert not lasting.holds(1.0, NOON - timedelta(hours=3), THEN + 1)


def test_one_is_made_for_the_next_words() -> None:
    lasting = Lasting.of(1.0, NOON, THEN, known=True, turn=2.5)
    assert holds(lasting, 1.0, 2.4)
    assert not holds(lasting, 1.0, 2.52)


def test_one_is_made_for_every_look_while_the_age_is_told() -> None:
    assert not holds(Lasting.of(7.5, NOON, THEN, known=True), 7.6, 0.1)
    assert not holds(Lasting.of(7.5, NOON, THEN, known=True), 0.1, 1.0)
