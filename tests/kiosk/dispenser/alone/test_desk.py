"""The desk that issues without the hall: what is on its disk, what it asks for, what it tells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from broker.bus.appliance import Appliance
from broker.bus.asking import Asker
from broker.bus.memory import MemoryBroker
from broker.bus.outbox import Outbox, OutboxFull
from broker.bus.seam import Message
from broker.contracts import codec
from broker.contracts.commands import Command, LeaseNumbers, TakeTicket
from broker.contracts.replies import Lease, Reply, TicketView
from broker.contracts.snapshot import LineState, Snapshot
from broker.contracts.status import About
from broker.contracts.topics import Topics
from kiosk.dispenser.alone import desk
from kiosk.dispenser.alone.desk import PHRASES, AloneDesk
from kiosk.dispenser.alone.telling import PROBLEMS, Telling
from kiosk.dispenser.inputs import SendTake
from kiosk.dispenser.visit_record import VisitRecord
from tests.broker.until import until
from tests.kiosk.dispenser.halls import hall

pytestmark = pytest.mark.fast

TOPICS = Topics("test-hall")
WISH = SendTake("wish", "plot", "veteran", "en", ("accessible",), 8.0)


class Life:
    """One life of the desk; a queue-master that leases three numbers of each line, as long as `grants`."""

    def __init__(self, folder: Path, *, grants: bool = True, name: str = "dispenser-1") -> None:
        self.broker = MemoryBroker()
        self.heard: list[Command] = []
        self.grants = grants
        self.refuses = False
        self.day = _today()
        self.time = 0.0
        self.live = True
        self._master = self.broker.client("queue-master")
        self._master.subscribe(TOPICS.command("+"), self._answer)
        self._master.start()
        bus = self.broker.client("dispenser-1")
        asker = Asker(bus)
        about = About(role="dispenser", version="0")
        self.appliance = Appliance(bus, id="dispenser-1", role="dispenser", version="0", about=about, zone=UTC)
        self.telling = Telling(self.appliance)
        self.outbox = Outbox(folder / "outbox.db", asker, self.telling.merged)
        self.desk = AloneDesk(
            folder,
            hall(),
            asker,
            self.outbox,
            on_change=lambda: None,
            live=lambda: self.live,
            record=VisitRecord(folder),
            name=name,
            clock=lambda: self.time,
        )
        bus.start()
        self.desk.start()

    def hear(self, *, at: datetime | None = None) -> None:
        lines = tuple(
            LineState(id=line, letter=letter, open=True, waiting=0, held=0, estimate=None)
            for line, letter in (("residence", "А"), ("land", "К"))
        )
        self.desk.hear(
            Snapshot(
                seq=1, at=at or datetime.now(UTC), hall="open", until=None, why=None, lines=lines, windows=(), calls=()
            )
        )

    def wait_for(self, condition: Callable[[], object]) -> None:
        def delivered() -> object:
            self.broker.deliver()
            return condition()

        until(delivered)

    def lease(self) -> None:
        self.hear()
        self.wait_for(lambda: self.desk.lines == {"residence", "land"})

    def issue(self) -> Reply:
        replies: list[Reply] = []
        self.desk.issue(WISH, replies.append)
        until(lambda: replies)
        return replies[0]

    def number(self) -> str:
        ticket = self.issue().ticket
        assert isinstance(ticket, TicketView)
        return ticket.number

    def end(self) -> None:
        self.desk.stop()
        self.outbox.close()

    def _answer(self, message: Message) -> None:
        command = codec.command(message.body)
        self.heard.append(command)
        if isinstance(command, LeaseNumbers) and not self.grants:
            return
        leases = tuple(
            Lease(lease=f"{command.id}-{line}", line=line, letter=letter, first=997, last=999, day=self.day)
            for line, letter in (("residence", "А"), ("land", "К"))
        )
        reply = Reply(id=command.id, status="done", leases=leases)
        if isinstance(command, TakeTicket) and self.refuses:
            reply = Reply(id=command.id, status="refused", reason="unknown-lease")
        self._master.publish(message.response_topic, codec.encode(reply), correlation=message.correlation)


def _today() -> str:
    return datetime.now(UTC).astimezone(hall().timezone).date().isoformat()


@pytest.fixture
def life(tmp_path: Path) -> Iterator[Life]:
    life = Life(tmp_path)
    yield life
    life.end()


def test_numbers_are_leased_for_every_line_when_the_hall_is_heard_and_once(life: Life) -> None:
    life.lease()
    life.hear()
    life.broker.deliver()
    (wish,) = life.heard
    assert isinstance(wish, LeaseNumbers)
    assert set(wish.lines) == {"residence", "land"}


def test_a_ticket_of_our_own_has_a_number_a_place_and_no_time_and_is_in_the_outbox(life: Life) -> None:
    life.lease()
    ticket = life.issue().ticket
    assert isinstance(ticket, TicketView)
    assert (ticket.number, ticket.line, ticket.zone, ticket.priority) == ("К997", "land", "hall-1", "veteran")
    assert (ticket.estimate, ticket.ahead) == (None, None)
    life.wait_for(lambda: len(life.heard) == 2)
    take = life.heard[1]
    assert isinstance(take, TakeTicket)
    assert (take.id, take.number, take.issued_at) == (ticket.id, "К997", ticket.issued_at)
    assert (take.service, take.priority, take.language, take.needs) == ("plot", "veteran", "en", ("accessible",))
    assert take.lease


def test_a_restart_forgets_neither_the_numbers_nor_the_tickets_nor_the_hall(tmp_path: Path) -> None:
    first = Life(tmp_path)
    first.lease()
    first.live = False
    assert first.number() == "К997"
    first.end()
    second = Life(tmp_path, grants=False)
    second.live = False
    assert second.desk.lines == {"residence", "land"}
    picture = second.desk.picture()
    assert picture is not None
    assert picture.hall == "open"
    assert second.number() == "К998"
    pending = [c.number for c in second.outbox.pending() if isinstance(c, TakeTicket)]
    assert pending[-1] == "К998"
    second.end()


def test_a_card_that_was_let_in_under_another_name_prints_no_number_of_its_former_one(tmp_path: Path) -> None:
    """Moved or copied in the middle of a day: whoever has that name prints them, and two people would have one number."""
    first = Life(tmp_path)
    first.lease()
    first.end()
    second = Life(tmp_path, grants=False, name="dispenser-2")
    assert second.desk.lines == frozenset()
    assert second.issue().reason == "no-numbers"
    second.end()
    third = Life(tmp_path)
    assert third.desk.lines == {"residence", "land"}, "the card is back, and nobody has used them"
    third.end()


def test_no_ticket_is_earlier_than_the_one_before_it_whichever_clock_is_believed(tmp_path: Path) -> None:
    first = Life(tmp_path)
    first.lease()
    first.time += 2.0  # its clock, or the hall's, was two seconds ahead
    one = first.issue().ticket
    first.end()
    second = Life(tmp_path)
    other = second.issue().ticket
    assert isinstance(one, TicketView)
    assert isinstance(other, TicketView)
    assert one.issued_at <= other.issued_at
    second.end()


def test_when_the_numbers_are_used_up_it_is_said_kindly(life: Life) -> None:
    life.lease()
    life.live = False
    assert [life.number() for _ in range(3)] == ["К997", "К998", "К999"]
    assert life.desk.lines == {"residence"}
    reply = life.issue()
    assert (reply.status, reply.reason) == ("refused", "no-numbers")
    assert reply.message == PHRASES.text("refused.no-numbers")
    life.telling.issued(reply, "plot")
    assert [problem.code for problem in life.appliance.problems] == ["dispenser-no-numbers"]
    life.telling.hall_is_back()
    assert life.appliance.problems == ()


def test_a_number_that_could_not_be_written_down_is_not_issued(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    life.lease()

    def full(_command: Command) -> None:
        raise OutboxFull("the disk is full")

    monkeypatch.setattr(life.outbox, "put", full)
    assert life.issue().status == "refused"
    monkeypatch.undo()
    assert life.number() == "К998"  # the one in between is lost, and that is all


def test_a_slip_that_the_queue_does_not_take_is_a_matter_for_people(life: Life) -> None:
    life.lease()
    life.refuses = True
    life.issue()
    life.wait_for(lambda: life.appliance.problems)
    (problem,) = life.appliance.problems
    assert problem.code == "slip-not-merged"
    assert "К997" in problem.message["uk"]


def test_numbers_of_yesterday_are_not_used(tmp_path: Path) -> None:
    life = Life(tmp_path)
    life.lease()
    life.end()
    told = (tmp_path / "leases.json").read_text("utf-8").replace(_today(), "2026-01-01")
    (tmp_path / "leases.json").write_text(told, "utf-8")
    later = Life(tmp_path, grants=False)
    assert later.desk.lines == frozenset()
    assert later.issue().reason == "no-numbers"
    later.end()


def test_a_hall_of_another_day_is_not_asked_for_all_its_numbers(life: Life) -> None:
    life.day = "2026-01-01"
    life.hear()
    life.wait_for(lambda: life.heard)
    life.broker.deliver()
    for after, asked in ((desk.AGAIN + 1, 1), (desk.OTHER_DAY, 2)):
        life.issue()  # the desk's thread has done by then what came before
        life.time += after
        life.hear()
        life.issue()
        life.broker.deliver()
        assert len(life.heard) == asked


def test_a_wish_for_numbers_that_a_crash_cut_off_is_the_same_wish_again(tmp_path: Path) -> None:
    first = Life(tmp_path, grants=False)
    first.hear()
    first.wait_for(lambda: first.heard)
    first.end()
    second = Life(tmp_path)
    second.lease()
    assert second.heard[0].id == first.heard[0].id
    second.end()


def test_both_languages_have_words_for_every_problem() -> None:
    assert PHRASES.keys("uk") == PHRASES.keys("en")
    assert {f"{code}.{part}" for code in PROBLEMS for part in ("message", "remedy")} <= PHRASES.keys("uk")
