"""The journals of the drill are as damaged as they are said to be."""

import subprocess
import sys
from pathlib import Path

import pytest

from broker.contracts import commands as c
from broker.contracts.ids import ulid
from broker.queuemaster.journal import Journal, JournalBroken
from broker.queuemaster.mending import sound
from broker.queuemaster.store import Store
from provisioning.image.journal_drill import NOISE, SPOIL
from tests.broker.desk import Desk

pytestmark = pytest.mark.fast

TICKETS = 12


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A queue-master's, which stopped after as many tickets."""
    desk = Desk(tmp_path)
    for _ in range(TICKETS):
        desk.ask(c.TakeTicket, service="registration")
    desk.journal.close()
    return tmp_path


def test_one_id_in_other_letters_leaves_what_was_before_it(folder: Path):
    with_all, wrong = sound(folder / "journal.db"), ulid(8, b"0" * 10)
    before = next(n for n, record in enumerate(_records(folder)) if wrong.encode() in record)
    subprocess.run([sys.executable, "-c", SPOIL, folder, wrong], check=True)
    left = sound(folder / "journal.db")
    assert with_all is not None
    assert left is not None
    assert left.seq == before < with_all.seq
    with pytest.raises(JournalBroken):
        Store(folder).open()


def test_noise_leaves_nothing(folder: Path):
    (folder / "copies").mkdir(exist_ok=True)
    (folder / "copies/journal-000000000001.db").write_bytes((folder / "journal.db").read_bytes())
    subprocess.run(["sh", "-c", NOISE.format(folder)], check=True)
    assert [sound(each) for each in (folder / "journal.db", *folder.glob("copies/*"))] == [None, None]


def _records(folder: Path) -> list[bytes]:
    journal = Journal.read_only(folder / "journal.db")
    try:
        return [record.body for record in journal.records()]
    finally:
        journal.close()
