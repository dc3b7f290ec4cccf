"""Kill -9 at random moments of archiving: whatever was cut off is done again, and nothing is lost or doubled."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import IO

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
LONGEST = 0.05  # seconds; on some machines a day takes less, on others more
UNDISTURBED = 4  # every fourth life may finish its day, so that it comes to an end on any machine


def test_killed_again_and_again_it_archives_every_day_once(tmp_path: Path) -> None:
    chance = Random(23)
    hall = OldHall(tmp_path / "state")
    for _ in range(DAYS):
        hall.day(5)
    facts = [record.body for record in hall.journal.records()]
    hall.journal.close()
    words = (sys.executable, "-m", "tests.broker.archiving_life", str(hall.folder), hall.now.isoformat())
    lives = 0
    while _cut_off(words, chance.uniform(0.0, LONGEST) if lives % UNDISTURBED else None):
        lives += 1
    assert lives >= DAYS - PLAN.retention.keep_days, "one life can have archived a day at the most"
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


def _cut_off(words: tuple[str, ...], after: float | None) -> bool:
    """One life with one day to archive, killed so many seconds after it began it; None: when the day is done.

    False: nothing was left to archive, and it ended by itself.
    """
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as life:
        assert life.stdin is not None
        assert life.stdout is not None
        assert life.stdout.readline(), "it ended before it began"
        life.stdin.write(b"go on\n")
        life.stdin.flush()
        if _goes_on(life.stdout, life, after):
            life.kill()
            return True
    assert life.returncode == 0
    return False


def _goes_on(told: IO[bytes], life: subprocess.Popen[bytes], after: float | None) -> bool:
    if after is None:
        return bool(told.readline())
    with suppress(subprocess.TimeoutExpired):
        life.wait(after)
        return False
    return True
