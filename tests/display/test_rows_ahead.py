"""A board makes its rows before the first call: no call waits for one, and the picture is the same."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from broker.contracts.hall_file import HallFile
from display.board.examples import examples
from display.board.layouts.shape import BoardPart, Layout
from display.board.zones import Zones
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
