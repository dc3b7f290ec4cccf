"""How a visitor reads, and for how long: by eye, in large letters, from a chair, by ear."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiosk.touch.presence import STRIKE_GUARD
from kiosk.touch.presses import (
    Heard,
    Leave,
    Louder,
    Reading,
    Softer,
    Speak,
    StartAloud,
    StopAloud,
    ToggleContrast,
    ToggleLarge,
    ToggleLow,
    Touched,
)
from kiosk.touch.reader import Fittings, Reader, equipped, heard, heed, next_reader

pytestmark = pytest.mark.fast

WITH_HEADSET = equipped(Reader(), Fittings(lowers=True, headset=True, volumes=7, volume=3), STRIKE_GUARD)


def touched(reader: Reader, *presses: Reading, at: float = 100.0) -> Reader:
    for press in presses:
        at += 1.0
        reader, left = heed(reader, Touched(at, press, "spare"))
        assert left is None, "the way of reading is no business of a flow"
    return reader


@pytest.mark.parametrize("press", [ToggleLarge(), ToggleContrast(), ToggleLow(), StartAloud()])
def test_whoever_reads_otherwise_has_more_time_and_the_next_one_has_not(press: Reading):
    reader = touched(WITH_HEADSET, press)
    assert reader.presence.slow
    assert not reader.reads_as_usual
    after = next_reader(reader)
    assert after.reads_as_usual
    assert not after.presence.slow
    assert after.fittings == WITH_HEADSET.fittings, "what the appliance is built with stays"


def test_the_volume_has_steps_and_ends_and_is_forgotten_with_the_visitor():
    reader = touched(WITH_HEADSET, StartAloud())
    assert reader.volume == 3
    assert touched(reader, *[Louder()] * 9).volume == 7
    assert touched(reader, *[Softer()] * 9).volume == 1
    assert next_reader(touched(reader, Louder())).volume == 3
    assert touched(reader, Louder(), StopAloud(), StartAloud()).volume == 3
    assert touched(reader, Louder(), StartAloud()).volume == 4, "whoever listens already is not reset"


def test_where_there_is_no_headset_nothing_is_read_aloud():
    assert not touched(equipped(Reader(), Fittings(), 0.5), StartAloud()).aloud


def test_a_plug_is_heard_in_the_same_moment_as_a_touch_and_over_the_question_too():
    reader, _ = heed(WITH_HEADSET, Touched(10.0, Speak("en"), ""))
    reader, _ = heed(replace(reader, asked=True), Touched(10.1, StartAloud(), ""))
    assert reader.aloud
    assert not reader.asked
    assert reader.presence.slow


def test_time_counts_from_the_last_word_but_a_question_goes_on_waiting():
    reader = touched(WITH_HEADSET, StartAloud())
    assert heard(reader, Heard(500.0)).presence.seen == 500.0
    asked = replace(reader, asked=True)
    assert heard(asked, Heard(500.0)) == asked


def test_the_way_out_is_left_to_the_flow():
    assert heed(WITH_HEADSET, Touched(10.0, Leave(), ""))[1] == Leave()
