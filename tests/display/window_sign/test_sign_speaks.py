"""A sign flashes with the gong before its own number, on a screen and on lamps alike."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.bus.clock import new_id
from broker.contracts.phrases import Phrases
from broker.contracts.status import Speaking, SpokenCall
from display.look.blinking import BLINKS
from display.look.spoken import Beginnings
from display.window_sign.face import Teller
from display.window_sign.led.dots import picture
from display.window_sign.led.lamps import rows_of
from display.window_sign.run import PHRASES
from display.window_sign.samples import NUMBER, WINDOW, snapshot
from display.window_sign.watching import Watching
from tests.display.halls import NOON

pytestmark = pytest.mark.fast

TELLER = Teller(WINDOW, Phrases.load(PHRASES), ("uk",))


class Voice:
    def __init__(self) -> None:
        self.now: tuple[Speaking, ...] = ()

    def begins(self, number: str = NUMBER, window: int = WINDOW) -> None:
        said = SpokenCall(seq=1, number=number, window=window)
        self.now = (Speaking(id=new_id(), state="started", what="call", at=NOON, calls=(said,)),)


def listening() -> tuple[Watching, Voice]:
    watching, voice = Watching(TELLER), Voice()
    watching.listen(voice)
    return watching, voice


OLD = snapshot(NOON, "calling", ago=25.0)


def test_an_old_call_flashes_with_the_gong_and_blinks_for_ten_seconds_more() -> None:
    watching, voice = listening()
    assert not watching.look(OLD, 0.0, 100.0).blinks
    voice.begins()
    begun = watching.look(OLD, 0.0, 100.1)
    assert begun.other
    assert begun.blinks
    assert watching.look(OLD, 0.0, 100.1 + BLINKS - 0.6).blinks
    assert not watching.look(OLD, 0.0, 100.1 + BLINKS).blinks


def test_lamps_show_the_way_with_the_gong() -> None:
    watching, voice = listening()
    assert rows_of(watching.look(OLD, 0.0, 100.0), "left") == picture(NUMBER)
    voice.begins()
    assert rows_of(watching.look(OLD, 0.0, 100.1), "left") == picture("←←←←")


@pytest.mark.parametrize(("number", "window"), [("К007", WINDOW + 1), ("К007", WINDOW), (NUMBER, WINDOW + 1)])
def test_another_windows_gong_and_another_number_are_nobodys_business_here(number: str, window: int) -> None:
    watching, voice = listening()
    watching.look(OLD, 0.0, 100.0)
    voice.begins(number, window)
    assert not watching.look(OLD, 0.0, 100.1).blinks


def test_a_gong_that_comes_before_the_snapshot_is_not_lost() -> None:
    watching, voice = listening()
    voice.begins()
    watching.look(snapshot(NOON, "free"), 0.0, 100.0)
    assert watching.look(OLD, 0.0, 100.1).other


def test_whoever_has_come_is_not_flashed_at() -> None:
    watching, voice = listening()
    voice.begins()
    assert not watching.look(snapshot(NOON, "serving", ago=25.0), 0.0, 100.0).blinks


def test_an_announcement_begins_once_however_often_it_is_looked_at() -> None:
    voice, beginnings = Voice(), Beginnings()
    voice.begins()
    assert beginnings.of(voice.now) == {(NUMBER, WINDOW)}
    assert beginnings.of(voice.now) == frozenset()
    voice.begins()
    assert beginnings.of(voice.now) == {(NUMBER, WINDOW)}


@given(st.floats(0, 30), st.lists(st.floats(0, 12), max_size=6))
def test_no_gongs_make_it_flash_more_than_three_times_a_second(ago: float, gongs: list[float]) -> None:
    """WCAG 2.3.1, for any moments of any announcements."""
    watching, voice = listening()
    called, seen, due = snapshot(NOON, "calling", ago=ago), [], sorted(gongs)
    for step in range(1000):
        moment = step / 50
        while due and due[0] <= moment:
            due.pop(0)
            voice.begins()
        seen.append(watching.look(called, 0.0, 100.0 + moment).other)
    flashes = [i for i in range(1, len(seen)) if seen[i] and not seen[i - 1]]
    assert all(later - earlier >= 50 / 3 for earlier, later in pairwise(flashes))
