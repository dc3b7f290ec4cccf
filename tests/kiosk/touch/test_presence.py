import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.touch.presence import BROWSING, STRIKE_GUARD, Patience, Presence
from kiosk.touch.sizes import GAP, LETTERS, TARGET, px_per_mm

pytestmark = pytest.mark.fast

_SECONDS = st.floats(0, 1e6)


def test_twenty_millimetres_are_81_pixels_on_a_standing_21_inch_panel():
    assert TARGET * px_per_mm(1080, 1920, 21.5) == pytest.approx(80.7, abs=0.1)


def test_sizes_are_those_that_the_standards_ask_for():
    assert TARGET >= 20
    assert GAP >= 3
    assert LETTERS * 0.714 >= 6.1  # the capitals of Noto Sans, read from half a metre
    assert STRIKE_GUARD >= 0.5
    assert BROWSING.asking >= 20


@given(_SECONDS, st.floats(0, STRIKE_GUARD, exclude_max=True))
def test_a_trembling_finger_is_one_touch(at: float, after: float):
    touched = Presence().touched(at, obeyed=True)
    assert touched.deaf(at + after) == (at + after - at < STRIKE_GUARD)
    assert not touched.deaf(at + 1)


@given(_SECONDS, st.floats(1, 100), st.floats(0, 100))
def test_the_mood_goes_from_here_over_asked_to_gone_and_each_change_is_announced(at: float, idle: float, asking: float):
    patience, presence = Patience(idle, asking), Presence().touched(at, obeyed=False)
    moods, moment = [presence.mood(patience, at)], at
    while (change := presence.next_change(patience, moment)) is not None:
        assert change > moment
        moment = change
        moods.append(presence.mood(patience, moment))
    assert moods in (["here", "asked", "gone"], ["here", "gone"])


def test_whoever_types_may_strike_another_key_at_once_but_trembles_on_the_same():
    first = Presence().touched(1.0, obeyed=True, key="а").shown(1.1)
    assert not first.deaf_to_key("б", 1.15)
    assert first.deaf_to_key("а", 1.45)
    assert not first.deaf_to_key("а", 1.55)
    assert first.deaf(1.5)  # what was found may have moved under the finger


def test_a_finger_on_its_way_to_the_button_before_the_keyboard_strikes_no_key():
    assert Presence().touched(1.0, obeyed=True).shown(1.2).deaf_to_key("а", 1.6)
