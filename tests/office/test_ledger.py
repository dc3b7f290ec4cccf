"""Whatever the bus does to events, the office reads them once each, in order, and asks for no more than today."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broker.contracts.events import DayClosed, DayOpened, Event, LineChanged, UnknownEvent
from office.ledger import PAGE, Ledger

pytestmark = pytest.mark.fast

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def journal(*days: int) -> list[Event]:
    """A journal of so many events a day, the opening and the closing among them."""
    events: list[Event] = []
    for number, length in enumerate(days, 1):
        day = f"2026-11-{number:02}"
        for place in range(length):
            seq = len(events) + 1
            if place == 0:
                events.append(DayOpened(seq=seq, at=AT, by="queue-master", day=day))
            elif place == length - 1 and number < len(days):
                events.append(DayClosed(seq=seq, at=AT, by="queue-master", day=day))
            else:
                events.append(LineChanged(seq=seq, at=AT, by="x", line="residence", open=bool(seq % 2)))
    return events


def catch_up(ledger: Ledger, events: list[Event], page: int = PAGE) -> tuple[list[Event], int]:
    """Ask until nothing is missing, of a queue-master that answers every time. What was read, and how many asks."""
    read: list[Event] = []
    asks = 0
    while (wanted := ledger.missing) is not None:
        asks += 1
        read += ledger.hear_page(wanted, list(events[wanted : wanted + page]))
        assert asks < 1000, "it asks for ever"
    return read, asks


def test_it_starts_with_todays_opening_and_not_with_the_years_before():
    events = journal(3000, 40, 700)
    ledger = Ledger()
    assert ledger.begin(len(events)) == []
    read, asks = catch_up(ledger, events)
    assert read == events[3040:]
    assert asks <= 3, "a page of today, and one in which today opened"


def test_a_journal_of_one_day_is_read_from_its_first_event():
    events = journal(30)
    ledger = Ledger()
    ledger.begin(30)
    assert catch_up(ledger, events)[0] == events


def test_short_pages_are_asked_on_and_on():
    events = journal(20, 900)
    ledger = Ledger()
    ledger.begin(len(events))
    assert catch_up(ledger, events, page=37)[0] == events[20:]


def test_an_empty_journal_asks_for_nothing():
    ledger = Ledger()
    assert ledger.begin(0) == []
    assert ledger.missing is None


def test_a_page_that_is_empty_ends_the_asking():
    ledger = Ledger()
    ledger.begin(10)
    ledger.hear_page(0, [])
    assert ledger.missing is None


@pytest.mark.parametrize("days", [(700, 40), (30, 20, 10), (30, 2)])
def test_what_lies_in_an_archive_is_asked_for_once_and_no_more(days: tuple[int, ...]):
    events = journal(*days)
    begins = sum(days[:-1])
    ledger = Ledger()
    read = ledger.begin(events[-1].seq)
    refused = 0
    while (wanted := ledger.missing) is not None:
        if wanted < begins:
            refused += 1
            read += ledger.hear_archived(begins)
        else:
            read += ledger.hear_page(wanted, [*events[wanted:][:PAGE]])
    assert refused <= 1
    assert read == events[begins:]


def test_who_slept_until_the_missing_events_were_archived_goes_on_with_those_that_are_there():
    events = journal(10, 10, 10)
    ledger = Ledger()
    ledger.begin(5)
    ledger.hear_page(0, [*events[:5]])
    ledger.begin(30)
    assert ledger.missing == 5
    assert ledger.hear_archived(20) == []
    assert ledger.missing == 20
    assert ledger.hear_page(20, [*events[20:]]) == events[20:]


def test_an_event_of_a_newer_version_is_no_gap():
    events = journal(3)
    ledger = Ledger()
    ledger.begin(3)
    catch_up(ledger, events)
    ledger.hear(UnknownEvent(4))
    last = LineChanged(seq=5, at=AT, by="x", line="residence", open=True)
    assert ledger.hear(last) == [last]


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 60), st.integers(2, 80), st.integers(0, 100), st.randoms(use_true_random=False))
def test_lost_doubled_and_late_events_change_nothing(before: int, today: int, known: int, chance: Random):
    events = journal(before, today) if before > 1 else journal(today)
    opened = max(e.seq for e in events if isinstance(e, DayOpened))
    known = min(known, len(events))
    ledger = Ledger()
    read: list[Event] = []
    heard = [e for e in events for _ in range(chance.choice([0, 1, 1, 2]))]
    for n, event in enumerate(heard):  # out of order, but not by much
        other = chance.randrange(max(0, n - 5), min(len(heard), n + 5))
        heard[n], heard[other] = heard[other], event
    for n, event in enumerate(heard):
        if n == len(heard) // 2:
            read += ledger.begin(known)
        read += ledger.hear(event)
        if chance.random() < 0.1 and (wanted := ledger.missing) is not None:
            read += ledger.hear_page(wanted, list(events[wanted : wanted + chance.randint(1, 30)]))
    read += ledger.begin(len(events))
    read += catch_up(ledger, events)[0]
    # Today was found at the moment of `begin`; a day that opened later is read on in order.
    assert read == events[read[0].seq - 1 :]
    assert isinstance(read[0], DayOpened)
    assert read[0].seq <= opened
