"""The hall as it must be by now, when nobody says so."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from broker.contracts.snapshot import LineState, Snapshot
from kiosk.dispenser.alone.hours import HallTime, as_of

pytestmark = pytest.mark.fast

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def line(name: str, **fields: Any) -> LineState:
    return LineState(**{"id": name, "letter": "А", "open": True, "waiting": 0, "held": 0, "estimate": None, **fields})


def hall(*lines: LineState, **fields: Any) -> Snapshot:
    given: dict[str, Any] = {"hall": "open", "until": None, "why": None, "windows": (), "calls": ()}
    return Snapshot(seq=1, at=NINE, lines=lines, **(given | fields))


def opened(snapshot: Snapshot) -> list[str]:
    return [each.id for each in snapshot.lines if each.open]


def test_a_line_that_was_to_close_by_now_has_closed_and_one_that_was_closed_stays_so() -> None:
    heard = hall(line("a", closes=NINE + HOUR), line("b"), line("c", open=False, opens=NINE + HOUR))
    assert opened(as_of(heard, NINE + HOUR / 2, UTC)) == ["a", "b"]
    later = as_of(heard, NINE + HOUR, UTC)
    assert opened(later) == ["b"]
    assert later.hall == "open"


def test_a_hall_whose_hour_has_come_or_whose_lines_have_all_closed_is_closed() -> None:
    assert as_of(hall(line("a"), until=NINE + HOUR), NINE + HOUR, UTC).hall == "closed"
    assert as_of(hall(line("a", closes=NINE + HOUR)), NINE + HOUR, UTC).hall == "closed"


def test_what_was_heard_yesterday_opens_nothing_today() -> None:
    tomorrow = as_of(hall(line("a")), NINE + 24 * HOUR, UTC)
    assert tomorrow.hall == "closed"
    assert opened(tomorrow) == []
    assert as_of(hall(line("a"), hall="suspended", why="air-raid"), NINE + HOUR, UTC).hall == "suspended"


def test_when_a_closed_hall_opens_is_told_only_while_it_is_to_come() -> None:
    heard = hall(line("a", open=False, opens=NINE + HOUR), hall="closed", until=NINE + HOUR)
    assert as_of(heard, NINE, UTC).until == NINE + HOUR
    shut = hall(line("a", closes=NINE + HOUR), line("b", open=False, opens=NINE + 9 * HOUR))
    assert as_of(shut, NINE + 2 * HOUR, UTC).until == NINE + 9 * HOUR


def test_the_halls_time_goes_on_when_the_own_clock_stood_still() -> None:
    time = HallTime()
    assert time.now(NINE, 5.0) == NINE
    time.hear(NINE, 100.0)
    stood = NINE - 30 * HOUR
    assert time.now(stood, 160.0) == NINE + timedelta(minutes=1)
    assert time.now(NINE + HOUR, 160.0) == NINE + HOUR
    time.hear(NINE - HOUR, 160.0)  # an old snapshot that the broker had kept
    assert time.now(stood, 160.0) == NINE + timedelta(minutes=1)


def test_the_halls_own_word_goes_before_a_clock_that_is_ahead() -> None:
    time = HallTime()
    time.hear(NINE - HOUR, 90.0)
    time.hear(NINE, 100.0, live=True)
    assert time.now(NINE + 48 * HOUR, 160.0) == NINE + timedelta(minutes=1)
    time.hear(NINE - 9 * HOUR, 160.0)
    assert time.now(NINE + 48 * HOUR, 160.0) == NINE + timedelta(minutes=1)
    time.hear(NINE - HOUR, 160.0, live=True)  # the hall's clock was put right
    assert time.now(NINE, 160.0) == NINE - HOUR
