from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from display.look.recent import Recent

pytestmark = pytest.mark.fast


def kept(most: int = 3) -> tuple[Recent[str, str], list[str]]:
    """What weighs as many as it has letters, and a list of all that was made."""
    return Recent(most, len), []


def ask(recent: Recent[str, str], made: list[str], key: str) -> str:
    return recent.get(key, lambda: made.append(key) or key)  # type: ignore[func-returns-value]


def test_what_is_kept_is_not_made_again():
    recent, made = kept()
    assert [ask(recent, made, key) for key in "abab"] == list("abab")
    assert made == ["a", "b"]


def test_what_was_not_wanted_for_longest_goes_first():
    recent, made = kept()
    for key in "abcad":  # the a is wanted again, so the b goes
        ask(recent, made, key)
    ask(recent, made, "a")
    ask(recent, made, "b")
    assert made == ["a", "b", "c", "d", "b"]


def test_one_thing_that_is_too_heavy_is_kept_alone():
    recent, made = kept()
    for key in ("a", "heavy", "heavy"):
        ask(recent, made, key)
    assert made == ["a", "heavy"]


@given(st.lists(st.text("abc", min_size=1, max_size=3)))
def test_it_never_keeps_more_than_it_may(keys: list[str]):
    recent, made = kept(4)
    for key in keys:
        assert ask(recent, made, key) == key
        assert recent.weighs <= 4
