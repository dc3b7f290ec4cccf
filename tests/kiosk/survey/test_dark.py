"""A tablet with nobody before it and nothing to show goes dark; a touch only lights it, and a visit is asked at once."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from broker.contracts.playlists import Slide
from kiosk.survey.frame import GradeFace, RestFace, SlideFace
from kiosk.survey.inputs import Pick, SlideOver, SlidesSeen
from kiosk.survey.visit import Idle
from kiosk.touch.presses import Speak, ToggleLarge
from kiosk.touch.reader import Fittings
from tests.kiosk.survey.tablets import Tablet

pytestmark = pytest.mark.fast

AFTER = 600.0
SLIDE = Slide("a.jpg", "picture", 20.0)


def tablet(*, is_open: bool, slides: tuple[Slide, ...] = (), dark_after: float | None = AFTER) -> Tablet:
    made = Tablet()
    made.state = replace(made.state, fittings=Fittings(dark_after=dark_after))
    made.tell(SlidesSeen(made.at, slides))
    made.serve(None, open=is_open)
    return made


@pytest.mark.parametrize(
    ("is_open", "slides", "dark"),
    [(False, (), True), (False, (SLIDE,), True), (True, (), True), (True, (SLIDE,), False)],
)
def test_it_goes_dark_in_a_closed_hall_or_without_slides(is_open: bool, slides: tuple[Slide, ...], dark: bool) -> None:  # noqa: FBT001
    made = tablet(is_open=is_open, slides=slides)
    made.wait(AFTER - 1)
    assert not made.frame.dark
    made.wait(2)
    assert made.frame.dark == dark


def test_where_nobody_wants_it_it_stays_lit() -> None:
    made = tablet(is_open=False, dark_after=None)
    made.wait(5 * AFTER)
    assert not made.frame.dark


def test_a_playlist_of_which_nothing_can_be_shown_is_none() -> None:
    made = tablet(is_open=True, slides=(SLIDE,))
    made.wait(AFTER + 1)
    made.tell(SlideOver(made.at, SLIDE, broken=True))
    made.wait(AFTER + 1)
    assert made.frame.dark


def test_slides_that_come_light_it() -> None:
    made = tablet(is_open=True)
    made.wait(AFTER + 1)
    made.tell(SlidesSeen(made.at, (SLIDE,)))
    assert not made.frame.dark
    assert isinstance(made.face, SlideFace)


@settings(max_examples=30, deadline=None)
@given(st.sampled_from([None, Speak("en"), ToggleLarge(), Pick("grade", 1)]), st.booleans())
def test_the_first_touch_in_the_dark_only_wakes_and_the_next_is_obeyed(press: object, is_open: bool) -> None:  # noqa: FBT001
    made = tablet(is_open=is_open)
    made.wait(AFTER + 1)
    found = made.state
    assert made.frame.dark
    made.touch(press)
    assert replace(made.state, dark=True, presence=found.presence) == found
    assert not made.frame.dark
    made.touch(Speak("en"))
    assert made.state.language == "en"
    made.wait(3 * AFTER)
    assert made.frame.dark
    assert made.state.language == "uk"


def test_a_visit_is_asked_at_once_however_dark_it_was_and_one_touch_is_its_vote() -> None:
    made = tablet(is_open=True)
    made.wait(AFTER + 1)
    made.serve("А001")
    assert isinstance(made.face, GradeFace)
    assert not made.frame.dark
    made.pick("grade", 3)
    assert [dict(send.answers) for send in made.sent] == [{"grade": 3}]


def test_it_never_goes_dark_while_somebody_sits_there_or_everybody_must_know_something() -> None:
    made = tablet(is_open=True)
    made.serve("А001")
    made.wait(5 * AFTER)
    assert isinstance(made.state.place, Idle)
    assert not made.frame.dark
    made.serve(None, open=False, notice={"uk": "Тривога", "en": "Alarm"})
    made.wait(5 * AFTER)
    assert isinstance(made.face, RestFace)
    assert not made.frame.dark
