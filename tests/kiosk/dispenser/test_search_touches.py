"""A finger finds a service by typing on the glass, and goes through its purpose and its card to a ticket."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import kiosk.touch
from broker.contracts import codec
from broker.contracts.city import City
from broker.contracts.phrases import Phrases
from kiosk.touch.key_places import key_places
from kiosk.touch.keyboard_face import keyboard_face
from kiosk.touch.sizes import px_per_mm
from kiosk.touch.typing_keys import Type, Typed
from tests.broker.until import until
from tests.kiosk.dispenser.real_hall import DONE, NEEDS, WITHOUT_PRIORITY, HallNow, real_hall

pytestmark = NEEDS

MM = px_per_mm(1080, 1920, 21.5)
SHARED = Phrases.load(Path(kiosk.touch.__file__).with_name("phrases"))

# Where things stand on 1080x1920, px from the upper left corner.
SEARCH = 190, 1524
BRANCHES = 880, 1524
FIRST_RESULT = 540, 350
SECOND_PURPOSE = 540, 540
GO_ON = 720, 1610
KEYBOARD_FOOT = 1554  # its lower edge
EXAMPLES = Path(codec.__file__).parent / "examples"


def key(letter: str) -> tuple[int, int]:
    """The middle of a key."""
    face = keyboard_face(Typed(), SHARED, "uk")
    height = (4 * 20.5 + 3 * 3) * MM
    cells = key_places(face, (1080 - 16 * MM, height), 3 * MM)
    keys = [each for row in face.rows for each in row]
    cell = next(c for k, c in zip(keys, cells, strict=True) if k.face.press == Type(letter))
    return round(8 * MM + cell.x + cell.width / 2), round(KEYBOARD_FOOT - cell.y - cell.height / 2)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HallNow]:
    with real_hall(tmp_path_factory.mktemp("hall")) as hall:
        yield hall


def strike(hall: HallNow, letter: str) -> None:
    before = hall.traced("touch", "Type")
    hall.screen.touch(*key(letter))
    until(lambda: hall.traced("touch", "Type") > before)


def type_word(hall: HallNow, word: str) -> None:
    """Letter upon letter, none of them twice in a row."""
    for letter in word:
        strike(hall, letter)
    hall.rest()  # what was found may have moved under the finger


def test_a_service_is_found_by_typing_and_taken_through_purpose_and_card(hall: HallNow):
    waiting, slips = hall.waiting(), len(hall.slips())
    hall.finger(SEARCH, "SearchFace")
    type_word(hall, "закрдоний")  # two letters are missing
    hall.finger(FIRST_RESULT, "MenuFace")
    hall.finger(SECOND_PURPOSE, "CardFace")
    hall.finger(GO_ON, "VisitorFace")
    hall.finger(WITHOUT_PRIORITY, "TicketFace")
    until(lambda: len(hall.slips()) == slips + 1)
    until(lambda: hall.waiting() == waiting + 1)
    assert hall.snapshot is not None
    assert sum(line.waiting for line in hall.snapshot.lines if line.id == "passport") == 1
    hall.finger(DONE, "MenuFace")


def test_other_halls_are_shown_as_soon_as_somebody_tells_of_them(hall: HallNow):
    before = hall.traced("shown", "MenuFace")
    body = (EXAMPLES / "city.json").read_bytes()
    hall.link.publish(hall.topics.city, body, retain=True)
    until(lambda: hall.traced("shown", "MenuFace") > before)
    hall.rest()
    hall.finger(BRANCHES, "BranchesFace")
    assert codec.read(City, body).halls
