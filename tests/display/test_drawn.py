"""A board tells what is on its screen: what it was drawn from, which calls have a row, what stands over them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

import display.board
from broker.contracts.phrases import Phrases
from broker.contracts.shown import Shown, digest
from display.board.drawn import shown
from display.board.rows import most_wanted
from display.board.samples import STATES, snapshot
from display.board.view import Teller
from display.look.drawn import told_apart
from tests.display.halls import HALL, NOON

pytestmark = pytest.mark.fast

PHRASES = Phrases.load(Path(display.board.__file__).with_name("phrases"))


def told(state: str, rows: int = 6, zones: tuple[str, ...] = ()) -> Shown:
    heard = STATES[state](HALL, NOON)
    view = Teller(HALL, PHRASES, ("uk",)).view(heard)
    return shown(view, most_wanted(view.calls, rows), heard.snapshot, NOON, "boot", zones=zones)


def test_only_calls_that_have_a_row_are_told() -> None:
    said = told("busy", rows=3)
    assert [(call.number, call.window, call.times) for call in said.calls] == [
        ("А042", 5, 1),
        ("А053", 4, 1),
        ("А064", 3, 1),
    ]
    assert said.seq == snapshot(HALL, NOON).seq
    assert said.snapshot == digest(snapshot(HALL, NOON))


@pytest.mark.parametrize(
    ("state", "banner", "stale"),
    [
        ("busy", "", False),
        ("air-raid", "suspended", False),
        ("closed", "closed", False),
        ("connecting", "quiet", False),
        ("stale", "", True),
    ],
)
def test_what_stands_over_the_calls_and_the_age_are_told(state: str, banner: str, stale: bool) -> None:  # noqa: FBT001 - a case
    said = told(state)
    assert (said.banner, said.stale) == (banner, stale)
    assert bool(said.calls) == (banner == "")


def test_a_board_of_one_zone_says_so() -> None:
    assert told("busy", zones=("hall-1",)).zones == ("hall-1",)


def test_the_clock_alone_makes_no_other_picture() -> None:
    one = told("busy")
    assert told_apart(msgspec.structs.replace(one, at=one.at + timedelta(minutes=1))) == told_apart(one)
    assert told_apart(told("stale")) != told_apart(one)
    assert told_apart(told("busy", rows=4)) != told_apart(one)


def at(seconds: float) -> object:
    return NOON + timedelta(seconds=seconds)


def test_the_digest_is_of_what_must_be_seen_at_once() -> None:
    one = snapshot(HALL, NOON)
    beat = msgspec.structs.replace(one, at=at(2), seq=one.seq + 1)
    assert digest(beat) == digest(one), "a heartbeat changes nothing"
    moved = msgspec.structs.replace(one, lines=tuple(msgspec.structs.replace(ln, estimate=None) for ln in one.lines))
    assert digest(moved) == digest(one), "a forecast follows with the minute"
    assert digest(msgspec.structs.replace(one, calls=one.calls[1:])) != digest(one)
