"""The buttons of a box without a role on every usual panel: a finger hits them, and nothing else has lost its room."""

from __future__ import annotations

import pytest

from broker.contracts.arrival import WANTED_ROLES
from tests.kiosk.looks import (
    ON_SCREEN,
    Screen,
    crowded_buttons,
    measured,
    small_buttons,
    small_letters,
    words_cut,
    words_outside,
)

pytestmark = ON_SCREEN


@pytest.fixture(scope="module")
def screens() -> list[Screen]:
    return measured("tests.kiosk.apps.measured_newcomer")


def test_each_role_has_a_button_of_twenty_millimetres_apart_from_the_others(screens: list[Screen]):
    assert {len(s["buttons"]) for s in screens} == {len(WANTED_ROLES)}
    assert small_buttons(screens) == []
    assert crowded_buttons(screens) == []


def test_all_words_have_room_and_can_be_read_from_a_step_away(screens: list[Screen]):
    assert words_outside(screens) == []
    assert words_cut(screens) == []
    assert small_letters(screens, lambda _screen: 2.0) == []


def test_the_code_is_the_largest_of_all(screens: list[Screen]):
    for s in screens:
        sizes = {words: size for words, _, size, *_ in s["labels"]}
        code = sizes.pop(s["code"], None)
        assert code is None or code > 1.2 * max(sizes.values()), s["screen"]
