"""The slots of a service, as the calendar and the hall file's [[slots]] make them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from broker.contracts.hall_check import parse
from broker.queuemaster.state import Hall
from broker.queuemaster.timetable import Slot, hour_of
from tests.broker.booking_halls import BOOKING_TOML

pytestmark = pytest.mark.fast

MONDAY = date(2026, 11, 23)


def slots(slots_toml: str, reception: str = "24/7", day: date = MONDAY) -> tuple[Slot, ...]:
    toml = BOOKING_TOML.replace('timezone = "Europe/Kyiv"', f'timezone = "Europe/Kyiv"\nreception = "{reception}"')
    kept = toml.split("[[slots]]")[0]
    return Hall(parse(kept + slots_toml)).timetable.of("registration", day)


def table(minutes: int = 20, capacity: int = 3, hours: str = "") -> str:
    own = f'hours = "{hours}"\n' if hours else ""
    return f'[[slots]]\nservice = "registration"\nminutes = {minutes}\ncapacity = {capacity}\n{own}\n'


def clocks(found: tuple[Slot, ...]) -> list[str]:
    return [f"{slot.start:%H:%M}-{slot.until:%H:%M}" for slot in found]


def test_slots_follow_each_other_from_the_beginning_of_reception_and_are_over_by_its_end() -> None:
    found = slots(table(minutes=25), reception="Mo-Fr 08:10-09:30, 14:00-14:50")
    assert clocks(found) == ["08:10-08:35", "08:35-09:00", "09:00-09:25", "14:00-14:25", "14:25-14:50"]
    assert {slot.capacity for slot in found} == {3}


def test_there_are_none_on_a_day_without_reception() -> None:
    assert slots(table(), reception="Mo-Fr 08:00-18:00", day=date(2026, 11, 22)) == ()


def test_hours_of_a_table_narrow_reception_and_never_widen_it() -> None:
    found = slots(table(minutes=30, hours="Mo 07:00-09:00"), reception="Mo-Fr 08:00-18:00")
    assert clocks(found) == ["08:00-08:30", "08:30-09:00"]


def test_where_two_tables_cover_the_same_time_the_earlier_in_the_file_holds() -> None:
    found = slots(table(60, 5, "Mo 09:00-10:00") + table(20, 1), reception="Mo-Fr 08:20-10:20")
    assert [(f"{slot.start:%H:%M}", slot.capacity) for slot in found] == [
        ("08:20", 1),
        ("08:40", 1),
        ("09:00", 5),
        ("10:00", 1),
    ]


def test_the_hour_that_comes_twice_has_its_slots_twice() -> None:
    found = slots(table(minutes=30), reception="Su 02:00-05:00", day=date(2026, 10, 25))
    assert clocks(found)[:6] == [
        "02:00-02:30",
        "02:30-03:00",
        "03:00-03:30",
        "03:30-03:00",
        "03:00-03:30",
        "03:30-04:00",
    ]
    assert len({slot.start for slot in found}) == 8, "they are eight different moments"
    assert len({hour_of(slot.start, ZoneInfo("Europe/Kyiv")) for slot in found}) == 4, "in four different hours"


def test_the_hour_that_is_leapt_over_has_none() -> None:
    found = slots(table(minutes=30), reception="Su 02:00-05:00", day=date(2026, 3, 29))
    assert clocks(found) == ["02:00-02:30", "02:30-04:00", "04:00-04:30", "04:30-05:00"]


def test_a_slot_is_found_by_its_moment_in_any_zone() -> None:
    plan = parse(BOOKING_TOML)
    timetable = Hall(plan).timetable
    moment = datetime.fromisoformat("2026-11-23T06:20:00Z")
    found = timetable.at("registration", moment)
    assert found
    assert f"{found.start:%H:%M}" == "08:20"
    assert timetable.at("registration", moment + timedelta(minutes=1)) is None
    assert timetable.at("ready", moment) is None
