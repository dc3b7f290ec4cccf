"""A demo is looked at when somebody has time: at night, on Sundays."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec import structs

from broker.queuemaster.calendar import Calendar
from broker.queuemaster.plan_and_calendar import load
from provisioning.demo.command import OWN_HALL
from provisioning.demo.open_hall import closed_now

pytestmark = pytest.mark.fast

GOOD = Path(__file__).parents[2] / "broker" / "hall_files" / "good.toml"


def test_the_own_hall_gives_tickets_at_any_hour_of_any_day() -> None:
    plan, calendar = load(OWN_HALL)
    hours = [datetime(2026, 10, 1, tzinfo=UTC) + timedelta(hours=n) for n in range(24 * 60)]
    assert all(calendar.is_open(line, hour) for line in plan.lines for hour in hours)
    assert plan.policy.stop_issuing == "at-closing", "by forecast it would give none shortly before midnight"
    assert closed_now(calendar, hours[0]) == ""


def test_with_a_hall_file_that_is_closed_now_it_says_until_when() -> None:
    plan, calendar = load(GOOD)
    assert "23.11.2026 08:00" in closed_now(calendar, datetime(2026, 11, 22, 4, tzinfo=UTC))
    assert closed_now(calendar, datetime(2026, 11, 23, 8, tzinfo=UTC)) == ""
    never = structs.replace(plan, hall=structs.replace(plan.hall, reception="off"))
    assert "—" in closed_now(Calendar.of(never), datetime(2026, 11, 23, 8, tzinfo=UTC))
