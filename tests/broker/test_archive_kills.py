"""Kill -9 at random moments of archiving: whatever was cut off is done again, and nothing is lost or doubled."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from random import Random

import msgspec
import pytest

from broker.queuemaster.archive import Archive
from broker.queuemaster.history import History
from broker.queuemaster.journal import Journal
from broker.queuemaster.restoring import begun, remembered, replayed
from broker.queuemaster.state import Hall
from tests.broker.old_hall import PLAN, OldHall

pytestmark = pytest.mark.kill

DAYS = 12
LONGEST = 0.15  # seconds; some days take less to archive, so that it comes to an end


def test_killed_again_and_again_it_archives_every_day_once(tmp_path: Path) -> None:
    chance = Random(23)
    hall = OldHall(tmp_path / "state")
    for _ in range(DAYS):
        hall.day(5)
    facts = [record.body for record in hall.journal.records()]
    hall.journal.close()
    words = (sys.executable, "-m", "tests.broker.archiving_life", str(hall.folder), hall.now.isoformat())
    kills = 0
    while True:
        with subprocess.Popen(words, stdout=subprocess.PIPE) as life:
            assert life.stdout is not None
            assert life.stdout.readline(), "it ended before it began"
            try:
                life.wait(chance.uniform(0.0, LONGEST))
            except subprocess.TimeoutExpired:
                life.kill()
                kills += 1
                continue
        assert life.returncode == 0
        break
    assert kills > 2, "nothing was cut off"
    journal = Journal.read_only(hall.folder / "journal.db")
    history = History(Archive.beside(journal.path), journal)
    assert history.verify().days == DAYS - PLAN.retention.keep_days
    records = [record for record in history.records() if b'"day-archived"' not in record.body]
    assert len(records) == len(facts)
    assert records[-1].body == facts[-1]
    assert [record.seq for record in history.records()] == list(range(1, journal.seq + 1))
    from_base = replayed(Hall(PLAN, begun(journal)), journal)
    from_first = replayed(remembered(history), journal)
    assert msgspec.json.encode(from_base.memory) == msgspec.json.encode(from_first.memory)
