"""Each check finds exactly what its rule says: cases on both sides of each of its conditions."""

from __future__ import annotations

from pathlib import Path

import pytest

from broker.visits.rows import VERSION, Closing, Day, Stretch
from broker.visits.tables import Writer
from office.reports.asking import Answer, Look
from office.reports.checks import ALL
from office.reports.cube import Cube
from office.reports.worker import answered
from tests.office.reports.test_reckoning import EIGHT, HALL, MINUTE, leg

pytestmark = pytest.mark.fast

SHORTEST = 45_000

LEGS = [
    leg(1, 5, 5, reason="operator", passed=3, operator="a"),
    leg(2, 5, 5, reason="oldest", passed=0, operator="a"),
    leg(3, 5, 0.74, operator="b"),  # 44.4 s
    leg(4, 5, 0.75, operator="b"),  # 45 s: long enough
    leg(5, 5, 0.1, operator="b", began="next-leg", place=1),  # nobody walked there: it may be short
    leg(6, 5, 0.1, operator="b", outcome="transferred"),
    leg(7, 5, 5, operator="c", priority="veteran"),
    leg(8, 5, 5, operator="c", priority="veteran", checked=True),
    leg(9, 5, None, operator="c", priority="veteran"),  # did not come: there was nothing to check
    leg(10, 5, 5, operator="d", outcome="transferred"),
    leg(10, 6, 5, operator="a", place=1, began="transferred", outcome="transferred"),
    leg(10, 7, 5, operator="b", place=2, began="transferred"),
]
CLOSINGS = [
    Closing(day="2026-11-23", window=2, operator="a", at=EIGHT, waiting=4, unserved=1),
]


@pytest.fixture(scope="module")
def cube(tmp_path_factory: pytest.TempPathFactory) -> Cube:
    folder: Path = tmp_path_factory.mktemp("visits")
    day = Day(version=VERSION, day="2026-11-23", first=1, last=9, root="ab" * 32, over=True, names=True)
    stretches = [
        Stretch(day="2026-11-23", window=w, operator=o, kind="open", hour=8, begin=EIGHT, end=EIGHT + MINUTE)
        for w, o in ((1, "b"), (2, "a"))
    ]
    Writer(folder).write(day, {"leg": LEGS, "stretch": stretches, "closing": CLOSINGS})
    made = Cube(folder, HALL)
    made.look()
    return made


def looked(cube: Cube, check: str, until: str = "2026-11-23") -> Answer:
    return answered(cube, HALL, Look(check=check, since="2026-11-01", until=until, shortest=SHORTEST))


def numbers(answer: Answer, column: int = 4) -> list[str]:
    return sorted(str(row[column]) for row in answer.rows)


def test_a_call_out_of_turn_is_one_that_an_operator_chose(cube: Cube):
    answer = looked(cube, "out-of-turn")
    assert numbers(answer) == ["А001"]
    assert answer.rows[0][6] == 3
    assert ("a", 1, 3) in answer.operators


def test_a_service_is_too_short_below_the_limit_and_where_somebody_had_to_come(cube: Cube):
    answer = looked(cube, "phantom-service")
    assert numbers(answer) == ["А003"]
    assert ("b", 1, 3) in answer.operators


def test_a_priority_is_unchecked_when_it_was_served_and_nobody_had_looked(cube: Cube):
    assert numbers(looked(cube, "unchecked-priority")) == ["А007"]
    assert ("c", 1, 2) in looked(cube, "unchecked-priority").operators


def test_a_window_closed_early_when_people_waited(cube: Cube):
    answer = looked(cube, "early-closing")
    assert [row[2:] for row in answer.rows] == [(2, "a", 4, 1)]
    assert ("a", 1, 1) in answer.operators


def test_transfers_are_repeated_from_the_second_on_and_each_is_shown(cube: Cube):
    answer = looked(cube, "repeated-transfers")
    assert numbers(answer) == ["А010", "А010"]


def test_all_are_counted_at_once_and_none_is_found_on_days_without_anybody(cube: Cube):
    assert looked(cube, "out-of-turn").found == {
        "out-of-turn": 1,
        "early-closing": 1,
        "phantom-service": 1,
        "unchecked-priority": 1,
        "repeated-transfers": 2,
    }
    for check in ALL:
        before = looked(cube, check.id, until="2026-11-22")
        assert (before.rows, set(before.found.values())) == ((), {0})
