"""Slides follow each other by time alone, and one that cannot be shown is nobody's concern but the technician's."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.contracts.playlists import Slide, next_change, shown_at
from display.media.turns import Turns

pytestmark = pytest.mark.fast

PICTURE = Slide("a.png", "picture", 12.0)
OTHER = Slide("b.png", "picture", 20.0)
VIDEO = Slide("c.mp4", "video", 300.0)
MORNING = Slide("d.png", "picture", 10.0, begin=time(9), end=time(12))
NIGHT = Slide("e.png", "picture", 10.0, begin=time(22), end=time(6))


def turns(*slides: Slide) -> Turns:
    return Turns().given(slides, 100.0)


def test_each_stands_for_its_seconds_and_the_first_comes_again():
    now = turns(PICTURE, OTHER)
    assert (now.showing, now.ends) == (PICTURE, 112.0)
    assert now.waited(111.9) == now
    now = now.waited(112.0)
    assert (now.showing, now.ends) == (OTHER, 132.0)
    assert now.waited(132.0).showing == PICTURE


def test_a_video_gives_way_when_it_is_over_or_has_lasted_too_long():
    now = turns(VIDEO, PICTURE)
    assert now.over(VIDEO, 130.0).showing == PICTURE
    assert now.waited(400.0).showing == PICTURE


def test_a_lone_picture_stands_for_ever_and_a_lone_video_begins_anew():
    assert turns(PICTURE).ends is None
    again = turns(VIDEO).over(VIDEO, 130.0)
    assert (again.showing, again.turn) == (VIDEO, 1)


def test_what_cannot_be_shown_is_left_out_until_there_are_other_slides():
    now = turns(VIDEO, PICTURE).over(VIDEO, 101.0, broken=True)
    assert now.showing == PICTURE
    assert now.waited(10_000.0) == now
    assert turns(VIDEO).over(VIDEO, 101.0, broken=True).showing is None
    assert now.given((VIDEO,), 200.0).showing == VIDEO


def test_the_end_of_what_does_not_stand_there_any_more_changes_nothing():
    now = turns(PICTURE, VIDEO)
    assert now.over(VIDEO, 105.0, broken=True) == now
    assert now.given((PICTURE, VIDEO), 105.0) == now


@given(
    st.lists(st.sampled_from([PICTURE, OTHER, VIDEO, MORNING]), unique=True), st.lists(st.floats(0, 500), max_size=30)
)
def test_whatever_breaks_whenever_something_playable_stands_there(slides: list[Slide], steps: list[float]):
    now, moment = turns(*slides), 100.0
    for step in steps:
        moment += step
        broken = step > 250
        now = now.over(now.showing, moment, broken=broken) if now.showing and step > 125 else now.waited(moment)
        assert (now.showing is None) == (not set(now.slides) - set(now.broken))
        assert now.showing not in now.broken or now.showing is None


def test_hours_say_when_to_look_again_over_midnight_too():
    assert next_change((PICTURE,), time(10)) is None
    assert next_change((PICTURE, MORNING), time(8, 59, 30)) == 30.0
    assert next_change((MORNING,), time(9)) == 3 * 3600.0
    assert next_change((NIGHT,), time(23)) == 7 * 3600.0
    assert next_change((MORNING, NIGHT), time(12, 0, 1)) == 10 * 3600.0 - 1


@given(st.times(), st.times(), st.times())
def test_between_two_looks_nothing_changes(begin: time, end: time, now: time):
    slide = Slide("a.png", "picture", 10.0, begin=begin, end=end)
    wait = next_change((slide,), now)
    assert wait is not None
    assert wait > 0
    seconds = now.hour * 3600 + now.minute * 60 + now.second + now.microsecond / 1e6 + wait * 0.5
    if seconds < 86399:
        half = time(int(seconds // 3600), int(seconds % 3600 // 60), int(seconds % 60), int(seconds % 1 * 1e6))
        assert shown_at((slide,), half) == shown_at((slide,), now)
