"""A technician asks an appliance for its log over the bus, and gets a bounded answer, not too often."""

from __future__ import annotations

import logging
from datetime import UTC

import pytest

from broker.bus.appliance import Appliance
from broker.bus.clock import new_id, now
from broker.bus.logs.answering import REST, TOO_OFTEN, Answering
from broker.bus.logs.book import KEPT_SERIOUS, Book
from broker.bus.memory import MemoryBroker
from broker.contracts import codec
from broker.contracts.log_lines import MOST
from broker.contracts.status import About, Did, Do
from broker.contracts.topics import Topics
from tests.broker.until import until

pytestmark = pytest.mark.fast


def test_an_appliance_tells_its_last_lines_and_the_codes_of_its_problems_when_asked():
    broker, topics = MemoryBroker(), Topics("test-hall")
    bus = broker.client("board-1", "test-hall")
    board = Appliance(bus, id="board-1", role="board", version="1", about=About(role="board", version="1"), zone=UTC)
    bus.start()
    did: list[Did] = []
    office = broker.client("office-1", "test-hall")
    office.subscribe(topics.did("+"), lambda m: did.append(codec.read(Did, m.body)))
    office.start()
    logging.getLogger("display.board").warning("%s: what %s cannot be read", "board-1", "Олена Коваль, 0671234567")
    board.problem("screen-dark", {"uk": "x", "en": "x"}, {"uk": "y", "en": "y"})
    broker.deliver()
    assert did == []  # nothing is told by itself
    office.publish(topics.do("board-1"), codec.encode(Do(id=new_id(), what="log", at=now(UTC))))
    until(lambda: (broker.deliver(), did)[1])
    texts = [line.text for line in did[0].lines]
    assert "board-1: what [str] cannot be read" in texts
    assert "screen-dark" in {line.problem for line in did[0].lines}  # other lines of this process may be there too
    assert b"\xd0\x9e\xd0\xbb" not in codec.encode(did[0])
    assert b"0671234567" not in codec.encode(did[0])


def test_the_answer_fits_into_a_message_and_comes_not_too_often():
    book, at = Book(), [0.0]
    for number in range(KEPT_SERIOUS + 50):
        long = "x" * 290 + " %d"
        book.handle(logging.LogRecord("broker.bus.link", logging.WARNING, "x", number, long, (number,), None))
    answering = Answering(book, UTC, lambda: at[0])
    first = answering.did(Do(id="a", what="log", at=now(UTC)))
    assert MOST // 2 < len(codec.encode(first)) < MOST + 1000
    assert first.lines[0].where == f"broker.bus.link:{KEPT_SERIOUS + 49}"  # the newest is there whatever is left out
    at[0] += REST / 2
    assert answering.did(Do(id="b", what="log", at=now(UTC))).message == TOO_OFTEN
    at[0] += REST
    assert answering.did(Do(id="c", what="log", at=now(UTC))).lines
