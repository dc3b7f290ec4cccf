"""Commands that are well-formed to the eye and poison to a queue-master: none may end it, all are answered."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from broker.bus.memory import MemoryBroker
from broker.contracts import codec
from broker.contracts import commands as c
from broker.contracts.replies import Reply
from broker.contracts.topics import Topics
from broker.queuemaster.reply_topics import reply_topic
from broker.queuemaster.run import Loop
from tests.broker.halls import MORNING
from tests.broker.test_journal import Desk

pytestmark = pytest.mark.fast

OWN = Topics("test-hall").reply("kiosk-1")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def wish(**fields: Any) -> bytes:
    return json.dumps({"id": "x", "at": MORNING.isoformat(), **fields}, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    ("body", "field", "known"),
    [
        (wish(type="events-since", seq=2**63), "$.seq", "x"),
        (wish(type="events-since", seq=-1), "$.seq", "x"),
        (wish(type="take-ticket", service="registration", needs=["wheelchair"] * 4000), "$.needs", "x"),
        (wish(type="open-window", window=1, lines=["passport"] * 5000), "$.lines", "x"),
        (wish(type="call-next", window=1, **{"ж" * 30_000: 1}), None, "x"),
        (wish(type="call-next", window=1).replace(b'"x"', b'"' + b"x" * 60_000 + b'"'), "$.id", None),
        (wish(type="call-next", window=1).replace(b"1}", b"1" + b"0" * 5000 + b"}"), "$.window", "x"),
        (wish(type="pause-window", window=1, why="?").replace(b"?", b"\\ud800"), None, None),
        (wish(type="take-ticket", service="registration").replace(b"reg", b"\xff\xfe"), None, "x"),
        (b"\xef\xbb\xbf{}", None, None),
        (b"", None, None),
        (b"null", None, None),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_poison_is_answered_invalid_in_one_message(
    desk: Desk, body: bytes, field: str | None, known: str | None
) -> None:
    reply = desk.raw(body)
    assert reply.status == "invalid"
    assert field is None or reply.field == field
    assert reply.id == known
    assert not desk.master.hall.memory.tickets
    assert desk.ask(c.TakeTicket, service="registration").status == "done"


@pytest.mark.parametrize(
    ("moment", "reason"),
    [("0001-01-01T00:00:00+14:00", "expired"), ("9999-12-31T23:59:59-14:00", "from-the-future")],
)
def test_a_moment_at_the_end_of_all_calendars_is_a_moment_like_others(desk: Desk, moment: str, reason: str) -> None:
    assert desk.raw(wish(type="take-ticket", service="registration", at=moment)).reason == reason


def test_who_was_overtaken_by_a_crowd_is_told_of_the_latest_that_fit_and_of_all_in_number(desk: Desk) -> None:
    slow = desk.ask(c.TakeTicket, service="passport-new").ticket
    assert slow
    desk.ask(c.OpenWindow, window=3, lines=("residence",))
    for _ in range(400):
        desk.ask(c.TakeTicket, service="registration", priority="veteran")
    numbers = []
    for _ in range(400):
        called = desk.ask(c.CallNext, window=3).ticket
        assert called
        numbers.append(called.number)
        desk.ask(c.StartService, window=3)
        desk.ask(c.Finish, window=3)
    reply = desk.ask(c.Explain, ticket=slow.id)
    assert reply.status == "done"
    assert reply.overtaken == 400
    assert reply.overtaken_by
    told = [overtaking.number for overtaking in reply.overtaken_by]
    assert 100 < len(told) < 400
    assert told == numbers[-len(told) :]


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        (OWN, OWN),
        (f"{OWN}/7", f"{OWN}/7"),
        ("", OWN),
        (f"{OWN}-and-more", OWN),
        (Topics("test-hall").reply("kiosk-2"), OWN),
        (Topics("test-hall").state, OWN),
        (f"{OWN}/#", OWN),
        (f"{OWN}/+/x", OWN),
        (f"{OWN}/\0", OWN),
        (f"{OWN}/\ufffd", OWN),
        (f"{OWN}/{'x' * 60_000}", OWN),
    ],
    ids=lambda topic: topic[-12:],
)
def test_an_answer_goes_to_its_asker_and_to_a_topic(asked: str, answered: str) -> None:
    assert reply_topic(OWN, asked) == answered


class Hall:
    """A queue-master on a bus in memory, and somebody who speaks to it."""

    def __init__(self, desk: Desk, broker: MemoryBroker | None = None) -> None:
        self.broker = broker or MemoryBroker()
        self.bus = self.broker.client("queue-master")
        self.loop = Loop(desk.master, self.bus, "boot", lambda: MORNING + timedelta(seconds=1))
        self.bus.start()
        self.other = self.broker.client("kiosk-1")
        self.replies: list[Reply] = []
        self.other.subscribe(
            Topics("test-hall").reply("+"), lambda message: self.replies.append(codec.read(Reply, message.body))
        )
        self.other.start()

    def turn(self) -> None:
        for _ in range(3):
            self.broker.deliver()
            self.loop.turn(self.loop.waiting())


@pytest.mark.parametrize("client", ["", "КИЇВ", "a b", "x" * 60_000, "+"], ids=lambda name: name[:12])
def test_who_has_no_name_is_not_heard(desk: Desk, client: str) -> None:
    hall = Hall(desk)
    hall.other.publish(Topics("test-hall").command(client), wish(type="take-ticket", service="registration"))
    hall.turn()
    assert not desk.master.hall.memory.tickets
    assert not hall.replies
    assert hall.loop.unheard == 1


def test_a_command_that_the_broker_kept_is_not_acted_on(desk: Desk) -> None:
    broker = MemoryBroker()
    early = broker.client("kiosk-9")
    early.start()
    early.publish(Topics("test-hall").command("kiosk-9"), wish(type="take-ticket", service="registration"), retain=True)
    hall = Hall(desk, broker)
    hall.turn()
    assert not desk.master.hall.memory.tickets
    assert not hall.replies
    assert hall.loop.unheard == 1
