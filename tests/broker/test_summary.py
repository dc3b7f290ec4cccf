"""What a hall tells the other halls of a city of itself: true, in one line, with its moment."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from broker.bus.memory import MemoryBroker
from broker.contracts import codec
from broker.contracts import commands as c
from broker.contracts.city import Branch
from broker.contracts.topics import Topics
from broker.queuemaster.run import Loop
from broker.queuemaster.summary import summary
from tests.broker.desk import Desk
from tests.broker.halls import MORNING, PLAN

pytestmark = pytest.mark.fast


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def of(desk: Desk) -> Branch:
    return summary(PLAN.hall, desk.master.picture(desk.now, "boot"))


def test_it_counts_all_who_wait_and_says_the_mean_of_the_open_lines(desk: Desk) -> None:
    desk.ask(c.OpenWindow, window=1)
    for service in ("registration", "passport-new", "ready"):
        desk.ask(c.TakeTicket, service=service)
    picture = desk.master.picture(desk.now, "boot")
    waits = [(each.estimate.likely - desk.now) / timedelta(minutes=1) for each in picture.lines if each.estimate]
    told = of(desk)
    assert (told.id, told.open, told.waiting, told.at) == (PLAN.hall.id, True, 3, desk.now)
    assert told.likely == pytest.approx(sum(waits) / len(waits), abs=0.1)


def test_a_hall_that_stands_still_is_not_open_and_promises_nothing(desk: Desk) -> None:
    desk.ask(c.TakeTicket, service="registration")
    desk.ask(c.SuspendHall, why="air-raid")
    told = of(desk)
    assert (told.open, told.waiting, told.likely) == (False, 1, None)


def test_the_queue_master_says_it_of_itself_and_it_is_kept(desk: Desk) -> None:
    broker = MemoryBroker()
    bus = broker.client("queue-master", PLAN.hall.id)
    loop = Loop(desk.master, bus, "boot", lambda: MORNING)
    bus.start()
    loop.turn([])
    broker.deliver()
    late, heard = broker.client("city", PLAN.hall.id), []
    late.subscribe(Topics(PLAN.hall.id).branch, lambda message: heard.append(codec.read(Branch, message.body)))
    late.start()
    broker.deliver()
    (told,) = heard
    assert told.id == PLAN.hall.id
