"""Tickets are asked after, documents are looked up; nobody is left holding nothing."""

import pytest
from msgspec.structs import replace

from broker.contracts.replies import DocumentView
from kiosk.dispenser.browsing import Home
from kiosk.dispenser.errands.wanted import (
    AskReady,
    AskWhere,
    CasePad,
    Document,
    OpenCasePad,
    OpenCodePad,
    Scanned,
    Submit,
    Told,
    Waiting,
)
from kiosk.dispenser.flow import step
from kiosk.dispenser.frame import frame
from kiosk.dispenser.inputs import (
    AskPrinter,
    ChooseService,
    HallSeen,
    SendCancel,
    Take,
)
from kiosk.dispenser.menu import Menu
from kiosk.dispenser.run import words_of
from kiosk.dispenser.visit import Issuing, started
from kiosk.touch.faces import presses
from tests.kiosk.dispenser.errands_by_hand import HALL, TICKET, Dispenser
from tests.kiosk.dispenser.halls import hall, ticket

pytestmark = pytest.mark.fast


@pytest.fixture
def dispenser() -> Dispenser:
    return Dispenser()


@pytest.mark.parametrize("state", ["waiting", "called", "serving", "held", "no-show", "done", "cancelled", "sung"])
def test_a_ticket_under_the_scanner_tells_where_it_stands_and_nothing_else(dispenser: Dispenser, state: str):
    dispenser.scan(TICKET)
    assert dispenser.sent(AskWhere) == [AskWhere(dispenser.wish, TICKET, 8.0)]
    dispenser.answer(status="done", ticket=ticket(TICKET, state=state, window=5, priority="veteran"))
    face = frame(dispenser.state, dispenser.words).face
    assert face.number == "А042"  # type: ignore[union-attr]
    for word in ("Захисни", "Земельна", "veteran", "plot"):
        assert word not in repr(face)
    if state == "called":
        assert face.urgent  # type: ignore[union-attr]
        assert "5" in face.text  # type: ignore[union-attr]


def test_asking_where_one_stands_takes_no_ticket_back_when_nobody_answers(dispenser: Dispenser):
    dispenser.scan(TICKET)
    dispenser.wait(8.1)
    assert dispenser.state.place == Told("no-answer")
    assert not dispenser.sent(SendCancel)


def test_a_code_of_somewhere_else_is_said_to_be_none_of_ours(dispenser: Dispenser):
    dispenser.scan("https://example.org/menu")
    assert dispenser.state.place == Told("unknown-scan")
    text = frame(dispenser.state, dispenser.words).face.text  # type: ignore[union-attr]
    assert "талона" in text
    assert "розписки" in text


def test_a_case_is_looked_up_by_its_digits_typed_or_scanned(dispenser: Dispenser):
    dispenser.touch(OpenCasePad())
    dispenser.keys("777")
    dispenser.touch(Submit())
    assert dispenser.state.place == CasePad("777")
    dispenser.keys("1")
    dispenser.touch(Submit())
    assert dispenser.sent(AskReady) == [AskReady(dispenser.wish, "7771", 8.0)]
    dispenser.answer(status="done", document=DocumentView(state="not-listed"))
    assert dispenser.state.place == Document("7771", "not-listed")
    dispenser.scan("2026/11-004217")
    dispenser.answer(status="done", document=DocumentView(state="ready"))
    assert dispenser.state.place == Document("202611004217", "ready")


def test_whose_document_is_ready_is_offered_the_ticket_to_pick_it_up(dispenser: Dispenser):
    dispenser.scan("2026/11-004217")
    dispenser.answer(status="done", document=DocumentView(state="ready"))
    face = frame(dispenser.state, dispenser.words).face
    assert ChooseService("plot") in presses(face)
    assert ("Де", "Зал 1") in [(fact.label, fact.value) for fact in face.facts] or len(face.facts) > 1  # type: ignore[union-attr]
    dispenser.touch(ChooseService("plot"))
    dispenser.touch(Take())
    assert isinstance(dispenser.state.place, Issuing)


def test_no_ticket_is_offered_while_its_line_gives_none(dispenser: Dispenser):
    dispenser.scan("2026/11-004217")
    dispenser.answer(status="done", document=DocumentView(state="ready"))
    dispenser.tell(HallSeen(dispenser.at, "open", closed_lines=frozenset({"land"})))
    assert ChooseService("plot") not in presses(frame(dispenser.state, dispenser.words).face)


def test_an_alarm_takes_a_pad_off_the_screen(dispenser: Dispenser):
    dispenser.touch(OpenCodePad())
    dispenser.tell(HallSeen(dispenser.at, "suspended", why="air-raid"))
    assert (dispenser.state.place, dispenser.state.obstacle) == (Home(), "suspended")


def test_a_ticket_can_be_asked_after_while_the_hall_gives_no_tickets(dispenser: Dispenser):
    dispenser.tell(HallSeen(dispenser.at, "suspended", why="air-raid"))
    dispenser.tell(Scanned(dispenser.at + 1, TICKET, "id"))
    assert isinstance(dispenser.state.place, Waiting)


def test_a_hall_without_bookings_and_documents_shows_nothing_of_them():
    plain = hall(plain=True)
    plain_words = words_of(plain)
    menu = replace(plain_words.menu, errands=replace(plain_words.menu.errands, bookings=False))
    state = replace(started(0.0), hall="open", connected=True)
    face = frame(state, replace(plain_words, menu=menu)).face
    assert not {OpenCodePad(), OpenCasePad()} & set(presses(face))
    after, effects = step(state, Scanned(1.0, "2026/11-004217", "id"), menu)
    assert after.place == Told("unknown-scan")
    assert AskPrinter() in effects


def test_the_menu_knows_what_its_hall_offers():
    errands = Menu.of(HALL).errands
    assert (errands.bookings, errands.documents) == (True, "plot")
