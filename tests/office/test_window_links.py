"""Each window speaks in its own name, through a link that is there only while it is used."""

from __future__ import annotations

import asyncio
import threading

import pytest

from broker.bus.clock import new_id, now
from broker.bus.memory import MemoryBroker, MemoryBus
from broker.contracts import commands as c
from broker.contracts.replies import Reply
from office.window_links import IDLE_AFTER, WindowLinks
from tests.broker.halls import PLAN
from tests.broker.until import until
from tests.office.hall_in_memory import HallInMemory, delivering

pytestmark = pytest.mark.fast


def clients(broker: MemoryBroker) -> set[str]:
    return {bus.client for bus in broker.clients}


def test_a_link_is_opened_by_use_and_closed_by_idleness():
    broker = MemoryBroker()
    links = WindowLinks(broker.client)
    links.touch(5, 0.0)
    links.touch(7, 0.0)
    links.touch(5, IDLE_AFTER)
    assert clients(broker) == {"window-5", "window-7"}
    links.close_idle(IDLE_AFTER + 1)
    until(lambda: clients(broker) == {"window-5"})
    links.touch(7, IDLE_AFTER + 2)
    assert clients(broker) == {"window-5", "window-7"}
    links.close()
    assert clients(broker) == set()


def test_a_closed_link_leaves_no_thread_behind():
    broker = MemoryBroker()

    def client(name: str) -> MemoryBus:
        return broker.client(name, PLAN.hall.id)

    HallInMemory(client("queue-master"), PLAN)
    links = WindowLinks(client)
    before = threading.active_count()

    async def open_window() -> Reply | None:
        return await links.ask(3, c.OpenWindow(id=new_id(), at=now(PLAN.timezone), window=3), 0.0)

    with delivering(broker):
        reply = asyncio.run(open_window())
        assert reply
        assert reply.status == "done"
        links.close()
    until(lambda: threading.active_count() <= before)
