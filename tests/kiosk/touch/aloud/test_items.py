"""Whatever stands on a screen can be heard: of every face there is, with any words in any of its fields."""

from __future__ import annotations

import typing
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from broker.contracts.hall_check import load
from kiosk.dispenser import frame as dispenser
from kiosk.dispenser.run import words_of
from kiosk.dispenser.samples import STATES
from kiosk.dispenser.screens import SCREENS as DISPENSER
from kiosk.info.screens import SCREENS as INFO
from kiosk.service_menu.screens import SCREENS as SERVICE
from kiosk.survey.screens import SCREENS as SURVEY
from kiosk.touch.aloud.items import DRAWN, Item, items
from kiosk.touch.faces import ButtonFace, ReadingFace, StillThereFace, presses
from kiosk.touch.frame import Frame
from kiosk.touch.presses import Back, Speak
from kiosk.touch.reader import Fittings, equipped
from tests.kiosk.dispenser.halls import MORNING

pytestmark = pytest.mark.fast

FACES = [*DISPENSER, *INFO, *SURVEY, *SERVICE, ReadingFace, StillThereFace]
_WORDS = st.text("абвгґ її'№—", min_size=1, max_size=12).map(lambda text: " ".join(text.split()) or "слово")
_BUTTONS = st.builds(ButtonFace, label=_WORDS, press=st.sampled_from([None, Back(), "press"]), note=_WORDS)
_SIMPLE: dict[Any, st.SearchStrategy[Any]] = {str: _WORDS, ButtonFace: _BUTTONS}


def some(kind: Any) -> st.SearchStrategy[Any]:
    """Any value of an annotation that a face has, full of words: never an empty text, never an empty list."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if kind in _SIMPLE:
        found = _SIMPLE[kind]
    elif origin is tuple:
        found = st.lists(some(inner[0]), min_size=1, max_size=3).map(tuple)
    elif origin is Literal:
        found = st.sampled_from(inner)
    elif isinstance(kind, type) and issubclass(kind, Struct):
        hints = typing.get_type_hints(kind)
        found = st.builds(kind, **{name: some(hints[name]) for name in kind.__struct_fields__})
    else:
        found = some(inner[0]) if type(None) in inner else st.from_type(kind)
    return found


def words_in(value: Any, kind: Any = str) -> list[str]:
    """Every text that a person sees on a value, found in another way than `items` does."""
    if isinstance(value, str):
        return [] if typing.get_origin(kind) is Literal else [" ".join(value.split())]
    if isinstance(value, tuple):
        return [word for each in value for word in words_in(each)]
    if isinstance(value, ButtonFace):
        return [value.spoken or value.label, value.note]
    if isinstance(value, Struct):
        hints = typing.get_type_hints(type(value))
        drawn = ("icon", "qr", "picture", *getattr(value, "unheard", ()))
        seen = [name for name in value.__struct_fields__ if name not in drawn]
        return [word for name in seen for word in words_in(getattr(value, name), hints[name])]
    return []


WORDS = words_of(load(Path(__file__).parents[4] / "provisioning" / "demo" / "hall.toml"))
_MENU = equipped(STATES["menu"](WORDS.hall, MORNING), Fittings(lowers=True, headset=True), 0.5)
SHOWN = dispenser.frame(replace(_MENU, aloud=True), WORDS)


def around(face: Any) -> Frame[Any]:
    return replace(SHOWN, face=face)


@pytest.mark.parametrize("kind", FACES, ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_a_face_has_no_word_that_is_not_heard(kind: type, data: st.DataObject):
    face = data.draw(some(kind))
    heard = " | ".join(item.words for item in items(around(face)))
    assert [word for word in words_in(face) if word not in heard] == []


@pytest.mark.parametrize("kind", FACES, ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_every_button_is_an_item_of_its_own(kind: type, data: st.DataObject):
    face = data.draw(some(kind))
    reached = [item.button.press for item in items(around(face)) if item.button]
    assert all(press in reached for press in presses(face))


@pytest.mark.parametrize("name", STATES)
@pytest.mark.parametrize("language", ["uk", "en"])
def test_every_screen_of_the_dispenser_can_be_heard_word_for_word(name: str, language: str):
    state = equipped(STATES[name](WORDS.hall, MORNING + timedelta(hours=1)), Fittings(lowers=True, headset=True), 0.5)
    shown = dispenser.frame(replace(state, language=language, aloud=True), WORDS)
    heard = items(shown)
    whole = " | ".join(item.words for item in heard)
    parts = (shown.question,) if shown.question else (shown.face, shown.hall, shown.reading)
    assert [word for part in parts for word in words_in(part) if word not in whole] == []
    assert heard[0].button is None, "a screen begins with what it is about"
    reached = [item.button.press for item in heard if item.button]
    assert all(press in reached for part in parts for press in presses(part))


class Page(Struct, frozen=True):
    heard: ClassVar[Any] = ("title", ("number", "mark"))

    icon: str
    number: str
    kind: Literal["small", "big"]
    title: str
    rows: tuple[dispenser.Fact, ...]
    mark: str
    many: int = 3
    text: str = ""


def test_an_order_of_its_own_comes_first_and_what_belongs_together_is_one_sentence():
    page = Page("bell", "А042", "big", "Ваш\nномер", (dispenser.Fact("Перед вами", "7"),), "П", text="Далі")
    heard = [item.words for item in items(around(page)) if item.part == "face"]
    assert heard == ["Ваш номер", "А042, П", "Перед вами: 7", "Далі"]


def test_a_question_covers_the_screen_for_the_ear_as_for_the_eye():
    state = STATES["still-there"](WORDS.hall, MORNING)
    heard = items(dispenser.frame(state, WORDS))
    assert {item.part for item in heard} == {"question"}
    assert heard[0].words == "Ви ще тут?"


def test_a_language_is_offered_in_itself():
    heard = items(around(dispenser.IssuingFace("Зачекайте", "")))
    assert Item("English", ButtonFace("English", Speak("en"), kind="bar"), "bar", "en") in heard


def test_a_letter_is_heard_by_its_name():
    key = ButtonFace("й", "press", spoken="йот")
    assert items(around((key,)))[0].words == "йот"


def test_pictures_alone_are_silent():
    assert {"icon", "picture", "qr"} == DRAWN
