"""Between the flow and the world, over a bus in memory: what is sent, what is kept, what the staff are told."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL.Image import Image

from broker.bus.memory import MemoryBroker
from broker.bus.seam import Message
from broker.contracts import codec
from broker.contracts.commands import CancelTicket, Command, TakeTicket
from broker.contracts.replies import Reply
from broker.contracts.snapshot import LineState, Snapshot
from broker.contracts.status import About
from broker.contracts.topics import Topics
from kiosk.dispenser.backstage import Backstage
from kiosk.dispenser.errands.wanted import AskReady, AskWhere, SendCheckIn
from kiosk.dispenser.inputs import (
    Answered,
    AskPrinter,
    HallSeen,
    Input,
    LinkChanged,
    PrinterSeen,
    PrintSlip,
    SendCancel,
    SendTake,
    SlipSettled,
)
from kiosk.dispenser.visit_record import VisitRecord
from kiosk.printing.printer import PaperOut, PrinterStatus
from tests.broker.until import until
from tests.kiosk.dispenser.halls import done, hall, ticket

pytestmark = pytest.mark.fast

TAKE = SendTake("T1", "plot", "veteran", "uk", ("accessible",), patience=8.0)
TOPICS = Topics("test-hall")


class DeskPrinter:
    """A printer whose status the test sets."""

    def __init__(self) -> None:
        self.now = PrinterStatus()
        self.printed: list[str] = []

    def status(self) -> PrinterStatus:
        return self.now

    def print(self, image: Image, *, ticket: str) -> None:
        if self.now.paper == "out":
            raise PaperOut
        self.printed.append(ticket)

    def cuts(self) -> int | None:
        return None

    def changed(self) -> bool:
        return False

    def close(self) -> None:
        """Nothing is held."""


class World:
    """A dispenser's backstage, and everything around it."""

    def __init__(self, folder: Path) -> None:
        self.broker = MemoryBroker()
        self.told: list[Input] = []
        self.heard: list[Command] = []
        self.kept: dict[str, bytes] = {}
        self.printer = DeskPrinter()
        self.answers = True
        self._lock = threading.Lock()
        queue_master = self.broker.client("queue-master")
        queue_master.subscribe(TOPICS.command("+"), self._answer)
        queue_master.subscribe(TOPICS.problem("dispenser-1", "+"), self._keep)
        queue_master.subscribe(TOPICS.status("dispenser-1"), self._keep)
        queue_master.start()
        self.queue_master = queue_master
        self.backstage = Backstage(
            self.broker.client("dispenser-1"),
            hall(),
            about=About(role="dispenser", version="0"),
            state_dir=folder,
            opened=lambda: self.printer,
            paper_mm=80,
            tell=self.told.append,
            later=self._later,
            note=lambda _what, _about: None,
        )
        self.backstage.start()

    def _later(self, call: Callable[[], None]) -> None:
        with self._lock:
            call()

    def _answer(self, message: Message) -> None:
        command = codec.command(message.body)
        self.heard.append(command)
        if self.answers:
            reply = done(command.id) if isinstance(command, TakeTicket) else Reply(id=command.id, status="done", seq=2)
            self.queue_master.publish(message.response_topic, codec.encode(reply), correlation=message.correlation)

    def _keep(self, message: Message) -> None:
        self.kept[message.topic] = message.body

    def deliver(self) -> None:
        self.broker.deliver()

    def of(self, kind: type) -> list[Input]:
        return [each for each in self.told if isinstance(each, kind)]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.backstage.stop()


def test_a_wish_for_a_ticket_becomes_a_command_and_its_reply_an_answer(world: World):
    world.backstage.act(TAKE)
    world.deliver()
    (command,) = world.heard
    assert isinstance(command, TakeTicket)
    assert (command.id, command.service, command.priority, command.needs) == ("T1", "plot", "veteran", ("accessible",))
    (answer,) = world.of(Answered)
    assert isinstance(answer, Answered)
    assert (answer.id, answer.reply) == ("T1", done("T1"))


def test_a_visit_taken_back_is_asked_no_more_and_its_cancellation_outlives_the_process(world: World, tmp_path: Path):
    world.answers = False
    world.backstage.act(TAKE)
    world.backstage.act(SendCancel("T1"))
    world.deliver()
    assert [type(c) for c in world.heard] == [TakeTicket, CancelTicket]
    world.backstage.stop()

    again = World(tmp_path)
    again.deliver()
    (cancel,) = again.heard
    assert isinstance(cancel, CancelTicket)
    assert cancel.ticket == "T1"
    again.backstage.stop()


def test_the_hall_is_told_with_the_lines_that_give_no_tickets_and_with_its_age(world: World):
    lines = tuple(
        LineState(id=line, letter="А", open=line == "land", waiting=0, held=0, estimate=None)
        for line in ("land", "residence")
    )
    heard = Snapshot(
        seq=1, at=datetime.now(UTC), hall="open", until=None, why=None, lines=lines, windows=(), calls=(), epoch="e"
    )
    world.queue_master.publish(TOPICS.state, codec.encode(heard), retain=True)
    world.deliver()
    seen = world.of(HallSeen)[-1]
    assert isinstance(seen, HallSeen)
    assert seen.closed_lines == {"residence"}
    assert seen.silent_for < 1.0
    assert world.of(LinkChanged)


def test_an_empty_printer_is_told_to_the_flow_and_to_the_staff_and_cleared_when_it_is_full(world: World):
    until(lambda: world.of(PrinterSeen))
    problem = TOPICS.problem("dispenser-1", "printer-paper-out")
    world.printer.now = PrinterStatus(paper="out")
    world.backstage.act(AskPrinter())
    until(lambda: len(world.of(PrinterSeen)) == 2)
    world.deliver()
    assert world.of(PrinterSeen)[-1].can_print is False  # type: ignore[union-attr]
    assert b"remedy" in world.kept[problem]
    assert b"degraded" in world.kept[TOPICS.status("dispenser-1")]
    world.printer.now = PrinterStatus()
    world.backstage.act(AskPrinter())
    until(lambda: len(world.of(PrinterSeen)) == 3)
    world.deliver()
    assert world.kept[problem] == b""
    assert b"ready" in world.kept[TOPICS.status("dispenser-1")]


@pytest.mark.parametrize("paper", ["ok", "out"])
def test_a_slip_is_settled_whether_it_came_out_or_not(world: World, paper: str):
    world.printer.now = PrinterStatus(paper=paper)  # type: ignore[arg-type]
    world.backstage.act(PrintSlip(ticket("T1"), "uk"))
    until(lambda: world.of(SlipSettled))
    (settled,) = world.of(SlipSettled)
    assert isinstance(settled, SlipSettled)
    assert settled.printed == (paper == "ok")
    assert world.printer.printed == (["T1"] if paper == "ok" else [])


def test_a_ticket_that_was_asked_for_when_the_power_went_is_taken_back(world: World, tmp_path: Path):
    world.answers = False
    world.backstage.act(TAKE)
    world.deliver()
    world.backstage.stop()

    again = World(tmp_path)
    again.deliver()
    (cancel,) = again.heard
    assert isinstance(cancel, CancelTicket)
    assert cancel.ticket == "T1"
    again.backstage.stop()
    third = World(tmp_path)
    third.deliver()
    assert third.heard == []
    third.backstage.stop()


@pytest.mark.parametrize(
    "wish", [SendCheckIn("C1", "7НК2Х4Р9", "uk", 8.0), AskWhere("W1", "T1", 8.0), AskReady("R1", "1357", 8.0)]
)
def test_an_errand_becomes_a_command_and_its_reply_an_answer(world: World, wish: SendCheckIn | AskWhere | AskReady):
    world.backstage.act(wish)
    world.deliver()
    (command,) = world.heard
    assert command.id == wish.id
    until(lambda: world.of(Answered))
    (answered,) = world.of(Answered)
    assert (answered.id, answered.reply.status) == (wish.id, "done")  # type: ignore[union-attr]


@pytest.mark.parametrize("answers", [True, False])
def test_a_check_in_without_an_answer_is_known_to_the_next_life_and_one_with_an_answer_is_not(
    world: World,
    tmp_path: Path,
    answers: bool,  # noqa: FBT001 - a parameter
):
    world.answers = answers
    world.backstage.act(SendCheckIn("C1", "7НК2Х4Р9", "uk", 8.0))
    world.deliver()
    if answers:
        until(lambda: world.of(Answered))
    assert VisitRecord(tmp_path).asked == (() if answers else ("C1",))
