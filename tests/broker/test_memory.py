"""The bus in memory keeps the promises of the real one, and its faults are what they say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from paho.mqtt.client import topic_matches_sub

from broker.bus.memory import Faults, MemoryBroker, MemoryBus
from broker.bus.seam import Bus, Message
from broker.bus.topic_filter import Routes, matches
from broker.contracts.errors import ContractError

pytestmark = pytest.mark.fast

level = st.sampled_from(["a", "b", "", "cherha", "вікно"])
filter_level = level | st.just("+")


@given(
    st.lists(filter_level, min_size=1, max_size=4).map("/".join) | st.lists(filter_level, max_size=3).map(lambda f: "/".join([*f, "#"])),
    st.lists(level, min_size=1, max_size=4).map("/".join),
)  # fmt: skip
@example("#", "a")
@example("a/#", "a")
@example("a/b/#", "a")
def test_filters_match_as_in_the_mqtt_library(pattern: str, topic: str) -> None:
    assert matches(pattern, topic) == topic_matches_sub(pattern, topic)


def test_each_handler_of_a_topic_is_found_once_and_new_ones_are_not_overlooked() -> None:
    routes, found = Routes(), Counter[str]()
    routes.add("a/+", lambda _: found.update("1"))
    routes.add("a/#", lambda _: found.update("2"))
    for handler in routes.of("a/b"):
        handler(Message("a/b", b""))
    routes.add("a/b", lambda _: found.update("3"))
    for handler in routes.of("a/b"):
        handler(Message("a/b", b""))
    assert found == {"1": 2, "2": 2, "3": 1}
    assert routes.filters == ("a/+", "a/#", "a/b")


Wait = Callable[[Callable[[], object]], None]


def story(speaker: Bus, listener: Bus, wait: Wait) -> list[object]:
    """One story on any bus: what the listener heard of it."""
    heard: list[object] = []
    listener.on_link(lambda up: heard.append("up" if up else "down"))
    listener.subscribe("state", heard.append)
    listener.subscribe("event/+", heard.append)
    speaker.publish("state", b"before the beginning", retain=True)
    speaker.publish("event/1", b"lost: nobody is connected")
    came_round: list[Message] = []
    speaker.subscribe("state", came_round.append)
    speaker.subscribe("late", came_round.append)
    speaker.start()
    wait(lambda: came_round)  # connected is not enough: the broker must keep it before the listener comes
    listener.start()
    wait(lambda: len(heard) == 2)
    heard.sort(key=str, reverse=True)  # whether the link is up before or after the first retained message is open
    speaker.publish("event/1", b"{}", response_topic="reply", correlation=b"1")
    speaker.publish("event/1/2", b"on another topic")
    speaker.publish("state", b"second", retain=True)
    wait(lambda: len(heard) == 4)
    wait(lambda: len(came_round) == 2)
    speaker.publish("late", b"not too late", retain=True)
    wait(lambda: len(came_round) == 3)
    listener.subscribe("late", heard.append)
    wait(lambda: len(heard) == 5)
    with pytest.raises(ContractError):
        speaker.publish("event/1", b"x" * 65_537)
    listener.stop()
    wait(lambda: len(heard) == 6)
    speaker.stop()
    return heard


EXPECTED = [
    "up",
    Message("state", b"before the beginning", retained=True),
    Message("event/1", b"{}", False, "reply", b"1"),
    Message("state", b"second"),
    Message("late", b"not too late", retained=True),
    "down",
]


def test_a_story_in_memory() -> None:
    broker = MemoryBroker()

    def wait(condition: Callable[[], object]) -> None:
        broker.deliver()
        assert condition()

    assert story(broker.client("speaker"), broker.client("listener"), wait) == EXPECTED


def heard_through(faults: Faults, count: int = 2000, seed: int = 7) -> list[int]:
    broker = MemoryBroker(faults, Random(seed))
    heard: list[int] = []
    listener, speaker = broker.client("listener"), broker.client("speaker")
    listener.subscribe("n", lambda message: heard.append(int(message.body)))
    listener.start()
    speaker.start()
    for number in range(count):
        speaker.publish("n", str(number).encode())
    broker.deliver()
    return heard


def test_a_good_bus_loses_doubles_and_reorders_nothing() -> None:
    assert heard_through(Faults()) == list(range(2000))


def test_each_fault_strikes_its_share_of_the_messages() -> None:
    assert len(heard_through(Faults(lose=0.3))) == pytest.approx(1400, abs=80)
    assert len(heard_through(Faults(double=0.3))) == pytest.approx(2600, abs=80)
    late = heard_through(Faults(delay=0.3))
    assert sorted(late) == list(range(2000))
    assert late != sorted(late)
    mixed = heard_through(Faults(reorder=0.3))
    assert sorted(mixed) == list(range(2000))
    assert mixed != sorted(mixed)


def test_the_same_chance_brings_the_same_faults() -> None:
    faults = Faults(0.2, 0.2, 0.2, 0.2)
    assert heard_through(faults, seed=1) == heard_through(faults, seed=1)
    assert heard_through(faults, seed=1) != heard_through(faults, seed=2)


def test_whoever_is_cut_hears_nothing_leaves_a_will_and_comes_back_with_all_it_kept() -> None:
    broker = MemoryBroker()
    kiosk: MemoryBus = broker.client("kiosk-1")
    heard: list[bytes] = []
    kiosk.subscribe("n", lambda message: heard.append(message.body))
    kiosk.will("kiosk-1/status", b"lost")
    kiosk.publish("kiosk-1/status", b"ready", retain=True)
    kiosk.start()
    other = broker.client("other")
    other.start()
    kiosk.cut()
    assert broker.retained["kiosk-1/status"].body == b"lost"
    other.publish("n", b"1")
    broker.deliver()
    assert heard == []
    kiosk.start()
    assert broker.retained["kiosk-1/status"].body == b"ready"
    other.publish("n", b"2")
    broker.deliver()
    assert heard == [b"2"]
