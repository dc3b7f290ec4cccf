"""A journal that cannot be trusted is never begun anew, and the way back that is printed is one."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from broker.contracts import commands as c
from broker.queuemaster.journal import Journal, JournalAway, JournalBroken
from broker.queuemaster.reserve import SIZE, Reserve
from broker.queuemaster.store import Store
from tests.broker.test_journal import Desk, cut, scribble

pytestmark = pytest.mark.fast


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path / "a hall's state")
    for _ in range(30):
        desk.ask(c.TakeTicket, service="registration")
    return desk


def refusal(folder: Path) -> str:
    with pytest.raises(JournalBroken) as refused:
        Store(folder).open()
    return str(refused.value)


def way_back(words: str) -> None:
    """Do what the refusal says, as a technician would: by pasting its line into a shell."""
    line = next(line for line in words.splitlines() if line.startswith("  cd "))
    subprocess.run(["sh", "-c", line], check=True, capture_output=True)


@pytest.mark.parametrize("damage", [cut, scribble, Path.unlink, lambda path: path.write_bytes(b"")])
def test_the_way_back_that_is_printed_leads_back(desk: Desk, damage: object) -> None:
    Store(desk.folder).copy(desk.journal)
    before = desk.memory()
    desk.journal.close()
    assert callable(damage)
    damage(desk.folder / "journal.db")
    way_back(refusal(desk.folder))
    desk.again()
    assert desk.memory() == before


def test_the_copy_that_is_named_is_a_good_one(desk: Desk) -> None:
    store = Store(desk.folder)
    good = store.copy(desk.journal)
    desk.ask(c.TakeTicket, service="ready")
    scribble(store.copy(desk.journal))
    desk.journal.close()
    cut(store.path)
    assert f"The last good copy is {good}." in refusal(desk.folder)


def test_without_a_good_copy_none_is_named(desk: Desk) -> None:
    store = Store(desk.folder)
    cut(store.copy(desk.journal))
    desk.journal.close()
    cut(store.path)
    assert "There is no copy" in refusal(desk.folder)


def test_a_journal_that_lost_what_its_copy_still_has_is_not_gone_on_from(desk: Desk) -> None:
    store = Store(desk.folder)
    store.copy(desk.journal)
    desk.journal.close()
    store.path.unlink()
    Journal.create(store.path).close()  # whole, of the right shape, and empty
    assert "it ends with record 0, and a copy of it already had 31" in refusal(desk.folder)


def test_a_journal_is_not_begun_twice_even_if_its_mark_was_lost_once(desk: Desk) -> None:
    desk.journal.close()
    (desk.folder / "journal.began").unlink()
    desk.again()
    desk.journal.close()
    (desk.folder / "journal.db").unlink()
    assert "it is missing" in refusal(desk.folder)


def test_a_power_cut_while_the_first_journal_is_begun_leaves_nothing_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "journal.half").write_bytes(b"SQLite format 3\0 and no more")
    Store(tmp_path).open().close()


def test_a_journal_that_cannot_be_had_now_is_not_called_damaged(desk: Desk) -> None:
    desk.journal.close()
    in_the_way = desk.folder / "journal.db-wal"
    in_the_way.mkdir()
    with pytest.raises(JournalAway, match="Leave it as it is"):
        Store(desk.folder).open()
    in_the_way.rmdir()
    Store(desk.folder).open().close()


def test_a_reserve_is_whole_or_counts_as_spent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reserve = Reserve(tmp_path)
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=2 * SIZE))
    assert not reserve.lay_by()
    assert reserve.spent
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=4 * SIZE))
    assert reserve.lay_by()
    assert (tmp_path / "reserve").stat().st_size == SIZE


def test_two_queue_masters_never_keep_one_journal(tmp_path: Path) -> None:
    first = Store(tmp_path)
    first.claim()
    with pytest.raises(JournalAway, match="Another queue-master"):
        Store(tmp_path).claim()
    del first  # its process is gone
    Store(tmp_path).claim()
