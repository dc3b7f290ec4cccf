"""A board makes its rows before the first call, and letters before the next: no call waits for them, and the picture is the same."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from broker.contracts.hall_file import HallFile
from display.board.examples import examples
from display.board.foreseen import next_numbers, one_fewer
from display.board.layouts.shape import BoardPart, Layout
from display.board.view import CallRow, LineRow
from display.board.zones import Zones
from display.look.two_languages import NO_WORDS
from tests.display.halls import HALL
from tests.display.virtual_screen import VirtualScreen


@pytest.mark.screen
@pytest.mark.timeout(90)
def test_no_call_waits_for_its_row_to_be_made_and_the_picture_is_that_of_a_board_without(
    virtual_screen: VirtualScreen, tmp_path: Path
) -> None:
    said = virtual_screen.run_app("tests.display.apps.rows_ahead", state_dir=tmp_path)
    for name in ("wide", "upright"):
        found = said[name]
        assert found["rooms"] > 4, name
        assert found["made"] == {"ahead": 0, "bare": min(found["rooms"], 8)}, name
        assert not found["differs"], name


@pytest.mark.screen
@pytest.mark.timeout(90)
def test_no_call_that_was_foreseen_waits_for_its_letters(virtual_screen: VirtualScreen, tmp_path: Path) -> None:
    said = virtual_screen.run_app("tests.display.apps.letters_ahead", state_dir=tmp_path)
    for name in ("wide", "upright"):
        assert said[name]["ahead"] == [], name
        assert said["number"] in said[name]["bare"], name  # who did not foresee it sets them for the call


@pytest.mark.fast
def test_the_next_of_each_line_in_which_somebody_waits_is_foreseen_the_line_called_last_first() -> None:
    calls = [row("Б017"), row("А042"), row("Б016"), row("В003"), row("?")]
    lines = [line("А", "2"), line("Б", "1"), line("В", "0")]
    assert next_numbers(calls, lines) == ("Б018", "А043")
    assert [one_fewer(each) for each in lines] == ["1", "0", ""]


def row(number: str) -> CallRow:
    return CallRow(number=number, window="1", zone="", mark="", stands_out=False)


def line(letter: str, waiting: str) -> LineRow:
    return LineRow(letter=letter, name=NO_WORDS, waiting=waiting, when="", time_known=False)


@pytest.mark.fast
def test_a_call_is_expected_in_each_zone_of_the_board_with_the_signs_that_the_hall_has() -> None:
    zones = Zones.of(HALL, Layout(board=BoardPart()))
    both = examples(HALL, zones, "uk")
    assert [(row.number, row.zone, row.mark) for row in both] == [("А888", "Зал 1", "П"), ("А888", "Зал 2", "П")]
    own = Layout(board=BoardPart(zones=("hall-2",)))
    assert [(row.window, row.zone) for row in examples(HALL, Zones.of(HALL, own), "uk")] == [("8", "")]


@pytest.mark.fast
def test_a_hall_without_lines_expects_none() -> None:
    empty: HallFile = msgspec.structs.replace(HALL, line=())
    assert examples(empty, Zones.of(empty, Layout(board=BoardPart())), "uk") == ()
