"""Buttons on wires, on gpiozero's own mock pins."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from gpiozero import Device
from gpiozero.pins.mock import MockFactory, MockPin

from broker.contracts.errors import ConfigError
from broker.contracts.pin_names import wired
from kiosk.touch.pins import NAMES, Pins
from tests.broker.until import until

pytestmark = pytest.mark.fast


@pytest.fixture
def board() -> Iterator[MockFactory]:
    before, Device.pin_factory = Device.pin_factory, MockFactory()
    yield Device.pin_factory
    Device.pin_factory.reset()
    Device.pin_factory = before


def test_a_button_is_heard_when_it_goes_down_and_when_it_comes_up(board: MockFactory):
    heard: list[tuple[str, bool]] = []
    pins = Pins("help=22 ok=26", lambda name, down: heard.append((name, down)))
    board.pin(22).drive_low()
    until(lambda: heard == [("help", True)])
    board.pin(22).drive_high()
    until(lambda: heard == [("help", True), ("help", False)])
    board.pin(26).drive_low()
    until(lambda: heard[2:] == [("ok", True)])
    pins.close()


class Plugged(MockPin):
    """A switch that is closed before anybody looks."""

    def _set_pull(self, value: str) -> None:
        super()._set_pull(value)
        self.drive_low()


def test_a_headset_that_is_plugged_in_already_is_heard_at_the_start(board: MockFactory):
    board.pin_class = Plugged
    heard: list[tuple[str, bool]] = []
    pins = Pins("plug=27", lambda name, down: heard.append((name, down)))
    until(lambda: ("plug", True) in heard)
    pins.close()


def test_without_wires_nothing_is_opened():
    assert Device.pin_factory is None
    Pins("", lambda _name, _down: None)
    assert Device.pin_factory is None


def test_all_mistakes_are_told_at_once():
    with pytest.raises(ConfigError) as told:
        wired("halp=22 ramp up=5 down=5 bell=9", NAMES)
    text = str(told.value)
    assert "did you mean help?" in text
    assert "ramp has no pin" in text
    assert "twice" in text
    assert "'bell'" in text
