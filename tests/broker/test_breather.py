"""Boards draw what has changed before the queue-master looks ahead, and in a rush it looks ahead all the same."""

from __future__ import annotations

import pytest

from broker.queuemaster.breather import APART, LASTS, Breather

pytestmark = pytest.mark.fast


def test_after_a_change_there_is_a_moment_for_the_boards() -> None:
    breather = Breather()
    assert breather.left(100.0) == 0.0
    breather.changed(100.0)
    assert breather.left(100.0) == pytest.approx(LASTS)
    assert breather.left(100.0 + LASTS) == 0.0


def test_changes_without_end_do_not_keep_it_from_looking_ahead() -> None:
    breather, held = Breather(), 0
    for tick in range(1000):
        moment = 100.0 + tick / 100
        breather.changed(moment)
        held += breather.left(moment) > 0
    assert held <= 1000 * (LASTS / APART) * 1.2
