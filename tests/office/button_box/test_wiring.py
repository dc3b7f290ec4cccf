"""The buttons and lamps of a box, on gpiozero's own mock pins."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from gpiozero import Device
from gpiozero.pins.mock import MockFactory

from broker.contracts.errors import ConfigError
from office.button_box import wiring as wires
from office.button_box.lamps import LAMPS
from office.button_box.wiring import Wiring, pins_of
from tests.broker.until import until

pytestmark = pytest.mark.fast

BOX = "next=17 no-show=22 finish=5 free=13 offline=21"


@pytest.fixture
def board() -> Iterator[MockFactory]:
    before, Device.pin_factory = Device.pin_factory, MockFactory()
    yield Device.pin_factory
    Device.pin_factory.reset()
    Device.pin_factory = before


@pytest.fixture
def heard(board: MockFactory) -> Iterator[list[tuple[str, bool]]]:
    found: list[tuple[str, bool]] = []
    wiring = Wiring(BOX, lambda button, held: found.append((button, held)))
    yield found
    wiring.close()


def test_a_button_without_a_long_meaning_counts_as_it_goes_down(board: MockFactory, heard: list[tuple[str, bool]]):
    board.pin(17).drive_low()
    until(lambda: heard == [("next", False)])


def test_a_short_press_counts_when_the_finger_lifts_and_a_long_one_once(
    board: MockFactory, heard: list[tuple[str, bool]], monkeypatch: pytest.MonkeyPatch
):
    board.pin(5).drive_low()
    board.pin(5).drive_high()
    until(lambda: heard == [("finish", False)])
    board.pin(22).drive_low()
    until(lambda: heard[1:] == [("no-show", True)])
    board.pin(22).drive_high()
    board.pin(17).drive_low()
    until(lambda: heard[2:] == [("next", False)])  # and nothing for the lifted finger


def test_a_lamp_lights_goes_dark_and_blinks(board: MockFactory):
    wiring = Wiring(BOX, lambda _button, _held: None)
    dark = dict.fromkeys(LAMPS, "dark")
    wiring.show(dark | {"free": "lit"})  # type: ignore[arg-type]
    assert (board.pin(13).state, board.pin(21).state) == (True, False)
    wiring.show(dark | {"offline": "fast"})  # type: ignore[arg-type]
    assert board.pin(13).state is False
    until(lambda: board.pin(21).state is True)
    until(lambda: board.pin(21).state is False)
    until(lambda: board.pin(21).state is True)
    wiring.close()


def test_all_that_is_wrong_with_the_pins_is_told_at_once():
    with pytest.raises(ConfigError) as told:
        pins_of("nxt=17 finish free=13 offline=13")
    text = str(told.value)
    assert "did you mean next?" in text
    assert "finish has no pin" in text
    assert "twice" in text
    with pytest.raises(ConfigError, match="next=17"):
        pins_of("free=13")


def test_a_pin_that_the_machine_does_not_have_is_the_settings_fault(board: MockFactory):
    with pytest.raises(ConfigError, match="CHERHA_PINS"):
        Wiring("next=17 free=nowhere", lambda _button, _held: None)
    Wiring("next=17", lambda _button, _held: None).close()  # what was open before the fault is closed again


def test_a_long_press_is_longer_than_any_chatter():
    assert wires.HELD > 10 * wires.BOUNCE
