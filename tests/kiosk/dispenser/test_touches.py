"""A real dispenser: its process, a real broker, the real queue-master, and fingers."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest
from PIL import Image, ImageChops

from broker.bus.clock import new_id, now
from broker.contracts import codec
from broker.contracts.commands import AcknowledgeHelp
from broker.contracts.hall_check import load
from tests.broker.until import until
from tests.kiosk.dispenser.real_hall import (
    DONE,
    ENGLISH,
    HALL,
    NEEDS,
    UKRAINIAN,
    WITHOUT_PRIORITY,
    HallNow,
    real_hall,
)

pytestmark = NEEDS

CALL_A_PERSON, NO_HELP_NEEDED = (916, 1860), (280, 1080)  # in the reading bar; on the card, left of «Гаразд»


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HallNow]:
    with real_hall(tmp_path_factory.mktemp("hall")) as hall:
        yield hall


@pytest.fixture
def at_home(hall: HallNow) -> HallNow:
    """The hall, its dispenser as the next visitor finds it, who comes later than the strike guard."""
    assert hall.dispenser.poll() is None
    hall.rest()
    return hall


def test_three_touches_and_the_paper_comes_out(at_home: HallNow):
    waiting, slips, shown = at_home.waiting(), len(at_home.slips()), at_home.traced("flip")
    at_home.walk_to_the_last_step()
    at_home.finger(WITHOUT_PRIORITY, "TicketFace")
    until(lambda: len(at_home.slips()) == slips + 1)
    until(lambda: at_home.waiting() == waiting + 1)
    until(lambda: at_home.traced("flip") == shown + 1)
    at_home.finger(DONE, "MenuFace")


def test_a_trembling_finger_takes_one_ticket(at_home: HallNow):
    waiting, slips = at_home.waiting(), len(at_home.slips())
    at_home.walk_to_the_last_step()
    at_home.finger(WITHOUT_PRIORITY, "TicketFace", times=6)
    until(lambda: len(at_home.slips()) == slips + 1)
    # Seen, not hoped: the queue-master has answered a later command, so an earlier one cannot still be under way.
    at_home.finger(DONE, "MenuFace")
    at_home.walk_to_the_last_step()
    at_home.finger(WITHOUT_PRIORITY, "TicketFace")
    until(lambda: at_home.waiting() >= waiting + 2)
    until(lambda: len(at_home.slips()) == slips + 2)
    assert at_home.waiting() == waiting + 2
    at_home.finger(DONE, "MenuFace")


def test_without_paper_the_visitor_still_gets_a_number_and_the_staff_a_remedy(at_home: HallNow):
    waiting, slips, shown = at_home.waiting(), len(at_home.slips()), at_home.traced("flip")
    status = at_home.tape / "status"
    at_home.tape.mkdir(exist_ok=True)
    status.write_text("paper-out")
    at_home.walk_to_the_last_step()  # its first touch asks the printer
    until(lambda: "printer-paper-out" in at_home.problems)
    assert at_home.problems["printer-paper-out"].remedy["uk"]
    at_home.finger(WITHOUT_PRIORITY, "TicketFace")
    until(lambda: at_home.traced("flip") == shown + 1)
    until(lambda: at_home.waiting() == waiting + 1)
    assert len(at_home.slips()) == slips
    at_home.finger(DONE, "MenuFace")
    status.unlink()
    until(lambda: not at_home.problems)  # a new roll is noticed without a touch


def test_the_screen_changes_hands_in_the_other_language(at_home: HallNow):
    ukrainian = at_home.picture()
    at_home.finger(ENGLISH, "MenuFace")
    until(lambda: not _alike(at_home.picture(), ukrainian))
    at_home.finger(UKRAINIAN, "MenuFace")
    until(lambda: _alike(at_home.picture(), ukrainian))  # the button keeps its colour for a moment


def test_a_technician_can_find_it_among_its_like(at_home: HallNow):
    plain = at_home.picture()
    assert at_home.do("identify").outcome == "done"
    until(lambda: not _alike(at_home.picture(), plain))
    until(lambda: _alike(at_home.picture(), plain))


def test_a_hall_that_went_away_is_said_within_seconds_and_its_return_too(at_home: HallNow):
    menu = at_home.picture()
    at_home.queue_master.send_signal(signal.SIGSTOP)
    try:
        until(lambda: not _alike(at_home.picture(), menu))  # the menu says that it goes on alone
    finally:
        at_home.queue_master.send_signal(signal.SIGCONT)
    until(lambda: _alike(at_home.picture(), menu))


def test_a_person_is_called_by_a_touch_and_the_screen_says_that_somebody_comes(at_home: HallNow):
    at_home.finger(CALL_A_PERSON, "MenuFace")
    until(lambda: at_home.snapshot and [each.place for each in at_home.snapshot.help] == ["dispenser-1"])
    assert at_home.snapshot
    (call,) = at_home.snapshot.help
    shown = at_home.traced("shown", "MenuFace")
    command = AcknowledgeHelp(id=new_id(), at=now(load(HALL).timezone), help=call.id)
    at_home.link.publish(at_home.topics.command("test-ear"), codec.encode(command))
    until(lambda: at_home.traced("shown", "MenuFace") > shown)  # «Працівник уже йде»
    at_home.finger(NO_HELP_NEEDED, "MenuFace")
    until(lambda: at_home.snapshot and at_home.snapshot.help == ())


def _alike(one: Image.Image, other: Image.Image) -> bool:
    """The same screen, but for what JPEG makes of it."""
    return ImageChops.difference(one, other).getextrema()[1] < 24
