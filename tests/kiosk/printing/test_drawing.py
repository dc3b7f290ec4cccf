"""The picture of a slip."""

import pytest
import zxingcpp
from PIL import Image, ImageChops

from kiosk.dispenser.slips.ticket_slip import slip_for
from kiosk.printing.drawing import draw, measure
from kiosk.printing.layout import WIDTHS
from kiosk.printing.slip import Slip, SlipLine
from tests.kiosk.printing.halls import HALL, ticket

pytestmark = pytest.mark.fast


def ink(text: str) -> Image.Image:
    return draw(Slip("uk", (SlipLine("service", text),), "x"), 80)


@pytest.mark.parametrize("paper", sorted(WIDTHS))
@pytest.mark.parametrize("number", ["А042", "Ш888", "Ю000"])
def test_its_code_is_read_back_from_the_dots(paper: int, number: str) -> None:
    this = ticket(number)
    (found,) = zxingcpp.read_barcodes(draw(slip_for(this, HALL, "uk"), paper).convert("L"))
    assert found.text == this.id
    assert found.ec_level == "M"


@pytest.mark.parametrize("paper", sorted(WIDTHS))
def test_it_is_black_and_white_and_as_wide_as_the_printers_head(paper: int) -> None:
    picture = draw(slip_for(ticket(), HALL, "uk"), paper)
    assert picture.mode == "1"
    assert picture.width == WIDTHS[paper]


@pytest.mark.parametrize("letter", "АВЕКМНРСТХГДЖЛПФЦШЮЯ")
def test_on_wide_paper_a_number_stands_two_centimetres_high(letter: str) -> None:
    only_number = draw(Slip("uk", (SlipLine("number", f"{letter}042"),), "x"), 80)
    rows = only_number.convert("L").point(lambda level: 255 - level).crop((0, 0, 576, 300)).getbbox()
    assert rows is not None
    assert rows[3] - rows[1] >= 160
    assert rows[2] - rows[0] <= 560


@pytest.mark.parametrize("pair", ["іi", "їі", "єе", "ґг", "₴г", "’ ", "'’", "ІЇ", "ҐГ", "йи"])
def test_letters_that_matter_have_shapes_of_their_own(pair: str) -> None:
    one, other = (ink(f"м{letter}я") for letter in pair)
    if pair == "іi":  # the two alphabets share this shape, and must
        assert not ImageChops.logical_xor(one, other).getbbox()
    else:
        assert one.size != other.size or ImageChops.logical_xor(one, other).getbbox()


def test_no_letter_is_missing_from_the_face() -> None:
    hollow = measure("\uffff", "regular", 40)
    box = ink("\uffff")
    for letter in "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяАБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ₴’'«»–—…№":
        same_room = measure(letter, "regular", 40) == hollow
        assert not same_room or ImageChops.logical_xor(ink(letter), box).getbbox(), letter


def test_a_slip_drawn_twice_is_the_same_to_the_dot() -> None:
    slip = slip_for(ticket(priority="veteran"), HALL, "en")
    assert draw(slip, 58).tobytes() == draw(slip, 58).tobytes()
