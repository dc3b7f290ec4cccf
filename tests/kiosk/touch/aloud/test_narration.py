"""Where the keys of the pad lead, and what is said on the way."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from kiosk.touch.aloud.items import items
from kiosk.touch.aloud.narration import Narration, PadKey, Wish, seen, struck
from kiosk.touch.faces import ButtonFace, ReadingFace
from kiosk.touch.frame import Frame
from kiosk.touch.presses import Back, Speak, ToggleContrast, ToggleLarge

pytestmark = pytest.mark.fast


class Choice(Struct, frozen=True):
    title: str
    text: str
    buttons: tuple[ButtonFace, ...]
    back: ButtonFace | None = None


READING = ReadingFace(
    (ButtonFace("Українська", Speak("uk")), ButtonFace("English", Speak("en"))),
    ButtonFace("Більші літери", ToggleLarge()),
    ButtonFace("Контраст", ToggleContrast()),
    large=False,
    contrast=False,
    aloud=True,
)
HOME = Choice(
    "Оберіть послугу",
    "Талони друкуються",
    (ButtonFace("Паспорт", "passport"), ButtonFace("Земля", None, note="Відкриється о 14:00")),
    ButtonFace("Назад", Back(), icon="arrow-left"),
)


def frame(face: Any = HOME) -> Frame[Any]:
    return Frame("ЦНАП", READING, face, None)


def said(wish: Wish | None) -> list[str]:
    return [line.extra or (line.item.words if line.item else "") for line in wish.lines] if wish else []


@pytest.fixture
def listening() -> Narration:
    narration, wish = seen(Narration(), frame(), on=True)
    assert said(wish) == ["welcome", "Оберіть послугу", "Талони друкуються", "Паспорт"]
    return narration


def walk(narration: Narration, *keys: PadKey) -> tuple[Narration, Wish]:
    wish = Wish()
    for key in keys:
        narration, wish = struck(narration, key)
    return narration, wish


def test_nothing_is_said_to_those_who_did_not_ask():
    assert seen(Narration(), frame(), on=False) == (Narration(), None)


def test_down_and_up_walk_through_everything_and_say_where_it_ends(listening: Narration):
    narration, wish = walk(listening, "down")
    assert said(wish) == ["Земля. Відкриється о 14:00"]
    assert (wish.lines[0].place, wish.lines[0].of) == (2, 7)
    narration, wish = walk(narration, "up", "up", "up", "up")
    assert said(wish) == ["top", "Оберіть послугу"]


def test_ok_presses_what_is_in_focus_and_nothing_else(listening: Narration):
    assert walk(listening, "ok")[1] == Wish(press="passport")
    closed = walk(listening, "down", "ok")[1]
    assert closed.press is None
    assert said(closed) == ["Земля. Відкриється о 14:00"], "a closed button says why"


def test_left_goes_back_and_says_so_where_there_is_no_back(listening: Narration):
    assert walk(listening, "left")[1] == Wish(press=Back())
    narration, _ = seen(listening, frame(replace(HOME, title="Початок", back=None)), on=True)
    assert said(walk(narration, "left")[1]) == ["no-way-back", "Паспорт"]


def test_right_reads_the_whole_screen_again(listening: Narration):
    assert said(walk(listening, "down", "right")[1]) == [
        "Оберіть послугу",
        "Талони друкуються",
        "Паспорт",
        "Земля. Відкриється о 14:00",
        "Назад",
        "ЦНАП",
    ]


def test_a_new_screen_is_read_at_once_up_to_its_first_button(listening: Narration):
    other = Choice("Паспорт", "", (ButtonFace("Взяти талон", "take"),))
    narration, wish = seen(listening, frame(other), on=True)
    assert said(wish) == ["Паспорт", "Взяти талон"]
    assert wish
    assert not wish.after, "what was being said about the old screen stops"
    assert walk(narration, "ok")[1].press == "take"


def test_a_screen_without_buttons_is_read_to_its_end(listening: Narration):
    _, wish = seen(listening, frame(Choice("Зачекайте", "Друкуємо", ())), on=True)
    assert said(wish) == ["Зачекайте", "Друкуємо"]


def test_what_changes_on_the_same_screen_is_said_after_what_is_being_said(listening: Narration):
    narration, _ = walk(listening, "down")
    opened = replace(HOME, buttons=(HOME.buttons[0], ButtonFace("Земля", None, note="Закрито")))
    narration, wish = seen(narration, frame(opened), on=True)
    assert said(wish) == ["Земля. Закрито"]
    assert wish
    assert wish.after
    assert seen(narration, frame(opened), on=True)[1] is None, "nothing new, nothing said"


def test_it_ends_with_a_word(listening: Narration):
    narration, wish = seen(listening, frame(), on=False)
    assert (narration, said(wish)) == (Narration(), ["goodbye"])


_KEYS = st.lists(st.sampled_from(["up", "down", "left", "right", "ok"]), max_size=40)


@given(st.lists(st.booleans(), max_size=8), st.booleans(), _KEYS)
def test_wherever_the_keys_lead_each_says_something_or_presses(closed: list[bool], back: bool, keys: list[PadKey]):  # noqa: FBT001
    buttons = tuple(ButtonFace(f"К{n}", None if shut else n) for n, shut in enumerate(closed))
    face = Choice("Екран", "", buttons, HOME.back if back else None)
    narration, wish = seen(Narration(), frame(face), on=True)
    assert wish
    for key in keys:
        narration, wish = struck(narration, key)
        assert wish.lines or wish.press is not None
        assert narration.focused is not None


@given(st.lists(st.booleans(), max_size=8), _KEYS)
def test_every_button_that_can_be_pressed_is_reached_from_anywhere(closed: list[bool], keys: list[PadKey]):
    buttons = tuple(ButtonFace(f"К{n}", None if shut else n) for n, shut in enumerate(closed))
    narration, _ = seen(Narration(), frame(Choice("Екран", "", buttons)), on=True)
    narration, _ = walk(narration, *keys)
    many = len(items(frame(Choice("Екран", "", buttons))))
    narration, _ = walk(narration, *["up"] * many)
    pressed = set()
    for _ in range(many):
        pressed.add(repr(struck(narration, "ok")[1].press))
        narration, _ = struck(narration, "down")
    assert {repr(button.press) for button in buttons} <= pressed | {"None"}
    assert repr(ToggleContrast()) in pressed
