"""Booked visitors check in; nobody is left holding nothing."""

import pytest

from broker.contracts.booking_code import shown
from broker.contracts.replies import Reply
from kiosk.dispenser.browsing import Home
from kiosk.dispenser.errands.wanted import (
    CodePad,
    Late,
    OpenCodePad,
    PrintLate,
    SendCheckIn,
    Submit,
    Told,
    Where,
)
from kiosk.dispenser.frame import frame
from kiosk.dispenser.inputs import (
    Again,
    Answered,
    AskPrinter,
    PrintSlip,
    SendCancel,
)
from kiosk.dispenser.visit import Issued
from kiosk.touch.aloud.items import items
from kiosk.touch.presses import Leave, Speak
from kiosk.touch.typing_keys import Erase
from tests.kiosk.dispenser.errands_by_hand import CODE, LATE, Dispenser
from tests.kiosk.dispenser.halls import ticket

pytestmark = pytest.mark.fast


@pytest.fixture
def dispenser() -> Dispenser:
    return Dispenser()


def test_a_code_that_is_typed_becomes_a_ticket_on_paper(dispenser: Dispenser):
    dispenser.touch(OpenCodePad())
    dispenser.keys(CODE)
    dispenser.touch(Submit())
    (wish,) = dispenser.sent(SendCheckIn)
    assert wish.booking == CODE
    dispenser.answer(status="done", ticket=ticket(wish.id, booked=True))
    assert isinstance(dispenser.state.place, Issued)
    assert [slip.ticket.id for slip in dispenser.sent(PrintSlip)] == [wish.id]


def test_a_code_that_is_scanned_needs_no_touch_at_all(dispenser: Dispenser):
    dispenser.scan(shown(CODE))
    (wish,) = dispenser.sent(SendCheckIn)
    dispenser.answer(status="done", ticket=ticket(wish.id, booked=True))
    assert len(dispenser.sent(PrintSlip)) == 1
    assert len(dispenser.sent(AskPrinter)) == 1


def test_the_same_code_under_a_scanner_twice_is_one_wish(dispenser: Dispenser):
    dispenser.scan(CODE)
    for _ in range(5):
        dispenser.scan(CODE, after=0.1)
    dispenser.scan(CODE, after=3.0)
    assert len(dispenser.sent(SendCheckIn)) == 1


def test_a_typing_mistake_is_told_on_the_pad_before_anybody_is_asked(dispenser: Dispenser):
    wrong = ("2" if CODE[0] != "2" else "3") + CODE[1:]
    dispenser.touch(OpenCodePad())
    dispenser.keys(wrong)
    dispenser.touch(Submit())
    assert dispenser.state.place == CodePad(wrong, wrong=True)
    assert not dispenser.sent(SendCheckIn)
    dispenser.touch(Erase())
    assert dispenser.state.place == CodePad(wrong[:-1])


@pytest.mark.parametrize(
    ("language", "typed", "told"),
    [
        ("uk", "", "Лишилося 8 знаків"),
        ("uk", CODE[:5], ", ".join(CODE[:5].lower()) + ". Лишилося 3 знаки"),
        ("uk", CODE[:7], ", ".join(CODE[:7].lower()) + ". Лишився 1 знак"),
        ("en", CODE[:5], ", ".join(CODE[:5].lower()) + ". 3 signs are missing"),
        ("uk", CODE, ", ".join(CODE.lower())),
    ],
)
def test_a_half_typed_code_is_heard_sign_by_sign_with_how_many_are_missing(
    dispenser: Dispenser, language: str, typed: str, told: str
):
    dispenser.touch(Speak(language))
    dispenser.touch(OpenCodePad())
    dispenser.keys(typed)
    heard = [item.words for item in items(frame(dispenser.state, dispenser.words)) if item.part == "face"]
    assert told in heard
    assert not any("_" in words for words in heard)


def test_only_signs_that_codes_have_can_be_typed(dispenser: Dispenser):
    dispenser.touch(OpenCodePad())
    dispenser.keys("0О1ІВЗЖя")
    assert dispenser.state.place == CodePad()


def test_without_an_answer_the_check_in_is_taken_back_and_an_answer_that_comes_late_too(dispenser: Dispenser):
    dispenser.scan(CODE)
    wish = dispenser.wish
    dispenser.wait(8.1)
    assert dispenser.state.place == Told("no-answer")
    assert dispenser.sent(SendCancel) == [SendCancel(wish)]
    dispenser.tell(Answered(dispenser.at, wish, Reply(id=wish, status="done", ticket=ticket(wish, booked=True))))
    assert dispenser.sent(SendCancel) == [SendCancel(wish)] * 2
    assert not dispenser.sent(PrintSlip)


def test_a_late_answer_that_tells_of_an_earlier_check_in_does_not_take_back_its_ticket(dispenser: Dispenser):
    dispenser.scan(CODE)
    wish = dispenser.wish
    dispenser.wait(8.1)
    dispenser.tell(Answered(dispenser.at, wish, Reply(id=wish, status="done", ticket=ticket("the-first-one"))))
    assert SendCancel("the-first-one") not in dispenser.effects


def test_whoever_has_checked_in_already_sees_the_number_and_gets_no_second_slip(dispenser: Dispenser):
    dispenser.scan(CODE)
    dispenser.answer(status="done", ticket=ticket("the-first-one", booked=True))
    assert dispenser.state.place == Where(ticket("the-first-one", booked=True), again=True)
    assert not dispenser.sent(PrintSlip)


def test_whoever_is_late_is_told_so_before_the_ticket_is_printed(dispenser: Dispenser):
    dispenser.touch(Speak("en"))
    dispenser.scan(CODE)
    late = ticket(dispenser.wish)
    dispenser.answer(status="done", ticket=late, message=LATE)
    assert dispenser.state.place == Late(late, LATE, "en")
    assert not dispenser.sent(PrintSlip)
    dispenser.touch(PrintLate())
    assert dispenser.sent(PrintSlip) == [PrintSlip(late, "en")]


@pytest.mark.parametrize("gone", ["leaves", "walks away"])
def test_whoever_is_late_and_does_not_want_the_ticket_leaves_none(dispenser: Dispenser, gone: str):
    dispenser.scan(CODE)
    late = ticket(dispenser.wish)
    dispenser.answer(status="done", ticket=late, message=LATE)
    if gone == "leaves":
        dispenser.touch(Leave())
    else:
        dispenser.wait(71)
    assert dispenser.state.at_rest
    assert dispenser.sent(SendCancel) == [SendCancel(late.id)]


@pytest.mark.parametrize("reason", ["too-early", "other-day", "too-late", "hall-suspended", "no-such-reason"])
def test_a_refusal_is_said_in_the_words_of_the_queue_master(dispenser: Dispenser, reason: str):
    dispenser.scan(CODE)
    dispenser.answer(status="refused", reason=reason, message={"uk": "Ваш запис на 10:00.", "en": "At 10:00."})
    face = frame(dispenser.state, dispenser.words).face
    assert "10:00" in face.text  # type: ignore[union-attr]
    dispenser.touch(Again())
    assert dispenser.state.place == Home()


def test_a_code_that_nobody_has_may_be_typed_again(dispenser: Dispenser):
    dispenser.scan(CODE)
    dispenser.answer(status="refused", reason="unknown-booking", message={"uk": "Такого запису немає."})
    dispenser.touch(OpenCodePad())
    assert dispenser.state.place == CodePad()
