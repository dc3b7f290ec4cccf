"""A day played again is the day; with one thing changed it differs by that thing."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import msgspec
import pytest

from broker.contracts.hall_check import load
from broker.visits.rows import VERSION, Day, Leg, Stretch
from broker.visits.tables import Writer
from broker.what_if.asked import Change, Told
from broker.what_if.playing import play, shifts_of, visitors_of
from tests.broker.halls import HALL_TOML, PLAN

pytestmark = pytest.mark.fast

MINUTE = 60_000
EIGHT = 1_795_413_600_000  # 2026-11-23 08:00 in Kyiv
DAY = "2026-11-23"


def leg(number: int, arrives: float, waits: float | None, takes: float | None, **more: object) -> Leg:
    arrived = EIGHT + round(arrives * MINUTE)
    called = None if waits is None else arrived + round(waits * MINUTE)
    fields = {
        "day": DAY,
        "ticket": f"t{number}",
        "number": f"А{number:03}",
        "place": 0,
        "began": "issued",
        "service": "registration",
        "line": "residence",
        "hour": 8,
        "arrived": arrived,
        "joined": arrived,
        "source": "dispenser-1",
        "language": "uk",
        "called": called,
        "started": called if takes is not None else None,
        "finished": called + round(takes * MINUTE) if called is not None and takes is not None else None,
        "outcome": "served" if takes is not None else "no-show" if called else "unserved",
        "window": 1,
    }
    return Leg(**{**fields, **more})  # type: ignore[arg-type]


def shift(window: int, hours: int = 4) -> list[Stretch]:
    return [
        Stretch(
            day=DAY,
            window=window,
            operator=None,
            kind="open",
            hour=8 + n,
            begin=EIGHT + n * 60 * MINUTE,
            end=EIGHT + (n + 1) * 60 * MINUTE,
        )
        for n in range(hours)
    ]


# One window, a visitor every five minutes, ten minutes each: whoever comes n-th waits about five minutes more.
CROWD = [leg(n + 1, 5 * n, 5.0 * n, 10) for n in range(12)]


def played(change: Change, legs: list[Leg] = CROWD) -> Told:
    return play(PLAN, DAY, legs, shift(1), change=change)


def test_without_a_change_both_plays_are_the_same_and_near_what_happened():
    told = played(Change())
    assert told.as_it_was == told.changed
    assert told.real is not None
    assert told.as_it_was is not None
    assert told.as_it_was.served == told.real.served == 12
    assert told.as_it_was.median == pytest.approx(told.real.median, abs=6 * 60)
    assert told.visitors == 12


def test_one_more_window_like_another_shortens_the_waits():
    told = played(Change(like=1, since="08:00", until="12:00"))
    assert told.as_it_was is not None
    assert told.changed is not None
    assert (told.changed.median or 0) < (told.as_it_was.median or 0) / 2
    assert max(told.changed.waiting) < max(told.as_it_was.waiting)


def test_the_only_window_closed_leaves_everybody_waiting():
    told = play(PLAN, DAY, CROWD, shift(1) + shift(3), change=Change(closed=1))
    assert told.changed is not None
    assert told.changed.served == 12  # window 3 serves all lines, and serves them alone
    assert told.as_it_was is not None
    assert (told.changed.median or 0) > (told.as_it_was.median or 0)


def test_strict_priority_lets_those_with_priority_go_first():
    crowd = [leg(n + 1, 5 * n, 5.0 * n, 10, priority="veteran" if n % 4 == 3 else None) for n in range(16)]
    told = played(Change(priority="strict"), crowd)
    assert told.changed is not None
    assert told.as_it_was is not None
    assert told.changed.served == told.as_it_was.served
    assert told.changed != told.as_it_was


def test_a_visit_of_several_legs_is_one_visitor_and_who_gave_up_is_left_out():
    legs = [
        leg(1, 0, 1, 4, outcome="transferred"),
        leg(1, 0, 9, 6, place=1, began="transferred"),
        leg(2, 3, None, None, outcome="cancelled"),
        leg(3, 4, 2, None),
        leg(4, 5, 2, 3, service="no-more", line="no-more"),
    ]
    visitors, left_out = visitors_of(legs, PLAN, PLAN.timezone)
    assert [(v.minutes, v.no_show) for v in visitors] == [(10, False), (PLAN.lines["residence"].minutes, True)]
    assert left_out == 2


def test_a_shift_is_whole_though_its_hours_are_apart():
    assert [
        (s.window, s.start.seconds // 3600, s.end.seconds // 3600) for s in shifts_of(shift(1), PLAN, PLAN.timezone)
    ] == [(1, 8, 12)]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (Change(like=77), "no-such-window"),
        (Change(closed=77), "no-such-window"),
        (Change(like=1, since="12:00", until="09:00"), "no-time"),
        (Change(like=1, since="noon", until="13:00"), "no-time"),
    ],
)
def test_what_cannot_be_changed_is_said(change: Change, why: str):
    with pytest.raises(ValueError, match=why):
        played(change)


def test_a_process_of_its_own_answers_and_says_what_is_wrong(tmp_path: Path):
    (tmp_path / "hall.toml").write_text(HALL_TOML)
    note = Day(version=VERSION, day=DAY, first=1, last=9, root="ab" * 32, over=True, names=True)
    Writer(tmp_path / "visits").write(note, {"leg": CROWD, "stretch": shift(1), "closing": []})
    wishes = [
        {"day": DAY, "change": {"like": 1}},
        {"day": "2026-11-24", "change": {}},
        {"day": DAY, "change": {"priority": "random"}},
    ]
    done = subprocess.run(
        [sys.executable, "-m", "broker.what_if", str(tmp_path / "hall.toml"), str(tmp_path / "visits")],
        input=b"\n".join(msgspec.json.encode(wish) for wish in wishes) + b"\n",
        capture_output=True,
        check=True,
        timeout=60,
    )
    first, second, third = (msgspec.json.decode(line, type=Told) for line in done.stdout.splitlines())
    assert first.changed is not None
    assert second.error == "no-such-day"
    assert "priority" in third.error


def test_the_demo_s_hall_can_be_played():
    from office.reports.samples import SampleHall  # noqa: PLC0415 - the one test that needs a larger day

    hall = load(Path("provisioning/demo/hall.toml"))
    legs, stretches, _ = SampleHall(hall, 60).day(date(2026, 11, 19))
    told = play(hall, "2026-11-19", legs, stretches, change=Change(like=1))
    assert told.as_it_was is not None
    assert told.as_it_was.served > 40
