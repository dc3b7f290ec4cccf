"""Measures of a small day by hand, and of any days as a plain count over their rows says."""

from __future__ import annotations

import statistics
from datetime import date
from pathlib import Path

import pytest

from broker.contracts.hall_check import load
from broker.contracts.mistakes.words import said
from broker.visits.rows import VERSION, Day, Leg, Stretch
from broker.visits.tables import Writer
from office.reports.cube import Cube
from office.reports.measures import GROUPS, MEASURES
from office.reports.question import Question, mistakes
from office.reports.samples import SampleHall
from office.reports.table import Cell, Table
from office.reports.wilson import interval

pytestmark = pytest.mark.fast

HALL = load(Path("provisioning/demo/hall.toml"))
MINUTE = 60_000
EIGHT = 1_795_413_600_000  # 2026-11-23 08:00 in Kyiv


def leg(number: int, wait: float | None, service: float | None = None, **more: object) -> Leg:
    called = None if wait is None else EIGHT + round(wait * MINUTE)
    started = None if service is None or called is None else called
    fields = {
        "day": "2026-11-23",
        "ticket": f"t{number}",
        "number": f"А{number:03}",
        "place": 0,
        "began": "issued",
        "service": "residence-registration",
        "line": "residence",
        "hour": 8,
        "arrived": EIGHT,
        "joined": EIGHT,
        "source": "dispenser-1",
        "language": "uk",
        "called": called,
        "started": started,
        "finished": None if started is None else started + round((service or 0) * MINUTE),
        "outcome": "served" if service is not None else "no-show" if called else "waiting",
        "window": 1 if called else None,
    }
    return Leg(**{**fields, **more})  # type: ignore[arg-type]


def cube(folder: Path, legs: list[Leg], stretches: list[Stretch] | None = None) -> Cube:
    day = Day(version=VERSION, day="2026-11-23", first=1, last=9, root="ab" * 32, over=True, names=True)
    Writer(folder).write(day, {"leg": legs, "stretch": stretches or [], "closing": []})
    made = Cube(folder, HALL)
    made.look()
    return made


def ask(made: Cube, *measures: str, by: tuple[str, ...] = (), since: str = "2026-11-23", **filters: str) -> Table:
    wanted = {group: (value,) for group, value in filters.items()}
    return made.ask(Question(measures=measures, groups=by, since=since, until="2026-11-23", filters=wanted))


def only(table: Table) -> dict[str, Cell]:
    assert len(table.rows) == 1
    return dict(zip(table.question.measures, table.rows[0].cells, strict=True))


def test_a_small_day_by_hand(tmp_path: Path):
    legs = [
        leg(1, 2, 10, grade=4, answered=True, earliest=EIGHT, latest=EIGHT + 5 * MINUTE, confidence=0.8),
        leg(2, 10, 20, grade=2, answered=True, earliest=EIGHT, latest=EIGHT + 5 * MINUTE, confidence=0.8),
        leg(3, 30, 50, priority="veteran", outcome="transferred"),
        leg(4, 40, None),
        leg(5, None),
        leg(3, 0, 6, place=1, began="transferred", window=2),
    ]
    hour = {"day": "2026-11-23", "operator": None, "hour": 8}
    stretches = [
        Stretch(**hour, window=1, kind="open", begin=EIGHT, end=EIGHT + 60 * MINUTE),
        Stretch(**hour, window=1, kind="serving", begin=EIGHT, end=EIGHT + 45 * MINUTE),
        Stretch(**hour, window=2, kind="open", begin=EIGHT, end=EIGHT + 30 * MINUTE),
        Stretch(**hour, window=2, kind="paused", begin=EIGHT, end=EIGHT + 15 * MINUTE),
    ]
    made = cube(tmp_path, legs, stretches)
    told = {name: cell.value for name, cell in only(ask(made, *list(MEASURES)[:12])).items()}
    told |= {name: cell.value for name, cell in only(ask(made, *list(MEASURES)[12:24])).items()}
    told |= {name: cell.value for name, cell in only(ask(made, *list(MEASURES)[24:])).items()}
    assert told == {
        "arrivals": 5,
        "served": 3,
        "no-shows": 1,
        "no-show-share": 1 / 5,
        "cancelled": 0,
        "unserved": 0,
        "transfers": 1,
        "transfer-share": 1 / 4,
        "booked-share": 0,
        "priority-share": 1 / 5,
        "unchecked-share": 1,
        "wait-median": 10 * MINUTE,
        "wait-p90": 36 * MINUTE,
        "wait-mean": pytest.approx(16.4 * MINUTE),
        "wait-longest": 40 * MINUTE,
        "over-limit": 2 / 5,
        "walk-median": 0,
        "service-median": 10 * MINUTE,
        "service-p90": 18 * MINUTE,
        "service-mean": 12 * MINUTE,
        "service-over-limit": 0,
        "answers": 2,
        "response-rate": 1 / 2,
        "grade": 3,
        "good-share": 1 / 2,
        "told": 2,
        "kept-share": 1 / 2,
        "told-confidence": 0.8,
        "told-width": 5 * MINUTE,
        "open-hours": 90 * MINUTE,
        "paused-hours": 15 * MINUTE,
        "occupancy": 0.5,
        "served-per-hour": pytest.approx(2),
    }


def test_an_empty_day_has_nothing_to_tell_and_says_so(tmp_path: Path):
    made = cube(tmp_path, [])
    told = only(ask(made, "arrivals", "wait-median", "no-show-share", "occupancy", "open-hours"))
    assert told["arrivals"].value == 0
    assert told["wait-median"].value is None
    assert told["no-show-share"] == Cell(None, None, None, 0)
    assert told["occupancy"].value is None
    assert told["open-hours"].value == 0
    assert ask(made, "arrivals", by=("day",)).rows == ()


def test_one_visitor_is_the_median_and_the_longest_wait(tmp_path: Path):
    told = only(ask(cube(tmp_path, [leg(1, 7, 3)]), "wait-median", "wait-p90", "wait-longest"))
    assert {cell.value for cell in told.values()} == {7 * MINUTE}


def test_windows_that_served_nobody_and_lines_without_windows_have_their_rows(tmp_path: Path):
    stretch = Stretch(
        day="2026-11-23", operator=None, hour=8, window=3, kind="open", begin=EIGHT, end=EIGHT + 60 * MINUTE
    )
    table = ask(cube(tmp_path, [leg(1, 5, 5)], [stretch]), "served", "open-hours", by=("window",))
    assert [(row.keys[0], row.cells[0].value, row.cells[1].value) for row in table.rows] == [
        ("1", 1, None),
        ("3", None, 60 * MINUTE),
    ]


@pytest.mark.parametrize("group", ["service", "window", "hour", "operator", "priority", "weekday", "source"])
def test_many_made_up_days_are_what_a_plain_count_says(tmp_path_factory: pytest.TempPathFactory, group: str):
    folder = tmp_path_factory.mktemp("visits")
    sample = SampleHall(HALL, 60, windows=3)
    sample.write(folder, date(2026, 11, 20), 4)
    again = SampleHall(HALL, 60, windows=3)
    legs = [row for n in (20, 21, 23) for row in again.day(date(2026, 11, n))[0]]
    made = Cube(folder, HALL)
    made.look()
    table = ask(made, "arrivals", "wait-median", "no-show-share", "grade", by=(group,), since="2026-11-01")
    by_key: dict[str | None, list[Leg]] = {}
    for row in legs:
        by_key.setdefault(_plain_key(row, group), []).append(row)
    assert {row.keys[0] for row in table.rows} == set(by_key)
    for row in table.rows:
        those = by_key[row.keys[0]]
        waits = [one.called - one.joined for one in those if one.called is not None]
        grades = [one.grade for one in those if one.grade is not None]
        assert row.cells[0].value == len(those)
        assert row.cells[1].value == (statistics.median(waits) if waits else None)
        assert row.cells[2].whole == len(waits)
        assert row.cells[3].value == (pytest.approx(statistics.mean(grades)) if grades else None)


def _plain_key(row: Leg, group: str) -> str | None:
    if group == "weekday":
        return str(date.fromisoformat(row.day).isoweekday())
    if group == "priority":
        return row.priority or "none"
    value = getattr(row, group)
    return None if value is None else str(value)


def test_all_mistakes_of_a_question_are_told_at_once():
    raw = {
        "measures": ["arivals", "occupancy", "occupancy"],
        "groups": ["service", "hours"],
        "since": "2026-13-01",
        "until": "yesterday",
        "filters": {"windw": ["1"], "line": []},
        "colour": "red",
    }
    found = {path: said(what) for path, what in mistakes(raw)}
    assert 'did you mean "arrivals"?' in found["measures", 0]
    assert found["measures", 2].startswith('"occupancy" stands here twice')
    assert 'did you mean "hour"?' in found["groups", 1]
    assert ("since",) in found
    assert ("until",) in found
    assert 'did you mean "window"?' in found["filters", "windw"]
    assert ("filters", "line") in found
    assert ("colour",) in found
    assert "cannot be told by" in found["measures",]


def test_every_measure_can_be_asked_by_every_group_that_it_may_be_told_by(tmp_path: Path):
    made = cube(tmp_path, [leg(1, 5, 5)])
    for group in GROUPS.values():
        told = [measure.id for measure in MEASURES.values() if group.windows or measure.table == "leg"]
        for few in (told[:12], told[12:24], told[24:]):
            raw = {"measures": few, "groups": [group.id], "since": "2026-11-23", "until": "2026-11-23"}
            assert not list(mistakes(raw))
            assert ask(made, *few, by=(group.id,)).rows is not None


def test_wilson_s_bounds_are_those_of_the_paper():
    """As R's prop.test(x, n, correct = FALSE) gives them."""
    assert interval(15, 20) == pytest.approx((0.5312995, 0.8881453), abs=1e-5)
    assert interval(0, 10) == pytest.approx((0.0, 0.2775328), abs=1e-5)
    assert interval(10, 10) == pytest.approx((0.7224672, 1.0), abs=1e-5)
    assert interval(0, 0) is None
