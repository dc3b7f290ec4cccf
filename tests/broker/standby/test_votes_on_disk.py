"""What cannot be written is promised to nobody: a disk that is full, or that is worn out and only reads."""

import errno
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from broker.bus.memory import MemoryBroker
from broker.bus.on_disk import keep, kept
from broker.bus.seam import Message
from broker.contracts import codec
from broker.contracts.standby import Register, Vote, Voted
from broker.contracts.topics import Topics
from broker.queuemaster.journal import Journal
from broker.standby import candidate as at_standby
from broker.standby import second_disk as at_master
from broker.standby import witness as at_witness
from broker.standby.candidate import Candidate
from broker.standby.holding import Own, State
from broker.standby.kept_files import KeptFiles
from broker.standby.second_disk import NO_WITNESS, TERM, Paired
from broker.standby.succeeding import Step
from broker.standby.voter import REGISTER
from broker.standby.witness import Witness
from tests.broker.until import until

pytestmark = pytest.mark.fast

A, B, W = "queue-master", "standby-1", "witness-1"
PAIR, ALONE = Register(3, A, 4, (A, B)), Register(3, A, 5, (A,))


def full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "full")


def test_a_witness_grants_nothing_that_it_could_not_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its box cut off after that, it would elect who lacks what was answered since."""
    keep(tmp_path / REGISTER, PAIR)
    witness = Witness(tmp_path)
    monkeypatch.setattr(at_witness, "keep", full)
    for _ in range(3):
        with pytest.raises(OSError, match="full"):
            witness.answer(Vote(ALONE))
    monkeypatch.undo()
    assert witness.answer(Vote(ALONE)) == (True, ALONE)
    assert kept(tmp_path / REGISTER, Register) == ALONE


def test_nor_does_a_standby(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(tmp_path / REGISTER, PAIR)
    bus = MemoryBroker().client(B)
    candidate = Candidate(tmp_path, bus, bus, W)
    monkeypatch.setattr(at_standby, "keep", full)
    for _ in range(3):
        with pytest.raises(OSError, match="full"):
            candidate._answer(Vote(ALONE))
    monkeypatch.undo()
    assert candidate._answer(Vote(ALONE)) == (True, ALONE)
    assert kept(tmp_path / REGISTER, Register) == ALONE


def test_a_standby_that_could_not_write_that_it_was_elected_asks_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A witness that had more of its term in writing than itself would never elect it any more."""
    keep(tmp_path / REGISTER, PAIR)
    broker = MemoryBroker()
    bus, witness = broker.client(B), broker.client(W)
    bus.start()
    witness.start()
    candidate = Candidate(tmp_path, bus, bus, W)
    candidate._succession._heard -= 100
    candidate.turn(fit=True)
    wish = Register(4, B, 0, (A, B))
    told = codec.encode(Voted(wish, wish))
    monkeypatch.setattr(at_standby, "keep", full)
    witness.publish(Topics(bus.hall).voted(W), told)
    with pytest.raises(OSError, match="full"):
        broker.deliver()
    assert candidate.turn(fit=True) is Step.SEEKING
    monkeypatch.undo()
    witness.publish(Topics(bus.hall).voted(W), told)
    broker.deliver()
    assert candidate.turn(fit=True) is Step.PARTING
    assert kept(tmp_path / REGISTER, Register) == Register(4, B, 1, (B,))


class Hall:
    """A queue-master on a disk, with the voters' word of mouth."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.broker = folder, MemoryBroker()
        bus, self._witness = self.broker.client(A), self.broker.client(W)
        self._topics, self.asked = Topics(bus.hall), list[Register]()
        self._witness.subscribe(self._topics.vote(W), self._hear)
        bus.start()
        self._witness.start()
        keep(folder / TERM, Own(PAIR, alone=False))
        self._journal = Journal.create(folder / "journal.db")
        files = KeptFiles(folder, folder / "hall.toml", {}, ())
        self.second = Paired(bus, self._journal, files, folder, standby=B, witness=W)

    def _hear(self, message: Message) -> None:
        self.asked.append(codec.read(Vote, message.body).asked)

    def witness_says(self, granted: Register | None, held: Register) -> None:
        self._witness.publish(self._topics.voted(W), codec.encode(Voted(granted, held)))
        self.broker.deliver()

    def is_asked(self, turn: int) -> bool:
        self.broker.deliver()
        return bool(self.asked) and self.asked[-1].turn == turn

    def close(self) -> None:
        self.second.stop()
        self._journal.close()


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    made = Hall(tmp_path)
    yield made
    made.close()


def test_a_queue_master_says_what_is_on_its_disk_and_tries_on(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    """It had said that it has an heir, and gone on alone after the next power cut; or had never tried anything again."""
    wish, tries = hall.second._holding.own.register, list[object]()

    def worn(*given: object) -> None:
        tries.append(given)
        full()

    before = kept(hall.folder / TERM, Own)
    monkeypatch.setattr(at_master, "keep", worn)
    with suppress(OSError):
        hall.witness_says(wish, wish)
    assert hall.second._holding.state is State.PARTING
    until(lambda: len(tries) > 6, 10)
    assert not hall.is_asked(1)
    assert kept(hall.folder / TERM, Own) == before
    monkeypatch.undo()
    until(lambda: hall.is_asked(1), 10)
    assert kept(hall.folder / TERM, Own) == hall.second._holding.own


def test_a_witness_with_an_empty_disk_is_told_of_as_one_that_is_away(hall: Hall) -> None:
    """It votes for nobody yet: the next death of a box stops the queue."""
    hall.second._witnessed -= 100
    hall.witness_says(None, Register())
    assert NO_WITNESS in hall.second.missing
    hall.witness_says(None, PAIR)
    assert NO_WITNESS not in hall.second.missing
