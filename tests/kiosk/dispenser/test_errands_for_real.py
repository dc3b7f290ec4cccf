"""A booking is made, its code is scanned, the ticket is printed; the slip is scanned; a document is looked up. For real."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from broker.contracts.booking_code import ALPHABET
from broker.contracts.numbers import fold
from tests.broker.until import until
from tests.kiosk.dispenser.real_hall import DONE, HALL, NEEDS, ROOT, STRIKE, HallNow, real_hall
from tests.kiosk.windows import xdotool

pytestmark = NEEDS

SERVICE = "passport-abroad"
SLOTS = f"""
[[slots]]
service = "{SERVICE}"
minutes = 10
capacity = 50
"""
LATIN = str.maketrans("АЕКМНРСТХ", "AEKMHPCTX")

# On 1080x1920, px from the upper left corner.
CODE_PAD, DOCUMENT_READY = (282, 1638), (798, 1638)
DIGITS = {str(n + 1): ((293, 540, 787)[n % 3], (557, 742, 928)[n // 3]) for n in range(9)}
CODE_SIGNS = {sign: ((113, 284, 455, 625, 796, 967)[n % 6], (557, 742, 928)[n // 6]) for n, sign in enumerate(ALPHABET)}
GO, LEFT, RIGHT = (717, 1630), (284, 1630), (796, 1630)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HallNow]:
    folder = tmp_path_factory.mktemp("hall")
    hall_file = folder / "hall.toml"
    hall_file.write_text(HALL.read_text("utf-8") + SLOTS, "utf-8")
    with real_hall(folder, hall_file) as hall:
        yield hall


def send(hall: HallNow, command: str, **fields: str) -> dict[str, Any]:
    """`cherha send`, as a person at a keyboard has it."""
    done = subprocess.run(
        [sys.executable, "-m", "provisioning.command", "send", command, *(f"{k}={v}" for k, v in fields.items())],
        env={**os.environ, **hall.connection, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout, done.stderr
    reply: dict[str, Any] = json.loads(done.stdout)
    return reply


def scan(hall: HallNow, text: str, shows: str) -> None:
    """A scanner types as fast as it can and ends with Enter."""
    before = hall.traced("shown", shows)
    xdotool(hall.screen, "type", "--delay", "2", f"{text}\n")
    until(lambda: hall.traced("shown", shows) > before)
    time.sleep(STRIKE)


def press(hall: HallNow, keys: list[tuple[int, int]]) -> None:
    """One key after the other, the same one again only when it cannot be a trembling finger."""
    before, last = hall.traced("touch", "Type"), None
    for n, key in enumerate(keys, 1):
        time.sleep(STRIKE if key == last else 0)
        hall.screen.touch(*key)
        until(lambda n=n: hall.traced("touch", "Type") == before + n)
        last = key
    time.sleep(STRIKE)


def booked(hall: HallNow) -> str:
    """The code of a booking for the next slot, as a city's page would print it: in Latin letters."""
    slots = send(hall, "list-slots", service=SERVICE)["slots"]
    reply = send(hall, "book", service=SERVICE, slot=slots[0]["slot"])
    code: str = reply["booking"]["code"]
    return code.translate(LATIN)


def qr_of(slip: Path) -> str:
    (found,) = zxingcpp.read_barcodes(Image.open(slip))
    return found.text


def test_whoever_booked_scans_the_code_and_gets_a_ticket_whose_slip_tells_where_they_are(hall: HallNow):
    waiting, slips = hall.waiting(), hall.slips()
    code = booked(hall)
    scan(hall, code, "TicketFace")
    until(lambda: len(hall.slips()) == len(slips) + 1)
    until(lambda: hall.waiting() == waiting + 1)
    hall.finger(DONE, "MenuFace")
    (slip,) = set(hall.slips()) - set(slips)
    ticket = qr_of(hall.tape / slip)
    scan(hall, ticket, "AnswerFace")
    hall.finger(DONE, "MenuFace")
    scan(hall, code, "AnswerFace")  # already checked in: told so, and no second slip
    hall.finger(DONE, "MenuFace")
    assert (len(hall.slips()), hall.waiting()) == (len(slips) + 1, waiting + 1)


def test_a_check_in_that_nobody_answers_leaves_no_ticket_and_does_not_spend_the_booking(hall: HallNow):
    code, waiting, slips = booked(hall), hall.waiting(), len(hall.slips())
    answers = hall.traced("shown", "AnswerFace")
    hall.queue_master.send_signal(signal.SIGSTOP)
    try:
        scan(hall, code, "IssuingFace")
        until(lambda: hall.traced("shown", "AnswerFace") > answers, 20)  # the apology
    finally:
        hall.queue_master.send_signal(signal.SIGCONT)
    time.sleep(STRIKE)
    hall.finger(DONE, "MenuFace")
    scan(hall, code, "TicketFace")
    until(lambda: len(hall.slips()) == slips + 1)
    until(lambda: hall.waiting() == waiting + 1)  # this one alone: the first was taken back
    hall.finger(DONE, "MenuFace")


def test_the_code_can_be_typed_on_the_screen_too(hall: HallNow):
    slips = len(hall.slips())
    hall.finger(CODE_PAD, "PadFace")
    press(hall, [CODE_SIGNS[sign] for sign in fold(booked(hall))])
    hall.finger(GO, "TicketFace")
    until(lambda: len(hall.slips()) == slips + 1)
    hall.finger(DONE, "MenuFace")


def test_a_person_who_types_at_a_keyboard_does_nothing(hall: HallNow):
    shown = hall.traced("shown")
    xdotool(hall.screen, "type", "--delay", "120", "7HK2X4P9\n")
    scan(hall, "no-code-of-ours", "AnswerFace")  # heard after all that was typed before it
    assert hall.traced("shown") == shown + 1
    hall.finger(DONE, "MenuFace")


def test_a_case_is_looked_up_by_the_keys_and_by_its_bar_code(hall: HallNow):
    assert send(hall, "document-ready", case="№ 1357/42")["status"] == "done"
    hall.finger(DOCUMENT_READY, "PadFace")
    press(hall, [DIGITS[digit] for digit in "135742"])
    before = hall.screen.picture()
    hall.finger(GO, "AnswerFace")
    ready = hall.screen.picture()
    assert ready != before
    hall.finger(LEFT, "MenuFace")
    scan(hall, "1357-42", "AnswerFace")
    assert hall.screen.picture() == ready  # the same answer, word for word
    hall.finger(LEFT, "MenuFace")
    scan(hall, "135743", "AnswerFace")
    assert hall.screen.picture() != ready
    hall.finger(RIGHT, "MenuFace")
