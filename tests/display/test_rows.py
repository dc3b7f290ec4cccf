"""Where not all have room: those who are called now, and the lines in which people wait."""

from dataclasses import dataclass

import pytest

from display.board.rows import most_asked, most_wanted

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
