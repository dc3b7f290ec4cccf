"""The made-up people on a bus."""

import threading
from collections.abc import Callable
from random import Random

import pytest

from broker.bus.memory import MemoryBroker
from broker.bus.seam import Message
from broker.contracts import codec
from broker.contracts.commands import OpenWindow, TakeTicket
from broker.contracts.replies import Reply
from broker.contracts.topics import Topics
from broker.queuemaster.picture import snapshot
from provisioning.demo.crowd import Crowd, Guise
from provisioning.demo.staffing import attended
from provisioning.demo.visitors import CLIENT
from tests.broker.halls import MORNING, PLAN, opened

pytestmark = pytest.mark.fast

TOPICS = Topics(PLAN.hall.id)


class Master:
    """A queue-master that writes down what it is asked, and says yes or nothing."""

    def __init__(self, broker: MemoryBroker, *, mute: int = 0) -> None:
        self.asked: list[tuple[str, object]] = []
        self.bus = broker.client("queue-master")
        self._mute = mute
        self.bus.subscribe(TOPICS.command("+"), self._hear)
        self.bus.start()
        self.bus.publish(TOPICS.state, codec.encode(snapshot(opened(), MORNING, "epoch")), retain=True)

    def _hear(self, message: Message) -> None:
        command = codec.command(message.body)
        self.asked.append((message.topic.rsplit("/", 1)[1], command))
        if self._mute:
            self._mute -= 1
            return
        self.bus.publish(message.response_topic, codec.encode(Reply(id=command.id, status="done")))

    def tickets(self) -> list[str]:
        return [asked.id for _, asked in self.asked if isinstance(asked, TakeTicket)]

    def opened(self) -> set[int]:
        return {asked.window for _, asked in self.asked if isinstance(asked, OpenWindow)}


def crowd_of(broker: MemoryBroker, visitors: int) -> Crowd:
    bus = broker.client("demo")
    bus.start()
    return Crowd(bus, PLAN, speed=10_000, visitors=visitors, chance=Random(1))


def deliver_until(broker: MemoryBroker, done: Callable[[], object]) -> None:
    """The crowd lives in a thread of its own; what it sends is handed over here."""
    pause = threading.Event()
    for _ in range(1000):
        broker.deliver()
        if done():
            return
        pause.wait(0.01)
    raise AssertionError("it did not happen in time")


def test_visitors_and_operators_speak_in_their_own_names():
    broker = MemoryBroker()
    master = Master(broker)
    crowd = crowd_of(broker, 3)
    crowd.start()
    staffed = {window.id for window in attended(PLAN)}
    deliver_until(broker, lambda: len(set(master.tickets())) == 3 and master.opened() == staffed)
    crowd.stop()
    for client, command in master.asked:
        if isinstance(command, OpenWindow):
            assert client == f"demo-window-{command.window}"
        if isinstance(command, TakeTicket):
            assert client == CLIENT


def test_a_visitor_who_gets_no_answer_asks_with_the_same_id():
    broker = MemoryBroker()
    master = Master(broker, mute=1)
    crowd = crowd_of(broker, 1)
    crowd.start()
    deliver_until(broker, lambda: len(master.tickets()) >= 2)
    crowd.stop()
    assert len(set(master.tickets())) == 1


def test_a_stopped_crowd_is_quiet():
    broker = MemoryBroker()
    master = Master(broker)
    crowd = crowd_of(broker, 1000)
    crowd.start()
    deliver_until(broker, lambda: master.asked)
    crowd.stop()
    broker.deliver()
    before = len(master.asked)
    broker.deliver()
    assert len(master.asked) == before
    assert not [thread for thread in threading.enumerate() if thread.name == "crowd"]


def test_a_guise_is_the_same_bus_under_another_name():
    broker = MemoryBroker()
    bus = broker.client("demo")
    guise = Guise(bus, "demo-window-5")
    heard: list[Message] = []
    links: list[bool] = []
    guise.on_link(links.append)
    guise.subscribe("x", heard.append)
    guise.start()
    assert not guise.connected
    bus.start()
    guise.publish("x", b"1")
    broker.deliver()
    guise.stop()
    assert guise.connected
    assert (guise.client, guise.hall, links, len(heard)) == ("demo-window-5", bus.hall, [True], 1)
    with pytest.raises(NotImplementedError):
        guise.will("x", b"")
