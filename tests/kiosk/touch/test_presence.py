import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.touch.presence import BROWSING, STRIKE_GUARD, Patience, Presence
from kiosk.touch.sizes import GAP, LARGE, LARGE_LETTERS, LETTERS, TARGET, low_room, px_per_mm
from kiosk.touch.sizes import REACH as LOW_MODE_IS_WITHIN

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
    assert LARGE >= 2
    assert LARGE_LETTERS * 0.714 >= 7.28  # 0.7° at 0.6 m
    assert LOW_MODE_IS_WITHIN == 1100


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


@given(st.floats(0, 2000), st.sampled_from([(268.0, 476.0), (476.0, 268.0)]))
def test_low_mode_ends_at_1100_mm_and_never_takes_the_room_that_buttons_need(bottom: float, panel: tuple[float, float]):
    room = low_room(bottom, *panel)
    assert room <= panel[1]
    within_reach = bottom + room <= 1100.001
    hung_too_high = bottom > (750 if panel[1] > panel[0] else 850)
    assert within_reach or hung_too_high
    assert room >= min(panel[1], 250)


@given(st.floats(1, 100), st.floats(0, 100))
def test_whoever_needs_more_time_is_never_sent_away_unasked(idle: float, asking: float):
    slow = replace(Presence().touched(0.0, obeyed=False), slow=True)
    patience = Patience(idle, asking)
    assert slow.mood(patience, idle * 1.99) == "here"
    assert slow.mood(patience, idle * 2 + 39.9) == "asked"
    assert slow.warning >= 20
