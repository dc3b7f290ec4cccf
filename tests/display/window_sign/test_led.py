"""What lamps show is read from the lamps themselves, down to the bits that a module is sent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gpiozero
import pytest
from gpiozero.pins.mock import MockFactory, MockSPIDevice

from broker.contracts.errors import ConfigError, HardwareError
from broker.contracts.phrases import Phrases
from display.window_sign.face import Teller
from display.window_sign.led import dots
from display.window_sign.led.dots import DARK, Picture, as_text, picture
from display.window_sign.led.lamps import AGAIN, IDENTIFIES, Lamps
from display.window_sign.led.max7219 import Max7219, turned
from display.window_sign.led.module import PaperLamps
from display.window_sign.run import PHRASES
from display.window_sign.samples import NUMBER, WINDOW, snapshot
from display.window_sign.watching import Watching
from display.window_sign.wiring import wired
from tests.display.halls import HALL, NOON

pytestmark = pytest.mark.fast


def read(rows: Picture) -> str:
    """The letters on the four squares, by their drawings; "?" for what is none."""
    by_drawing = {drawing: letter for letter, drawing in dots._letters().items()} | {(0,) * 7: " "}
    told = ""
    for square in range(4):
        lamps = [row >> (8 * (3 - square)) & 0xFF for row in rows]
        assert lamps[7] == 0
        assert all(lamp & 0b10000011 == 0 for lamp in lamps), "a letter leaves its square"
        told += by_drawing.get(tuple(lamp >> 2 & 0b11111 for lamp in lamps[:7]), "?")
    return told


@pytest.mark.parametrize("text", [NUMBER, "Т999", "Ю105", "СТОП", "STOP", "····", "↓↓↓↓", "----"])
def test_four_letters_are_read_as_what_they_are(text: str):
    latin = str.maketrans("TOP", "ТОР")
    assert read(picture(text)) == text.translate(latin)


def test_every_letter_and_digit_has_a_drawing_of_its_own():
    letters = dots._letters()
    assert set("АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ0123456789") <= set(letters)
    assert len(set(letters.values())) == len(letters)


def test_less_stands_in_the_middle_and_what_has_no_room_is_not_cut_into_another_number():
    assert read(picture("12")) == " 12 "
    assert picture("А1000") not in (DARK, picture("А100"))
    assert picture("АБ1000") == DARK


class Chips:
    """Four MAX7219 in a row, on the other end of the wire: what they were sent, and the lamps that are lit by it."""

    def __init__(self) -> None:
        self.registers = [dict.fromkeys(range(16), 0) for _ in range(4)]

    def shift(self, words: list[int]) -> None:
        assert len(words) == 4, "each chip of the row takes one word"
        for chip, word in zip(self.registers, words, strict=True):
            chip[word >> 8 & 0xF] = word & 0xFF

    @property
    def lamps(self) -> Picture:
        for chip in self.registers:
            assert (chip[0xC], chip[0xF], chip[0x9], chip[0xB]) == (1, 0, 0, 7), "awake, no test, no decoding, all rows"
        return tuple(int.from_bytes(bytes(chip[row] for chip in self.registers), "big") for row in range(1, 9))


class Wire(MockSPIDevice):
    def __init__(self, chips: Chips) -> None:
        super().__init__("GPIO11", "GPIO10", "GPIO9", "GPIO8")
        self._chips = chips

    def on_bit(self) -> None:
        if self.rx_bit == 64:
            word = self.rx_word()
            self._chips.shift([word >> (16 * (3 - place)) & 0xFFFF for place in range(4)])


@pytest.fixture
def chips() -> Iterator[Chips]:
    before = gpiozero.Device.pin_factory
    factory = gpiozero.Device.pin_factory = MockFactory()
    found = Chips()
    with Wire(found):
        yield found
    factory.reset()
    gpiozero.Device.pin_factory = before


def test_the_module_is_sent_what_it_has_to_show(chips: Chips):
    module = Max7219()
    module.show(picture(NUMBER))
    assert read(chips.lamps) == NUMBER
    module.show(picture("К007"))
    assert read(chips.lamps) == "К007"
    module.close()
    assert chips.lamps == DARK


def test_a_module_that_lost_its_power_is_set_up_again_by_the_next_picture(chips: Chips):
    module = Max7219()
    module.show(picture(NUMBER))
    chips.__init__()  # type: ignore[misc]
    module.show(picture(NUMBER))
    assert read(chips.lamps) == NUMBER
    module.close()


def test_a_module_upside_down_shows_its_number_upright(chips: Chips):
    module = Max7219(turned=True)
    module.show(picture(NUMBER))
    upright = turned(chips.lamps)
    assert as_text(upright) == as_text(picture(NUMBER))
    module.close()


class Watched:
    """A sign of lamps at a window of a made-up hall."""

    def __init__(self) -> None:
        self.module = PaperLamps()
        self.told: list[HardwareError | None] = []
        teller = Teller(WINDOW, Phrases.load(PHRASES), ("uk",))
        self.lamps = Lamps(Watching(teller), "down", self.module, self.told.append)


def test_a_call_is_its_number_and_the_way_in_turns():
    sign = Watched()
    moment = 100.0
    called = snapshot(NOON, "calling", ago=0.0)
    for _ in range(4):
        moment += sign.lamps.draw(called, 0.0, moment)
    assert [read(rows) for rows in sign.module.shown] == [NUMBER, "↓↓↓↓"] * 2


def test_lamps_of_a_closed_hall_are_dark_and_still_answer_a_technician():
    sign = Watched()
    still = snapshot(NOON, "serving", ago=300.0)
    sign.lamps.draw(still, 0.5, 100.0)
    assert sign.lamps.draw(still, 0.5, 101.0, lit=False) <= AGAIN
    assert sign.module.shown[-1] == DARK
    sign.lamps.identify(102.0)
    sign.lamps.draw(still, 0.5, 102.0, lit=False)
    assert read(sign.module.shown[-1]) == "----"
    sign.lamps.draw(still, 0.5, 102.0 + IDENTIFIES, lit=False)
    assert sign.module.shown[-1] == DARK


def test_what_stands_still_is_told_again_only_every_ten_seconds():
    sign = Watched()
    still = snapshot(NOON, "serving", ago=300.0)
    for moment in range(100, 125):
        sign.lamps.draw(still, 0.5, float(moment))
    assert len(sign.module.shown) == 1 + 24 // AGAIN


def test_a_module_that_fails_is_told_of_and_tried_again_until_it_is_back():
    sign = Watched()
    works = sign.module.show

    def fail(_rows: Picture) -> None:
        raise HardwareError("no answer")

    sign.module.show = fail  # type: ignore[method-assign]
    still = snapshot(NOON, "serving", ago=300.0)
    assert sign.lamps.draw(still, 0.5, 100.0) <= AGAIN
    sign.module.show = works  # type: ignore[method-assign]
    sign.lamps.draw(still, 0.5, 105.0)
    assert [str(error) for error in sign.told] == ["no answer", "None"]
    assert read(sign.module.shown[-1]) == NUMBER


def test_a_technician_sees_which_one_is_meant_for_ten_seconds():
    sign = Watched()
    still = snapshot(NOON, "serving", ago=300.0)
    sign.lamps.identify(100.0)
    assert sign.lamps.draw(still, 0.5, 100.0) <= IDENTIFIES
    sign.lamps.draw(still, 0.5, 100.0 + IDENTIFIES)
    assert [read(rows) for rows in sign.module.shown] == ["----", NUMBER]


def test_lamps_of_paper_keep_what_they_show_in_their_file(tmp_path: Path):
    file = tmp_path / "sign.txt"
    PaperLamps(file).show(picture("К007"))
    rows = [line.translate({ord("."): "0", ord("#"): "1"}) for line in file.read_text().split()]
    assert read(tuple(int(row, 2) for row in rows)) == "К007"


def settings(**given: Any) -> Any:
    from broker.bus.settings import Settings  # noqa: PLC0415

    return Settings(**{"window": 5, **given})


@pytest.mark.parametrize("sign", ["max7219", "max7219:0.1", "max7219:0.0:turned", "max7219:turned", "paper:a.txt"])
def test_a_sign_may_be_made_of_lamps(sign: str):
    assert wired(settings(sign=sign, arrow="left"), HALL)[0] == "left"
    assert wired(settings(sign=sign), HALL)[1] is not None
    assert wired(settings(), HALL) == ("down", None)


def test_all_that_is_wrong_with_the_settings_is_said_at_once():
    with pytest.raises(ConfigError) as wrong:
        wired(settings(window=77, arrow="donw", sign="max7129", theme="drak"), HALL)
    assert [mistake.split("; ")[-1] for mistake in wrong.value.mistakes] == [
        "there are 1, 2, 3, 4, 5, 6, 7, 8",
        "did you mean down?",
        "did you mean dark?",
        "did you mean max7219?",
    ]
