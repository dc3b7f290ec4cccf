from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from display.look.box import Box
from kiosk.touch.button_places import Build, Places, Scale, places
from kiosk.touch.faces import ButtonFace

pytestmark = pytest.mark.fast

USUAL, LARGE = Scale(4.0, 1.0, 22.0), Scale(4.0, 2.0, 41.0)
ROW, TILE = Build(11, 5.5, lists=False), Build(11, 8, lists=True)
BOX = Box(100, 200, 900, 160)
CARD = ButtonFace("Паспорт", "passport", note="Що взяти: заяву", kind="card")

kinds = st.sampled_from(["card", "primary", "quiet", "bar", "chosen", "box", "ticked"])
icons = st.sampled_from(["", "arrow-left", "arrow-right", "search"])
faces = st.builds(
    ButtonFace, label=st.just("Слово"), press=st.sampled_from([None, "press"]), kind=kinds, icon=icons,
    note=st.sampled_from(["", "Одне слово", "слово " * 30]),
)  # fmt: skip
boxes = st.builds(Box, *[st.integers(0, 900)] * 2, st.integers(160, 1000), st.integers(80, 400))
scales, builds = st.sampled_from([USUAL, LARGE]), st.sampled_from([ROW, TILE])


def inside(box: Box, outer: Box) -> bool:
    return (
        box.x >= outer.x - 1e-6
        and box.y >= outer.y - 1e-6
        and box.x + box.width <= outer.x + outer.width + 1e-6
        and box.top <= outer.top + 1e-6
    )


@given(faces, boxes, scales, builds)
def test_nothing_stands_outside_of_its_button(face: ButtonFace, box: Box, scale: Scale, build: Build):
    stand = places(face, box, scale, build)
    parts = [stand.label] if stand.label.height > 0 and stand.label.width > 0 else []
    parts += [stand.sign_box] if stand.sign else []
    parts += [stand.arrow_box] if stand.arrow else []
    assert all(inside(part, box) for part in parts)


@given(faces, boxes, scales, builds, st.floats(0, 1))
def test_a_note_stands_below_the_letters_of_its_label(
    face: ButtonFace, box: Box, scale: Scale, build: Build, filled: float
):
    stand = places(face, box, scale, build)
    if stand.note and stand.label.height > 0:
        letters = stand.label.height * filled
        note = stand.note_box(letters, scale)
        assert note.top <= stand.label.top - letters + 1e-6
        assert note.y >= stand.words.y - 1e-6


@given(faces, boxes, scales, builds)
def test_a_label_leaves_its_note_a_line(face: ButtonFace, box: Box, scale: Scale, build: Build):
    stand = places(face, box, scale, build)
    if stand.note and stand.label.height > 0:
        assert stand.note_box(stand.label.height, scale).height >= stand.note_letters.smallest * 1.37 - 1e-6


def signs(face: ButtonFace) -> tuple[str, str]:
    stand = places(face, BOX, USUAL, ROW)
    return stand.sign, stand.arrow


def test_what_leads_on_has_an_arrow_and_what_cannot_be_pressed_has_none():
    assert signs(CARD) == ("", "chevron-right")
    assert signs(replace(CARD, press=None)) == ("", "")
    assert signs(replace(CARD, kind="primary", icon="arrow-right")) == ("", "arrow-right")
    assert signs(replace(CARD, kind="quiet", icon="arrow-left")) == ("arrow-left", "")
    assert signs(replace(CARD, kind="ticked")) == ("check", "")


def heights(stand: Places) -> tuple[float, float]:
    return stand.label.height, stand.words.height


def test_without_a_note_the_label_has_all_the_height():
    label, words = heights(places(replace(CARD, note=""), BOX, USUAL, ROW))
    assert label == words
    label, words = heights(places(CARD, BOX, USUAL, ROW))
    assert label < words


def test_large_letters_take_the_room_of_a_note_that_only_lists_what_is_inside():
    assert places(CARD, BOX, LARGE, TILE).note == ""
    assert places(CARD, BOX, LARGE, ROW).note == CARD.note
    assert places(CARD, BOX, USUAL, TILE).note == CARD.note


def test_large_letters_are_twice_as_large():
    usual, large = (places(CARD, BOX, scale, ROW).label_letters for scale in (USUAL, LARGE))
    assert large.biggest == 2 * usual.biggest
