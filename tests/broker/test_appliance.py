"""What an appliance says of itself is true through births, deaths and returns."""

from __future__ import annotations

from datetime import UTC

import msgspec
import pytest

from broker.bus.appliance import Appliance
from broker.bus.memory import MemoryBroker, MemoryBus
from broker.bus.seam import Message
from broker.contracts import codec
from broker.contracts.status import About, Did, Do, Problem, Status
from broker.contracts.topics import Topics
from tests.broker.until import until

pytestmark = pytest.mark.fast

TOPICS = Topics("test-hall")
PAPER = {"uk": "Закінчився папір", "en": "Out of paper"}
REFILL = {"uk": "Вставте новий рулон", "en": "Put in a new roll"}


def kiosk(bus: MemoryBus) -> Appliance:
    return Appliance(
        bus, id="kiosk-1", role="dispenser", version="0.1.0", about=About(role="dispenser", version="0.1.0"), zone=UTC
    )


def status(broker: MemoryBroker) -> Status:
    broker.deliver()
    return codec.read(Status, broker.retained[TOPICS.status("kiosk-1")].body)


def test_birth_is_init_then_ready_with_one_boot_id() -> None:
    broker = MemoryBroker()
    bus = broker.client("kiosk-1")
    appliance = kiosk(bus)
    bus.start()
    assert status(broker).state == "init"
    appliance.ready()
    assert status(broker) == msgspec.structs.replace(status(broker), state="ready", boot=appliance.boot)


def test_the_will_says_lost_with_the_boot_of_its_birth_and_a_return_says_ready_again() -> None:
    broker = MemoryBroker()
    bus = broker.client("kiosk-1")
    appliance = kiosk(bus)
    bus.start()
    appliance.ready()
    bus.cut()
    assert (status(broker).state, status(broker).boot) == ("lost", appliance.boot)
    bus.start()
    assert (status(broker).state, status(broker).boot) == ("ready", appliance.boot)


def test_the_will_of_an_older_boot_that_speaks_late_is_corrected() -> None:
    broker = MemoryBroker()
    old_bus = broker.client("kiosk-1")
    kiosk(old_bus)
    old_bus.start()
    bus = broker.client("kiosk-1")
    appliance = kiosk(bus)
    bus.start()
    appliance.ready()
    old_bus.cut()
    assert (status(broker).state, status(broker).boot) == ("ready", appliance.boot)


def test_a_problem_stays_until_it_is_cleared_and_keeps_its_beginning() -> None:
    broker = MemoryBroker()
    bus = broker.client("kiosk-1")
    appliance = kiosk(bus)
    bus.start()
    topic = TOPICS.problem("kiosk-1", "paper-out")
    appliance.problem("paper-out", PAPER, REFILL)
    first = codec.read(Problem, broker.retained[topic].body)
    appliance.problem("paper-out", PAPER, {"uk": "Покличте техніка", "en": "Call the technician"})
    second = codec.read(Problem, broker.retained[topic].body)
    assert second.since == first.since
    assert second.remedy["en"] == "Call the technician"
    appliance.clear("paper-out")
    assert topic not in broker.retained


def test_a_problem_of_an_earlier_life_is_a_ghost_and_is_cleared() -> None:
    broker = MemoryBroker()
    bus = broker.client("kiosk-1")
    appliance = kiosk(bus)
    bus.start()
    appliance.problem("paper-out", PAPER, REFILL)
    bus.cut()
    bus = broker.client("kiosk-1")
    appliance = kiosk(bus)
    appliance.problem("cover-open", PAPER, REFILL)
    bus.start()
    broker.deliver()
    kept = [topic for topic in broker.retained if "/problem/" in topic]
    assert kept == [TOPICS.problem("kiosk-1", "cover-open")]


def asked(what: str, appliance_can: str = "", outcome: object = None) -> Did:
    """The answer to `do` `what` of an appliance that can `appliance_can`."""
    broker = MemoryBroker()
    bus, technician = broker.client("kiosk-1"), broker.client("technician")
    appliance = kiosk(bus)
    heard: list[Message] = []
    calls: list[Do] = []

    def act(do: Do) -> tuple[str, str, str]:
        calls.append(do)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome  # type: ignore[return-value]

    if appliance_can:
        appliance.can(appliance_can, act)  # type: ignore[arg-type]
    technician.subscribe(TOPICS.did("kiosk-1"), heard.append)
    bus.start()
    technician.start()
    do = codec.encode(Do(id="01JD8Z", what=what, at=appliance._status("ready").at))
    technician.publish(TOPICS.do("kiosk-1"), do)
    technician.publish(TOPICS.do("kiosk-1"), do)  # the bus may say it twice
    until(lambda: broker.deliver() and heard)
    assert len(calls) <= 1
    return codec.read(Did, heard[0].body)


def test_a_wish_is_answered_with_its_outcome_once() -> None:
    did = asked("self-test", "self-test", ("done", "all well", ""))
    assert (did.id, did.outcome, did.message) == ("01JD8Z", "done", "all well")


def test_an_action_that_raises_is_answered_as_failed() -> None:
    did = asked("self-test", "self-test", OSError("the printer is gone"))
    assert (did.outcome, did.message) == ("failed", "the printer is gone")


def test_a_wish_that_it_does_not_know_is_answered_with_what_it_can() -> None:
    did = asked("dance")
    assert did.outcome == "unknown"
    assert "identify, log, restart" in did.message


def test_a_picture_that_does_not_fit_is_a_failure_and_not_a_silence() -> None:
    did = asked("screenshot", "screenshot", ("done", "", "x" * 70_000))
    assert did.outcome == "failed"
    assert "at most" in did.message
    assert asked("screenshot", "screenshot", ("done", "", "x" * 60_000)).outcome == "done"


def test_about_lists_what_it_can() -> None:
    broker = MemoryBroker()
    bus = broker.client("kiosk-1")
    kiosk(bus).can("screenshot", lambda _: ("done", "", ""))
    bus.start()
    about = codec.read(About, broker.retained[TOPICS.about("kiosk-1")].body)
    assert about.can == ("identify", "log", "restart", "screenshot")


def test_a_box_with_a_copy_of_its_card_is_told_of() -> None:
    broker = MemoryBroker()
    first_bus, second_bus = broker.client("kiosk-1"), broker.client("kiosk-1")
    first, second = kiosk(first_bus), kiosk(second_bus)
    first_bus.start()
    first.ready()
    first_bus.cut()  # the broker has one connection of a name
    second_bus.start()
    second.ready()
    broker.deliver()
    assert second.problems == (), "to it the first may have been its own earlier life"
    second_bus.cut()
    first_bus.start()
    first_said = codec.read(Status, broker.retained[TOPICS.status("kiosk-1")].body)
    broker.accept(Message(TOPICS.status("kiosk-1"), codec.encode(msgspec.structs.replace(first_said, boot=second.boot, state="ready"))), retain=True)  # fmt: skip
    broker.deliver()
    assert [problem.code for problem in first.problems] == ["twin"]


def test_its_own_earlier_life_is_no_copy() -> None:
    broker = MemoryBroker()
    for _ in range(3):
        bus = broker.client("kiosk-1")
        appliance = kiosk(bus)
        bus.start()
        appliance.ready()
        broker.deliver()
        bus.cut()
        bus.start()
        broker.deliver()
        assert appliance.problems == ()
        bus.cut()
