"""The busy minute ends, also where the voice is so far behind that it drops calls."""

from __future__ import annotations

import pytest

from bench.busy_minute import GIVEN_UP, _Told

pytestmark = pytest.mark.fast

CALLS = ((0.0, "А012", 3), (0.3, "А013", 5))


def test_a_minute_in_which_a_call_was_dropped_is_given_up_and_the_call_is_named() -> None:
    told = _Told()
    told.words = [("started", ("А012",), 100.0), ("finished", ("А012",), 106.0)]
    assert not told.over(CALLS)
    assert told.unsaid(CALLS) == ("А013",)
    assert not told.given_up(last=101.0, moment=106.0 + GIVEN_UP)
    assert told.given_up(last=101.0, moment=106.1 + GIVEN_UP)


def test_a_voice_that_says_nothing_at_all_is_given_up_too() -> None:
    assert _Told().given_up(last=100.0, moment=100.1 + GIVEN_UP)
    assert not _Told().given_up(last=100.0, moment=130.0)
