"""What was taken most stands first, from the next day on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from kiosk.dispenser.demand import Demand
from kiosk.dispenser.demand_book import DemandBook
from kiosk.dispenser.menu import Group, Menu, Offer
from tests.kiosk.dispenser.halls import hall

pytestmark = pytest.mark.fast


def ids(offers: tuple[Offer, ...]) -> list[str]:
    return [offer.id for offer in offers]


def group(menu: Menu, name: str = "residence") -> list[str]:
    return ids(menu.groups[name].entries)


def test_what_was_taken_today_changes_nothing_today():
    demand = Demand().on("2026-11-23").took("plot").took("plot")
    assert demand.on("2026-11-23").lately == {}
    assert demand.on("2026-11-24").lately == {"plot": 1.6}


def test_what_nobody_takes_any_more_fades_and_is_forgotten():
    demand = Demand().on("2026-11-01").took("plot")
    seen = []
    for day in range(2, 30):
        demand = demand.on(f"2026-11-{day:02}")
        seen.append(demand.lately.get("plot", 0.0))
    assert seen == sorted(seen, reverse=True)
    assert demand.lately == {}


def test_a_clock_that_goes_back_starts_no_new_day():
    demand = Demand().on("2026-11-23").took("plot")
    assert demand.on("1970-01-01") == demand


def test_the_most_wanted_stands_first_and_equals_as_they_are_written():
    the_hall = hall(5)
    usual = group(Menu.of(the_hall))
    wanted = group(Menu.of(the_hall, {"residence-3": 4.0, "residence-1": 0.04}))
    assert wanted == ["residence-3", *(each for each in usual if each != "residence-3")]


def test_a_group_counts_what_is_taken_in_it():
    assert ids(Menu.of(hall(5), {"plot": 1.0}).home) == ["plot", "residence"]
    first = Menu.of(hall(5), {"plot": 1.0, "residence-1": 0.6, "residence-2": 0.6}).home[0]
    assert isinstance(first, Group)


def test_a_hall_may_keep_its_own_order():
    the_hall = hall(5)
    as_written = structs.replace(the_hall, policy=structs.replace(the_hall.policy, menu_order="as-written"))
    assert Menu.of(as_written, {"residence-3": 4.0}).home == Menu.of(the_hall).home


@given(st.dictionaries(st.sampled_from([f"residence-{n}" for n in range(5)] + ["plot", "unknown"]), st.floats(0, 1e3)))
def test_no_order_loses_or_doubles_anything(demand: dict[str, float]):
    usual, ordered = Menu.of(hall(5)), Menu.of(hall(5), demand)
    assert sorted(group(ordered)) == sorted(group(usual))
    assert sorted(ids(ordered.home)) == sorted(ids(usual.home))


def test_before_anything_is_typed_the_most_wanted_are_offered():
    assert Menu.of(hall(10)).find("") == ()
    assert ids(Menu.of(hall(10), {"plot": 1.0, "residence-7": 2.0}).find(" ")) == ["residence-7", "plot"]


def test_the_book_outlives_a_restart_and_a_broken_one_is_an_empty_one(tmp_path: Path):
    day = [datetime(2026, 11, 23, 9, 0, tzinfo=UTC)]
    book = DemandBook(tmp_path, lambda: day[0])
    book.took("plot")
    assert book.lately() == {}
    day[0] += timedelta(days=1)
    assert DemandBook(tmp_path, lambda: day[0]).lately() == {"plot": 0.8}
    (tmp_path / "demand.json").write_text("{")
    assert DemandBook(tmp_path, lambda: day[0]).lately() == {}
