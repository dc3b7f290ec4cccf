"""What was put into the outbox is answered by the queue-master, whatever dies in between."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broker.bus.asking import Asker
from broker.bus.clock import new_id
from broker.bus.memory import Faults, MemoryBroker
from broker.bus.outbox import Outbox, OutboxBroken, OutboxFull
from broker.contracts import codec
from broker.contracts.commands import Command, TakeTicket
from broker.contracts.replies import Reply
from tests.broker.test_asking import Master

pytestmark = pytest.mark.fast

MORNING = datetime(2026, 11, 23, 8, tzinfo=UTC)


class Kiosk:
    """One life of a dispenser's outbox on a bus of memory."""

    def __init__(self, path: Path, broker: MemoryBroker, **caps: object) -> None:
        self.now = 0.0
        self.settled: list[tuple[Command, Reply]] = []
        self.bus = broker.client("kiosk-1")
        self.asker = Asker(self.bus, clock=lambda: self.now, chance=lambda: 0.0, timer=False)
        self.outbox = Outbox(path, self.asker, lambda c, r: self.settled.append((c, r)), **caps)  # type: ignore[arg-type]
        self.bus.start()

    def die(self) -> None:
        self.bus.cut()
        self.outbox.close()


def take_ticket(at: datetime = MORNING) -> TakeTicket:
    return TakeTicket(id=new_id(), at=at, service="residence-registration")


def test_a_command_leaves_the_disk_only_when_the_queue_master_has_answered(tmp_path: Path) -> None:
    broker = MemoryBroker()
    kiosk = Kiosk(tmp_path / "outbox.db", broker)
    command = take_ticket()
    kiosk.outbox.put(command)
    broker.deliver()
    assert [c.id for c in kiosk.outbox.pending()] == [command.id], "the broker had it, the queue-master did not"
    Master(broker.client("queue-master"))
    kiosk.now += 1
    kiosk.asker.tick()
    broker.deliver()
    assert kiosk.outbox.pending() == []
    assert [(c.id, r.status) for c, r in kiosk.settled] == [(command.id, "done")]


def test_a_new_life_sends_what_the_old_one_kept_with_the_same_ids_in_the_same_order(tmp_path: Path) -> None:
    broker = MemoryBroker()
    kiosk = Kiosk(tmp_path / "outbox.db", broker)
    commands = [take_ticket() for _ in range(5)]
    for command in commands:
        kiosk.outbox.put(command)
    kiosk.die()
    master = Master(broker.client("queue-master"))
    again = Kiosk(tmp_path / "outbox.db", broker)
    broker.deliver()
    assert master.acted == [c.id for c in commands]
    assert again.outbox.pending() == []


def test_a_reply_lost_on_the_way_costs_a_second_question_and_no_second_ticket(tmp_path: Path) -> None:
    broker = MemoryBroker()
    kiosk = Kiosk(tmp_path / "outbox.db", broker)
    master = Master(broker.client("queue-master"))
    kiosk.bus.handlers.clear()  # deaf for a moment
    kiosk.outbox.put(take_ticket())
    broker.deliver()
    kiosk.die()
    again = Kiosk(tmp_path / "outbox.db", broker)
    broker.deliver()
    assert len(master.acted) == 1
    assert [r.seq for _, r in again.settled] == [1]


def test_asking_in_vain_for_minutes_goes_on(tmp_path: Path) -> None:
    broker = MemoryBroker()
    kiosk = Kiosk(tmp_path / "outbox.db", broker)
    kiosk.outbox.put(take_ticket())
    for _ in range(300):
        kiosk.now += 1
        kiosk.asker.tick()
        broker.deliver()
    assert len(kiosk.outbox.pending()) == 1
    assert kiosk.settled == []
    Master(broker.client("queue-master"))
    kiosk.now += 10
    kiosk.asker.tick()
    broker.deliver()
    assert kiosk.outbox.pending() == []
    assert len(kiosk.settled) == 1


@settings(max_examples=15, deadline=None)
@given(
    st.integers(),
    st.floats(0, 0.5),
    st.floats(0, 0.4),
    st.floats(0, 0.4),
    st.lists(st.booleans(), min_size=10, max_size=10),
)
def test_on_a_bad_bus_and_through_many_lives_everything_arrives_once_and_in_order(
    seed: int, lose: float, double: float, delay: float, deaths: list[bool]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "outbox.db"
        broker = MemoryBroker(Faults(lose, double, delay), Random(seed))
        master = Master(broker.client("queue-master"))
        kiosk = Kiosk(path, broker)
        commands = [take_ticket() for _ in deaths]
        for command, dies in zip(commands, deaths, strict=True):
            kiosk.outbox.put(command)
            broker.deliver(2)
            if dies:
                kiosk.die()
                kiosk = Kiosk(path, broker)
        for _ in range(2000):
            if not kiosk.outbox.pending():
                break
            kiosk.now += 5
            kiosk.asker.tick()
            broker.deliver()
        assert kiosk.outbox.pending() == []
        assert master.acted == [command.id for command in commands]
        kiosk.die()


def test_the_same_command_put_twice_is_one(tmp_path: Path) -> None:
    kiosk = Kiosk(tmp_path / "outbox.db", MemoryBroker())
    command = take_ticket()
    kiosk.outbox.put(command)
    kiosk.outbox.put(command)
    assert len(kiosk.outbox.pending()) == 1


def test_a_command_in_the_outbox_outlives_the_thirty_seconds_of_a_spoken_one(tmp_path: Path) -> None:
    kiosk = Kiosk(tmp_path / "outbox.db", MemoryBroker())
    kiosk.outbox.put(take_ticket())
    (kept,) = kiosk.outbox.pending()
    assert kept.expires == MORNING + timedelta(hours=24)


@pytest.mark.parametrize(
    ("caps", "words"),
    [({"most": 3}, "at most 3"), ({"most_bytes": 500}, "bytes wait"), ({"oldest": timedelta(hours=1)}, "has waited")],
)
def test_a_full_outbox_says_no_and_keeps_what_it_has(tmp_path: Path, caps: dict[str, object], words: str) -> None:
    kiosk = Kiosk(tmp_path / "outbox.db", MemoryBroker(), **caps)
    kiosk.outbox.put(take_ticket(MORNING))

    def put_ten_more() -> None:
        for hour in range(1, 11):
            kiosk.outbox.put(take_ticket(MORNING + timedelta(hours=hour)))

    with pytest.raises(OutboxFull, match=words):
        put_ten_more()
    assert 1 <= len(kiosk.outbox.pending()) <= 3


def test_a_damaged_file_is_named_and_never_taken_for_an_empty_one(tmp_path: Path) -> None:
    path = tmp_path / "outbox.db"
    path.write_bytes(b"this was a database once " * 400)
    with pytest.raises(OutboxBroken, match=r"outbox\.db"):
        Kiosk(path, MemoryBroker())


def test_a_listener_that_fails_does_not_make_the_queue_master_be_asked_again(tmp_path: Path) -> None:
    broker = MemoryBroker()
    Master(broker.client("queue-master"))
    bus = broker.client("kiosk-1")

    def fail(command: Command, reply: Reply) -> None:
        raise ZeroDivisionError

    outbox = Outbox(tmp_path / "outbox.db", Asker(bus, timer=False), fail)
    bus.start()
    outbox.put(take_ticket())
    broker.deliver()
    assert outbox.pending() == []


@pytest.mark.parametrize("reason", ["storage-full", "storage-failed", "nobody-known"])
def test_a_queue_master_that_cannot_now_is_asked_again_in_the_next_life(tmp_path: Path, reason: str) -> None:
    broker = MemoryBroker()
    full = broker.client("queue-master")
    command = take_ticket()
    refusal = codec.encode(Reply(id=command.id, status="refused", reason=reason))
    full.subscribe("cherha/1/test-hall/command/+", lambda _: full.publish("cherha/1/test-hall/reply/kiosk-1", refusal))
    full.start()
    kiosk = Kiosk(tmp_path / "outbox.db", broker)
    kiosk.outbox.put(command)
    broker.deliver()
    assert not kiosk.settled
    assert [c.id for c in kiosk.outbox.pending()] == [command.id]
    full.stop()
    kiosk.die()
    Master(broker.client("queue-master"))
    again = Kiosk(tmp_path / "outbox.db", broker)
    again.now += 1
    again.asker.tick()
    broker.deliver()
    assert [(c.id, r.status) for c, r in again.settled] == [(command.id, "done")]
