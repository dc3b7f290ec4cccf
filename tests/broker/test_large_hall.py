"""The largest halls that a hall file can describe."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from broker.contracts import codec
from broker.contracts import commands as c
from broker.contracts.hall_file import HallFile, Line, Service, Window
from broker.contracts.ids import ulid
from broker.contracts.snapshot import Snapshot
from broker.queuemaster.hall import decide, evolve
from broker.queuemaster.picture import encoded, snapshot
from broker.queuemaster.state import Hall
from tests.broker.halls import MORNING, PLAN, opened

pytestmark = pytest.mark.fast

LETTERS = "АБВГДЕЄЖИІЇЙКЛМНПРСТУФХЦЧШЩЮЯ"


def plan(windows: int) -> HallFile:
    """All the letters that there are, and windows that serve all of them."""
    name = {"uk": "Черга"}
    lines = tuple(
        Line(id=f"a-line-with-a-rather-long-id-{n:02}", letter=each, name=name) for n, each in enumerate(LETTERS)
    )
    return msgspec.structs.replace(
        PLAN,
        line=lines,
        service=tuple(Service(id=f"service-{n}", line=line.id, name=name) for n, line in enumerate(lines)),
        window=tuple(Window(id=n + 1, zone="hall-1") for n in range(windows)),
    )


def ask(hall: Hall, count: int, kind: type[c.Command], **fields: Any) -> None:
    now = MORNING + timedelta(milliseconds=count)
    for event in decide(hall, kind(id=ulid(count, bytes(10)), at=now, **fields), now, "tester").events:
        evolve(hall, event)


@pytest.mark.parametrize("windows", [20, 100, 400, 900])
def test_the_snapshot_of_any_hall_fits_into_a_message(windows: int) -> None:
    hall = opened(plan(windows))
    for window in range(1, min(windows, 400) + 1):
        ask(hall, window, c.OpenWindow, window=window)
    body = encoded(snapshot(hall, MORNING, "boot"))
    assert len(body) <= codec.MAX_BYTES
    read = codec.read(Snapshot, body)
    assert len(read.lines) == len(LETTERS)
    assert {w.id for w in read.windows if w.state == "free"} == set(range(1, min(windows, 400) + 1))


def test_a_ticket_costs_little_more_where_a_hundred_windows_serve_everything() -> None:
    """Windows that serve the same are weighed once: the work before them was summed for each of them."""
    spent = {}
    for windows in (1, 100):
        hall = opened(plan(windows))
        for window in range(1, windows + 1):
            ask(hall, window, c.OpenWindow, window=window)
        best = float("inf")
        for attempt in range(5):
            began = time.process_time()
            for n in range(40):
                ask(hall, 1000 + attempt * 40 + n, c.TakeTicket, service=f"service-{n % len(LETTERS)}")
            best = min(best, time.process_time() - began)
        spent[windows] = best
    assert spent[100] < 5 * spent[1]
