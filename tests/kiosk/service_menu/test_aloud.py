"""The service menu for whoever cannot see it: all of it is heard, five keys do everything, and no code is said."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.service_menu.codes import DIGITS
from kiosk.service_menu.frame import frame
from kiosk.service_menu.inputs import Digit, LookAt, Looked, Reported
from kiosk.service_menu.items import DEEDS, offered
from kiosk.service_menu.report import Report, line
from kiosk.service_menu.room import Room
from kiosk.service_menu.samples import STATES
from kiosk.service_menu.state import Items, State
from kiosk.touch.aloud.items import Item, items
from kiosk.touch.aloud.narration import Narration, PadKey, seen, struck
from kiosk.touch.faces import presses
from kiosk.touch.presses import Drawn, StartAloud
from kiosk.touch.reader import Fittings
from tests.kiosk.service_menu.technician import CODE, Technician
from tests.kiosk.touch.aloud.test_items import words_in

pytestmark = pytest.mark.fast

ROOM = Room(8, 2, 8)
WITH_HEADSET = Fittings(headset=True)


def heard_on(state: State) -> tuple[Item, ...]:
    return items(frame(state, "dispenser-1", ROOM))


@pytest.mark.parametrize("name", STATES)
@pytest.mark.parametrize("language", ["uk", "en"])
def test_every_screen_can_be_heard_word_for_word_and_everything_on_it_done_with_keys(name: str, language: str):
    state = replace(STATES[name], language=language, fittings=WITH_HEADSET, aloud=True)
    shown, heard = frame(state, "dispenser-1", ROOM), heard_on(state)
    parts = (shown.question,) if shown.question else (shown.face, shown.hall, shown.reading)
    whole = " | ".join(item.words for item in heard)
    assert [word for part in parts for word in words_in(part) if word not in whole] == []
    assert heard[0].button is None, "a screen begins with what it is about"
    reached = [item.button.press for item in heard if item.button]
    assert all(press in reached for part in parts for press in presses(part))
    assert any(item.button and item.button.press for item in heard if item.part != "bar"), "and has a way on, or out"


def test_what_only_a_mark_shows_is_said():
    (bad,) = [item.words for item in heard_on(STATES["problems"]) if "папір" in item.words]
    assert "несправно" in bad


class Listener(Technician):
    """A technician with a headset and five keys, and no eyes."""

    def __init__(self) -> None:
        super().__init__(State())
        self.narration, self.said = Narration(), list[Item]()

    def look(self) -> None:
        if not self.state.is_open:
            return
        shown = frame(self.state, "dispenser-1", ROOM)
        self.narration, wish = seen(self.narration, shown, on=shown.reading.aloud)
        self.said += [each.item for each in wish.lines if each.item] if wish else []

    def strike(self, key: PadKey) -> None:
        self.narration, wish = struck(self.narration, key)
        self.said += [each.item for each in wish.lines if each.item]
        effects = self.press(wish.press) if wish.press is not None else []
        for each in effects:
            if isinstance(each, LookAt):
                self.tell(Looked(self.at, each.run, "Олена" if each.code == CODE else None))
        self.look()

    def listen(self) -> Listener:
        self.knock()
        self.state = replace(self.state, fittings=WITH_HEADSET)
        self.press(StartAloud())
        self.look()
        return self

    def find(self, press: Any) -> None:
        for _ in range(40):
            here = self.narration.focused
            if here and here.button and here.button.press == press:
                return
            places = [n for n, item in enumerate(self.narration.heard) if item.button and item.button.press == press]
            self.strike("down" if places[0] > self.narration.focus else "up")
        raise AssertionError(press)


def test_a_code_is_typed_with_five_keys_and_none_of_its_digits_is_said():
    listener = Listener().listen()
    for number, digit in enumerate(CODE):
        listener.find(Digit(digit))
        listener.strike("ok")
        if number + 1 < DIGITS:
            assert listener.said[-1].words == f"Набрано цифр: {number + 1} з {DIGITS}"
    assert listener.state.place == Items()
    keys = {item.words for item in listener.said if item.button and isinstance(item.button.press, Digit)}
    assert keys == {"Цифра"}


_KEYS = st.lists(st.sampled_from(["down", "down", "up", "ok", "ok", "left", "right"]), max_size=60)


@given(keys=_KEYS, reports=st.booleans())
def test_wherever_the_keys_lead_there_are_words_to_hear_and_something_to_press(keys: list[PadKey], reports: bool):  # noqa: FBT001
    listener = Listener().listen()
    listener.state = replace(
        listener.state, who="Олена", place=Items(), offers=offered(frozenset(d.needs for d in DEEDS.values()))
    )
    listener.look()
    for key in keys:
        listener.strike(key)
        listener.tell(Drawn(listener.at))
        if reports:
            listener.tell(Reported(listener.at, listener.state.run, Report((line("printer-well", "good"),))))
        listener.look()
        if not listener.state.is_open or not listener.state.aloud:  # gone, or told to be silent
            return
        heard = listener.narration.heard
        assert heard[0].words
        assert heard[0].button is None
        assert any(item.button and item.button.press is not None for item in heard if item.part != "bar")
        assert all(item.words for item in heard)


def test_a_plug_is_heard_in_the_same_moment_as_a_digit():
    technician = Technician()
    technician.knock()
    technician.state = replace(technician.state, fittings=WITH_HEADSET)
    technician.press(Digit("4"))
    technician.press(StartAloud(), 0.05)
    assert technician.state.aloud
