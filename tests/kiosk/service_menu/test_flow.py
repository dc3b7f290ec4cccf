"""A technician at an appliance: in by a code alone, out from everywhere, and never left open."""

from __future__ import annotations

import pytest

from kiosk.service_menu.inputs import (
    Digit,
    Do,
    Erase,
    LookAt,
    Looked,
    Note,
    Open,
    Reported,
    Run,
    Sure,
)
from kiosk.service_menu.items import DEEDS
from kiosk.service_menu.report import Report, line
from kiosk.service_menu.state import (
    Asking,
    Items,
    Pad,
    Shown,
    Working,
)
from kiosk.touch.presses import Back, Leave
from tests.kiosk.service_menu.technician import CODE, GOOD, Technician

pytestmark = pytest.mark.fast


def test_a_code_opens_the_menu_in_the_technicians_name():
    technician = Technician()
    technician.knock()
    look = technician.type()
    assert look == LookAt(1, CODE)
    assert technician.tell(Looked(technician.at, 1, "Олена")) == [Note("enter", "Олена")]
    assert technician.state.place == Items()


def test_a_wrong_code_is_noted_without_its_digits_and_the_pad_is_empty_again():
    technician = Technician()
    technician.knock()
    look = technician.type()
    assert look
    notes = technician.tell(Looked(technician.at, look.run, None))
    assert notes == [Note("enter", failed=True)]
    assert technician.state.place == Pad(wrong=True)
    assert CODE not in repr(technician.effects)
    assert CODE not in repr(technician.state)


def test_while_the_wait_lasts_no_digit_is_taken():
    technician = Technician()
    technician.knock(wait=30.0)
    assert technician.type() is None
    for _ in range(3):
        technician.press(None, 10.0)
    assert technician.type() is not None


def test_without_codes_nobody_types():
    technician = Technician()
    technician.knock(has_codes=False)
    assert technician.type() is None


def test_a_mistyped_digit_can_be_erased():
    technician = Technician()
    technician.knock()
    for press in (Digit("4"), Digit("9"), Erase()):
        technician.press(press)
    assert technician.type(CODE[1:]) == LookAt(1, CODE)


def test_a_deed_is_asked_for_once_and_its_report_is_shown():
    technician = Technician().come_in()
    technician.press(Open("printer"))
    (run,) = technician.press(None) or [technician.effects[-1]]
    assert run == Run(technician.state.run, "printer", "Олена")
    technician.tell(Reported(technician.at, technician.state.run, GOOD))
    assert technician.state.place == Shown("printer", GOOD)


def test_what_is_done_is_noted_with_its_outcome_and_what_is_only_looked_at_is_not():
    technician = Technician().come_in()
    technician.press(Open("printer"))
    assert technician.tell(Reported(technician.at, technician.state.run, GOOD)) == []
    technician.press(Do("test-slip"))
    bad = Report((line("slip-not-printed", "bad"),))
    assert technician.tell(Reported(technician.at, technician.state.run, bad)) == [Note("test-slip", "Олена", True)]


def test_a_restart_is_asked_about_first():
    technician = Technician().come_in()
    technician.press(Open("restart"))
    technician.tell(Reported(technician.at, technician.state.run, GOOD))
    assert technician.press(Do("restart-role")) == []
    assert isinstance(technician.state.place, Asking)
    assert technician.press(Sure()) == [Run(technician.state.run, "restart-role", "Олена")]


def test_a_report_of_a_deed_that_was_left_is_not_shown():
    technician = Technician().come_in()
    technician.press(Open("printer"))
    left = technician.state.run
    technician.press(Back())
    technician.press(Open("versions"))
    technician.tell(Reported(technician.at, left, GOOD))
    assert isinstance(technician.state.place, Working)


def test_nobody_waits_for_a_deed_for_ever():
    technician = Technician().come_in()
    technician.press(Open("printer"))
    technician.wait(DEEDS["printer"].patience)
    assert technician.state.place == Shown("printer", Report())


def test_an_idle_menu_asks_and_then_closes_after_a_minute():
    technician = Technician().come_in()
    technician.wait(41)
    assert technician.state.asked
    assert technician.wait(19.5) == [Note("leave", "Олена", detail="idle")]
    assert not technician.state.is_open


def test_any_touch_answers_the_question_and_presses_nothing_else():
    technician = Technician().come_in()
    technician.wait(41)
    assert technician.press(Open("printer")) == []
    assert technician.state.place == Items()
    assert not technician.state.asked


def test_a_pad_that_was_opened_by_chance_goes_in_20_seconds():
    technician = Technician()
    technician.knock()
    technician.wait(20)
    assert not technician.state.is_open


def test_who_left_must_type_the_code_again():
    technician = Technician().come_in()
    technician.press(Leave())
    technician.knock()
    assert isinstance(technician.state.place, Pad)
    assert technician.state.who == ""
    assert technician.press(Open("printer")) == []


def test_a_second_strike_of_the_same_finger_does_nothing():
    technician = Technician().come_in()
    technician.press(Open("printer"))
    assert technician.press(Back(), after=0.1) == []
    assert isinstance(technician.state.place, Working)


# --- the glass ---
