"""A sign says what its own window does, and how old that is."""

from datetime import timedelta

import msgspec
import pytest

from broker.contracts.phrases import Phrases
from display.look.aging import STALE
from display.look.blinking import BLINKS, PHASE
from display.window_sign.face import Face, Teller
from display.window_sign.run import PHRASES
from display.window_sign.samples import NUMBER, STATES, WINDOW, snapshot
from display.window_sign.watching import Watching
from tests.display.halls import NOON

pytestmark = pytest.mark.fast

TELLER = Teller(WINDOW, Phrases.load(PHRASES), ("uk", "en"))


def face(state: str) -> Face:
    return TELLER.face(*STATES[state](NOON))


def test_a_called_visitor_sees_the_number_in_both_languages():
    assert face("calling").number == NUMBER
    assert face("calling").words.first == "Запрошуємо"
    assert face("calling").words.second == "Please come"


def test_other_windows_are_nobodys_business_here():
    assert all("К007" not in str(face(state)) for state in STATES)


@pytest.mark.parametrize("state", ["free", "paused", "closed", "air-raid", "connecting"])
def test_no_number_stands_above_a_window_that_has_nobody(state: str):
    assert face(state).number == ""


def test_a_window_that_stands_open_in_a_closed_hall_is_closed():
    assert TELLER.face(snapshot(NOON, "free", hall="closed"), 0.1).kind == "closed"


def test_whoever_sits_at_the_window_when_the_hall_closes_is_still_served():
    assert TELLER.face(snapshot(NOON, "serving", hall="closed"), 0.1).kind == "serving"


def test_an_alarm_goes_before_a_call_and_says_what_the_hall_says():
    alarmed = TELLER.face(snapshot(NOON, "calling", hall="suspended"), 0.1)
    assert (alarmed.kind, alarmed.number) == ("stopped", "")
    assert alarmed.words.first.startswith("Повітряна тривога")


def test_a_window_that_the_hall_does_not_know_is_not_called_closed():
    others = msgspec.structs.replace(snapshot(NOON, "calling"), windows=())
    assert TELLER.face(others, 0.1).kind == "connecting"


def test_old_data_says_its_age_and_fresh_data_does_not():
    calling = snapshot(NOON, "calling")
    assert TELLER.face(calling, STALE).age == ""
    assert TELLER.face(calling, STALE + 2.2).age == "Дані 7 с тому  ·  Data 7 s old"
    assert TELLER.face(calling, 200.0).age == "Дані 3 хв тому  ·  Data 3 min old"


def test_four_letters_that_cannot_tell_their_age_show_no_number_that_may_be_old():
    assert face("calling").short == NUMBER
    assert face("stale").number == NUMBER
    assert face("stale").short == "····"
    assert [face(state).short for state in ("free", "closed", "paused")] == ["5", "СТОП", "СТОП"]


def test_a_call_blinks_for_its_ten_seconds_and_then_stands_still():
    watching, called = Watching(TELLER), snapshot(NOON, "calling", ago=0.0)
    begun = 100.0
    others = [watching.look(called, 0.0, begun + PHASE * (i + 0.5)).other for i in range(24)]
    assert others[:20] == [False, True] * 10
    assert not any(others[20:])


def test_it_asks_to_be_looked_at_for_each_phase_and_then_only_for_its_age():
    watching, called = Watching(TELLER), snapshot(NOON, "calling", ago=0.0)
    assert watching.look(called, 0.0, 100.0).again == pytest.approx(PHASE + 0.01)
    assert watching.look(called, 1.0, 100.0 + BLINKS).again == pytest.approx(STALE - 1.0 + 0.05)
    assert Watching(TELLER).look(None, 0.0, 100.0).again is None


def test_a_sign_that_was_away_does_not_blink_with_an_old_call():
    look = Watching(TELLER).look(snapshot(NOON, "calling", ago=60.0), 0.0, 100.0)
    assert (look.face.kind, look.other) == ("calling", False)
    assert look.again == pytest.approx(STALE + 0.05)


def test_a_heartbeat_does_not_begin_the_blinking_anew_and_a_recall_does():
    watching = Watching(TELLER)
    watching.look(snapshot(NOON, "calling", ago=0.0), 0.0, 100.0)
    later = snapshot(NOON + timedelta(seconds=11), "calling", ago=11.0)
    assert watching.look(later, 0.0, 111.6).again == pytest.approx(STALE + 0.05)
    recalled = snapshot(NOON + timedelta(seconds=12), "calling", ago=0.0, times=2)
    assert watching.look(recalled, 0.0, 112.0).again == pytest.approx(PHASE + 0.01)
