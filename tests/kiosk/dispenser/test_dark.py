"""In a closed hall the screen goes dark, and the first touch only lights it."""

import pytest
from msgspec.structs import replace

from kiosk.dispenser.browsing import Home
from kiosk.dispenser.errands.wanted import Scanned
from kiosk.dispenser.flow import next_wake
from kiosk.dispenser.inputs import ChooseGroup, HallSeen
from kiosk.touch.presses import Speak, Touched
from kiosk.touch.reader import Fittings
from tests.kiosk.dispenser.by_hand import Dispenser

pytestmark = pytest.mark.fast

AFTER = 600.0


def closed(*, dark_after: float | None = AFTER) -> Dispenser:
    dispenser = Dispenser()
    dispenser.state = replace(dispenser.state, fittings=Fittings(dark_after=dark_after))
    dispenser.tell(HallSeen(dispenser.at, "closed"))
    return dispenser


def test_nobody_comes_to_a_closed_hall_and_its_screen_goes_dark():
    dispenser = closed()
    dispenser.wait(AFTER - 1)
    assert not dispenser.state.dark
    dispenser.wait(2)
    assert dispenser.state.dark


def test_the_first_touch_only_lights_it_and_the_next_is_obeyed():
    dispenser = closed()
    dispenser.wait(AFTER + 1)
    dispenser.touch(Speak("en"))
    assert (dispenser.state.dark, dispenser.state.language) == (False, "uk")
    dispenser.touch(Speak("en"), after=0.2)  # the same finger's second strike
    assert dispenser.state.language == "uk"
    dispenser.touch(Speak("en"))
    assert dispenser.state.language == "en"


def test_a_scan_in_the_dark_only_lights_it_too():
    dispenser = closed()
    dispenser.wait(AFTER + 1)
    dispenser.tell(Scanned(dispenser.at, "01KAQ5B2M4X7R8T9V0W1Y2Z3A4", "id"))
    assert (dispenser.state.dark, dispenser.state.place) == (False, Home())


def test_a_touch_puts_the_dark_off_for_as_long_again():
    dispenser = closed()
    dispenser.wait(AFTER - 5)
    dispenser.touch(None)
    dispenser.wait(AFTER - 5)
    assert not dispenser.state.dark
    dispenser.wait(10)
    assert dispenser.state.dark


def test_the_hall_opens_and_the_screen_is_lit_without_a_touch():
    dispenser = closed()
    dispenser.wait(AFTER + 1)
    dispenser.hall_open()
    assert not dispenser.state.dark
    dispenser.touch(ChooseGroup("residence"))
    assert dispenser.state.place != Home()


def test_an_open_hall_and_one_that_does_not_want_it_are_never_dark():
    dispenser = closed()
    dispenser.hall_open()
    dispenser.wait(2 * AFTER)
    assert not dispenser.state.dark
    lit = closed(dark_after=None)
    lit.wait(2 * AFTER)
    assert not lit.state.dark


def test_it_asks_to_be_woken_when_it_goes_dark_and_then_lets_the_machine_sleep():
    dispenser = closed()
    dispenser.tell(Touched(dispenser.at + 1, None, "id"))
    wake = next_wake(replace(dispenser.state, lost_at=1e9, heard_at=1e9), dispenser.at + 1)
    assert wake == pytest.approx(dispenser.at + 1 + AFTER)
    dispenser.wait(AFTER + 2)
    assert next_wake(replace(dispenser.state, heard_at=1e9, lost=True), dispenser.at) is None
