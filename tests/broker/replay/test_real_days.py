"""Days that were: real arrivals, real services, real servers, through the replayed core.

Tyler's Grill lies beside the tests. The help desk of December 1999 (Technion's "Anonymous Bank") states no licence and
stays outside; name its CSV in CHERHA_TECHNION_CSV to run those tests, too.
"""

from __future__ import annotations

import csv
import os
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import cycle
from pathlib import Path
from statistics import mean
from typing import NamedTuple

import pytest

from broker.queuemaster.state import Hall
from broker.replay.outcome import DayResult
from broker.replay.plan import Options, Shift, Visitor
from broker.replay.staff import joined
from broker.replay.virtual_day import replay_day
from tests.broker.replay.one_line import Came, hall_of, recursion

pytestmark = pytest.mark.fast

GRILL = Path(__file__).resolve().parents[2] / "data" / "tylers_grill"
AT_ONCE = Options(walk=timedelta(0), estimates=False)
TECHNION = os.environ.get("CHERHA_TECHNION_CSV", "")
needs_technion = pytest.mark.skipif(not TECHNION, reason="CHERHA_TECHNION_CSV names no file")


def seconds(*columns: str, row: Mapping[str, str]) -> tuple[float, ...]:
    """ "9:14:13" -> seconds since midnight."""
    return tuple(
        sum(int(part) * unit for part, unit in zip(row[c].split(":"), (3600, 60, 1), strict=True)) for c in columns
    )


def waits(told: DayResult) -> list[float]:
    return [(t.called - t.arrival).total_seconds() for t in told.tickets if t.called]


def test_a_day_of_a_real_grill_is_served_in_order_to_the_last_guest():
    """1434 real arrivals, the 110 real services in turn: about two cooks' work, seven at the peak."""
    opens = timedelta(hours=7, minutes=30)
    arrivals = [float(line) for line in (GRILL / "arrivals.csv").read_text().split()]
    services = cycle(float(line) for line in (GRILL / "services.csv").read_text().split())
    come = [Came(arrival, next(services)) for arrival in arrivals]
    for windows in (3, 5):
        told = replay_day(
            Hall(hall_of(windows)),
            date(2005, 10, 3),
            [
                Visitor(arrival=opens + timedelta(seconds=each.arrival), service="any", minutes=each.service / 60)
                for each in come
            ],
            [Shift(window=n, start=opens, end=timedelta(hours=22)) for n in range(1, windows + 1)],
            AT_ONCE,
        )
        assert [ticket.outcome for ticket in told.tickets] == ["served"] * 1434
        assert not told.unexplained_overtakes
        assert waits(told) == pytest.approx(recursion(come, windows), abs=1e-4)


class Served(NamedTuple):
    """A call of the help desk, in seconds since midnight."""

    arrival: float
    start: float
    end: float
    server: int


def help_desk() -> dict[date, list[Served]]:
    """Day by day, in order of arrival. Those few that went on past midnight are left out."""
    days: dict[date, list[Served]] = defaultdict(list)
    with Path(TECHNION).open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            queued, start, end = seconds("q_start", "ser_start", "ser_exit", row=row)
            if start < end:
                day = datetime.strptime(row["date"], "%y%m%d").date()  # noqa: DTZ007 - a day has no zone
                days[day].append(Served(queued or start, start, end, int(row["server"].lstrip("A"))))
    return {day: sorted(days[day], key=lambda s: (s.arrival, s.start)) for day in sorted(days)}


def replayed(days: dict[date, list[Served]], works: Mapping[date, tuple[Shift, ...]]) -> dict[date, DayResult]:
    hall = Hall(hall_of(15))
    return {
        day: replay_day(
            hall,
            day,
            [
                Visitor(arrival=timedelta(seconds=s.arrival), service="any", minutes=(s.end - s.start) / 60)
                for s in served
            ],
            works[day],
            AT_ONCE,
        )
        for day, served in days.items()
    }


@needs_technion
def test_the_help_desk_with_its_own_servers_waits_as_it_did():
    """Each server is there exactly while the file has it at work: who is next, and when, is for the core to find.

    Two calls of the file overlap at one server; whom they concern waits for a later one.
    """
    days = help_desk()
    works = {
        day: tuple(
            Shift(window=s.server, start=timedelta(seconds=s.start), end=timedelta(seconds=s.end)) for s in served
        )
        for day, served in days.items()
    }
    told = replayed(days, works)
    recorded = [s.start - s.arrival for served in days.values() for s in served]
    found = [wait for day in told.values() for wait in waits(day)]
    alike = sum(
        (ticket.window, ticket.called) == (s.server, ticket.arrival + timedelta(seconds=s.start - s.arrival))
        for day, served in days.items()
        for ticket, s in zip(told[day].tickets, served, strict=True)
    )
    assert len(found) == len(recorded)
    assert alike >= 0.99 * len(recorded)
    assert mean(found) == pytest.approx(mean(recorded), rel=0.1)
    assert not any(day.unexplained_overtakes for day in told.values())


@needs_technion
def test_the_help_desk_would_hardly_wait_if_its_servers_did_nothing_else():
    """From each server's first call of the day to the last: the recorded waits are those of other lines' work."""
    days = help_desk()
    works = {}
    for day, served in days.items():
        of: dict[int, list[Served]] = defaultdict(list)
        for each in served:
            of[each.server].append(each)
        works[day] = joined(
            Shift(
                window=server,
                start=timedelta(seconds=min(s.start for s in those)),
                end=timedelta(seconds=max(s.end for s in those)),
            )
            for server, those in of.items()
        )
    told = replayed(days, works)
    recorded = mean(s.start - s.arrival for served in days.values() for s in served)
    found = mean(wait for day in told.values() for wait in waits(day))
    assert found < 0.25 * recorded
    assert all(ticket.outcome == "served" for day in told.values() for ticket in day.tickets if ticket.called)
    assert not any(day.unexplained_overtakes for day in told.values())
