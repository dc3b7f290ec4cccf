"""The on-screen keyboard: what its keys are, what they do, what they say, where they stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kiosk.touch
from broker.contracts.phrases import Phrases
from kiosk.touch.key_places import key_places
from kiosk.touch.keyboard_face import COLUMNS, Key, keyboard_face
from kiosk.touch.sizes import TARGET, px_per_mm
from kiosk.touch.typing_keys import ROWS, Erase, EraseAll, KeyPress, Shift, Switch, Type, Typed, free_text

pytestmark = pytest.mark.fast

SHARED = Phrases.load(Path(kiosk.touch.__file__).with_name("phrases"))
STATES = [Typed(letters=letters, capitals=c, shift=c) for letters in ROWS for c in (False, True)]
presses = st.one_of(
    st.sampled_from("".join(ROWS["uk"] + ROWS["latin"] + ROWS["digits"]) + " ’").map(Type),
    st.just(Erase()),
    st.just(EraseAll()),
    st.just(Shift()),
    st.sampled_from(list(ROWS)).map(Switch),
)


def keys(typed: Typed, language: str = "uk") -> list[Key]:
    return [key for row in keyboard_face(typed, SHARED, language).rows for key in row]


def type_all(typed: Typed, struck: list[KeyPress]) -> Typed:
    for press in struck:
        typed = typed.after(press)
    return typed


def test_every_ukrainian_letter_has_a_key():
    assert set("".join(ROWS["uk"])) == set("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя")
    assert set("".join(ROWS["latin"])) == set("abcdefghijklmnopqrstuvwxyz")
    assert set("0123456789") <= set("".join(ROWS["digits"]))


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize("typed", STATES)
def test_every_key_can_be_read_aloud(typed: Typed, language: str):
    for key in keys(typed, language):
        assert key.face.spoken or key.face.label.isdigit(), key
        assert len(key.face.spoken) > 1 or key.face.spoken in "абвгґдеєжзиіїюяуоABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", (
            key
        )


def test_no_two_keys_of_a_keyboard_say_or_mean_the_same():
    for typed in STATES:
        for language in ("uk", "en"):
            shown = keys(typed, language)
            assert len({key.face.press for key in shown}) == len(shown)
            assert len({key.face.spoken for key in shown}) == len(shown)


@pytest.mark.parametrize("typed", STATES)
def test_keys_are_20_mm_and_3_mm_apart_on_a_standing_21_inch_panel(typed: Typed):
    mm = px_per_mm(1080, 1920, 21.5)
    face = keyboard_face(typed, SHARED, "uk")
    cells = key_places(face, (1080 - 16 * mm, (4 * 20.5 + 9) * mm), 3 * mm)
    assert min(min(c.width, c.height) for c in cells) >= TARGET * mm
    for n, one in enumerate(cells):
        for other in cells[n + 1 :]:
            across = max(other.x - one.x - one.width, one.x - other.x - other.width)
            up = max(other.y - one.y - one.height, one.y - other.y - other.height)
            assert max(across, up) >= 2.99 * mm


@pytest.mark.parametrize("typed", STATES)
def test_no_row_is_wider_than_the_keyboard(typed: Typed):
    for row in keyboard_face(typed, SHARED, "uk").rows:
        assert sum(key.wide for key in row) <= COLUMNS


@given(st.lists(presses, max_size=80), st.booleans())
def test_what_is_typed_never_grows_too_long_and_can_always_be_erased(struck: list[KeyPress], free: bool):  # noqa: FBT001
    typed = type_all(free_text(20) if free else Typed(longest=20), struck)
    assert len(typed.text) <= 20
    assert "  " not in typed.text
    assert typed.after(EraseAll()).text == ""
    assert typed.after(Erase()).text == typed.text[:-1]


def test_from_everywhere_a_few_keys_lead_back_to_ukrainian_letters():
    for typed in STATES:
        ways = [key.face.press for key in keys(typed) if isinstance(key.face.press, Switch)]
        assert typed.letters == "uk" or Switch("uk") in ways


def test_a_text_for_people_begins_with_a_capital():
    assert type_all(free_text(50), [Type("д"), Type("я"), Type("к"), Shift(), Type("у")]).text == "ДякУ"
