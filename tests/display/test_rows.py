"""Where not all have room: those who are called now, and the lines in which people wait."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from display.board.rows import most_asked, most_wanted, turns

pytestmark = pytest.mark.fast


@dataclass(frozen=True)
class Call:
    number: str
    stands_out: bool = False
    fresh: bool = False


@dataclass(frozen=True)
class Line:
    letter: str
    waiting: str


def test_a_call_that_is_still_waited_for_is_not_pushed_off_by_those_who_have_come() -> None:
    calls = (Call("А005", True, True), Call("А004"), Call("А003"), Call("А002", True), Call("А001"))
    assert [call.number for call in most_wanted(calls, 3)] == ["А005", "А004", "А002"]


def test_all_new_calls_come_before_all_others() -> None:
    calls = (Call("А003", True), Call("А002", True, True), Call("А001", True, True))
    assert [call.number for call in most_wanted(calls, 2)] == ["А002", "А001"]


def test_lines_in_which_people_wait_are_shown_in_their_order() -> None:
    lines = tuple(Line(letter, waiting) for letter, waiting in zip("АКМР", "0302", strict=True))
    assert [line.letter for line in most_asked(lines, 3)] == ["А", "К", "Р"]
    assert most_asked(lines, 4) == lines


@given(st.lists(st.sampled_from("0123"), max_size=12), st.integers(1, 12))
def test_every_line_in_which_somebody_waits_has_its_turn_and_no_row_stands_empty(waiting: list[str], room: int) -> None:
    lines = tuple(Line(f"{i}", people) for i, people in enumerate(waiting))
    seen: set[Line] = set()
    for turn in range(turns(lines, room)):
        part = most_asked(lines, room, turn)
        assert len(part) == min(room, len(lines))
        assert list(part) == sorted(part, key=lines.index)
        seen.update(part)
    assert {line for line in lines if line.waiting != "0"} <= seen


def test_where_those_who_wait_have_room_nothing_takes_turns() -> None:
    lines = tuple(Line(letter, waiting) for letter, waiting in zip("АКМРТ", "03020", strict=True))
    assert turns(lines, 2) == 1
    assert turns(lines, 0) == 1
    assert most_asked(lines, 2, 1) == most_asked(lines, 2)
