"""Wrong PINs make everybody wait, and nobody gains by trying from many sides at once."""

from __future__ import annotations

import pytest

from broker.contracts.wrong_codes import FREE, WAITS
from office.doors.tries import ADDRESS_FREE, MOST, Tries

pytestmark = pytest.mark.fast


def wrong(tries: Tries, person: str, address: str, times: int, now: float = 0.0) -> None:
    for _ in range(times):
        tries.count(person, address, now)


def test_the_first_few_cost_nothing_and_then_the_wait_grows():
    tries = Tries()
    wrong(tries, "olena", "10.0.0.5", FREE - 1)
    assert tries.wait("olena", "10.0.0.5", 0.0) == 0
    assert tries.count("olena", "10.0.0.5", 0.0), "the one that shuts the door is told"
    assert tries.wait("olena", "10.0.0.5", 0.0) == WAITS[0]
    wrong(tries, "olena", "10.0.0.5", 1)
    assert tries.wait("olena", "10.0.0.5", 0.0) == WAITS[1]
    assert tries.wait("olena", "10.0.0.5", WAITS[1]) == 0


def test_a_person_waits_wherever_the_tries_come_from():
    tries = Tries()
    for last in range(FREE):
        wrong(tries, "olena", f"10.0.0.{last}", 1)
    assert tries.wait("olena", "10.0.0.99", 0.0) == WAITS[0]
    assert tries.wait("petro", "10.0.0.99", 0.0) == 0


def test_an_address_that_tries_one_person_after_another_waits_too():
    tries = Tries()
    for n in range(ADDRESS_FREE):
        wrong(tries, f"person-{n}", "10.0.0.5", 1)
    assert tries.wait("nobody-yet", "10.0.0.5", 0.0) == WAITS[0]
    assert tries.wait("nobody-yet", "10.0.0.6", 0.0) == 0


def test_a_right_pin_begins_anew_and_gives_the_address_its_try_back():
    tries = Tries()
    for n in range(50):
        tries.count(f"person-{n}", "10.0.0.5", 0.0)
        tries.right(f"person-{n}", "10.0.0.5")
    assert tries.wait("olena", "10.0.0.5", 0.0) == 0


def test_no_number_of_addresses_fills_the_memory():
    tries = Tries()
    for n in range(MOST + 50):
        tries.count("olena", f"2001:db8::{n:x}", float(n) / 1000)
    assert len(tries._wrong) <= MOST + 2
