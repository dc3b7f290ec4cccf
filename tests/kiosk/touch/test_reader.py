from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.touch.faces import ButtonFace, buttons, presses
from kiosk.touch.presence import BROWSING, STRIKE_GUARD
from kiosk.touch.presses import Leave, More, Reading, Speak, StillHere, ToggleContrast, ToggleLarge, Touched
from kiosk.touch.reader import Reader, heed, next_reader, read, waited

pytestmark = pytest.mark.fast


@dataclass(frozen=True, slots=True)
class Visit(Reader):
    place: str = "home"


READINGS = (Speak("en"), Speak("uk"), ToggleLarge(), ToggleContrast())


@given(st.lists(st.sampled_from(READINGS)))
def test_whatever_one_visitor_reads_like_the_next_begins_in_ukrainian_with_usual_letters(touches: list[Reading]):
    visit = Visit(place="a card")
    for press in touches:
        visit = read(visit, press)
    assert visit.place == "a card"
    assert next_reader(visit).reads_as_usual


def test_two_strikes_within_the_guard_are_one_touch():
    visit, press = heed(Visit(), Touched(100.0, More(), "id"))
    assert press == More()
    visit, press = heed(visit, Touched(100.0 + STRIKE_GUARD - 0.01, More(), "id"))
    assert press is None
    _, press = heed(visit, Touched(100.0 + STRIKE_GUARD, More(), "id"))
    assert press == More()


@pytest.mark.parametrize(("press", "obeyed"), [(More(), None), (StillHere(), None), (None, None), (Leave(), Leave())])
def test_while_it_is_asked_who_is_there_a_touch_answers_that_and_means_nothing_else(press: object, obeyed: object):
    visit, found = heed(replace(Visit(), asked=True), Touched(100.0, press, "id"))
    assert found == obeyed
    assert not visit.asked


def test_a_screen_that_nobody_touches_asks_and_then_goes_home():
    visit, _ = heed(Visit(), Touched(100.0, More(), "id"))
    asked = waited(visit, BROWSING, 100.0 + BROWSING.idle)
    assert asked is not None
    assert asked.asked
    assert waited(asked, BROWSING, 100.0 + BROWSING.idle + BROWSING.asking) is None
    assert waited(asked, None, 10_000.0) == replace(asked, asked=False)


@dataclass(frozen=True, slots=True)
class Face:
    title: str
    rows: tuple[ButtonFace, ...]
    back: ButtonFace | None
    inner: "Face | None" = None


def test_every_button_of_a_face_is_found_however_deep_it_lies():
    def button(label: str) -> ButtonFace:
        return ButtonFace(label, label)

    face = Face("x", (button("a"), ButtonFace("dead", None)), None, Face("y", (), button("b")))
    assert [b.label for b in buttons(face)] == ["a", "dead", "b"]
    assert presses(face) == ["a", "b"]
