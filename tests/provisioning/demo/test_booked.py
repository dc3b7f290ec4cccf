"""The demo books by itself, so that there are codes to check in with: in time, too early, for another day."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from broker.contracts.commands import CheckIn
from broker.contracts.hall_check import load
from broker.contracts.replies import Reply, SlotView
from provisioning.demo.booked import Booked, book_all, keep, to_try
from provisioning.demo.command import OWN_HALL
from tests.broker.desk import Desk
from tests.broker.halls import PLAN

pytestmark = pytest.mark.fast

DEMO = load(OWN_HALL)
MORNING = datetime(2026, 11, 23, 10, 7, tzinfo=DEMO.timezone)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    made.again(DEMO)
    made.now = MORNING
    return made


def test_one_code_checks_in_at_once_and_the_others_say_why_not(desk: Desk) -> None:
    made = {each.when: each for each in book_all(DEMO, desk.ask, MORNING)}
    assert set(made) == {"in-time", "too-early", "other-day"}
    assert desk.ask(CheckIn, booking=made["in-time"].code).ticket
    for when in ("too-early", "other-day"):
        assert desk.ask(CheckIn, booking=made[when].code).reason == when


def test_shortly_before_midnight_the_next_slot_may_be_tomorrow_and_is_in_time_all_the_same(desk: Desk) -> None:
    desk.now = MORNING.replace(hour=23, minute=50)
    made = {each.when: each for each in book_all(DEMO, desk.ask, desk.now)}
    assert made["in-time"].slot == "24.11 00:20"
    assert "too-early" not in made


def test_full_slots_and_those_that_have_begun_are_not_booked() -> None:
    def slot(minutes: int, free: int) -> SlotView:
        begins = MORNING + timedelta(minutes=minutes)
        return SlotView(slot=begins, until=begins + timedelta(minutes=20), capacity=3, free=free)

    assert to_try([slot(-7, 3), slot(13, 0), slot(33, 1)], MORNING, timedelta(minutes=30)) == {"too-early": slot(33, 1)}


def test_a_hall_without_slots_has_nothing_to_book_and_is_asked_nothing() -> None:
    def never(*_: Any, **__: Any) -> Reply:
        raise AssertionError

    assert book_all(PLAN, never, MORNING) == []


def test_programs_find_the_codes_in_a_file(tmp_path: Path) -> None:
    keep([Booked("in-time", "7НК2-Х4Р9", "passport", "23.11 10:20")], tmp_path)
    (found,) = json.loads((tmp_path / "bookings.json").read_text("utf-8"))
    assert found["code"] == "7НК2-Х4Р9"
