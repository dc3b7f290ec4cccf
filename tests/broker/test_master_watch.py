"""The queue-master's end is known from its last will, before its silence could be."""

from datetime import UTC, datetime
from typing import Literal

import pytest

from broker.bus.master_watch import MasterWatch
from broker.bus.memory import MemoryBroker
from broker.contracts import codec
from broker.contracts.status import Status
from broker.contracts.topics import Topics

pytestmark = pytest.mark.fast

TOPICS = Topics("test-hall")


def test_it_is_gone_when_it_says_so_or_the_broker_does_and_back_when_it_is() -> None:
    broker = MemoryBroker()
    speaker, listener = broker.client("queue-master"), broker.client("dispenser-1")
    changes: list[bool] = []
    watch = MasterWatch(listener, lambda: changes.append(watch.gone))
    speaker.start()
    listener.start()

    def say(
        state: Literal["ready", "lost", "stopping"], role: str = "queue-master", name: str = "queue-master"
    ) -> bool:
        status = Status(state=state, boot="b", at=datetime.now(UTC), role=role, version="0")
        speaker.publish(TOPICS.status(name), codec.encode(status), retain=True)
        broker.deliver()
        return watch.gone

    assert not watch.gone
    assert not say("lost", role="board", name="board-1")
    assert not say("ready")
    assert say("lost")
    assert not say("ready")
    assert say("stopping")
    assert not say("ready", name="another")
    assert changes == [True, False, True, False]
