"""A damaged journal is opened whole or refused; mended, it is a beginning of what was, and no number comes twice."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broker.contracts import commands as c
from broker.queuemaster.journal import Journal, JournalAway, JournalBroken, Record
from broker.queuemaster.mending import ASIDE, mend
from broker.queuemaster.refused import ORDER, go_on
from broker.queuemaster.store import Store
from tests.broker.desk import Desk
from tests.broker.halls import MORNING

TICKETS = 120
PAGE = 4096


def a_day(folder: Path, *, copied_at: int | None = None) -> tuple[list[Record], Desk]:
    """A journal of some pages, closed in good order, and a copy of it as it was after `copied_at` tickets."""
    desk = Desk(folder)
    desk.ask(c.OpenWindow, window=1)
    for number in range(TICKETS):
        desk.ask(c.TakeTicket, service="registration")
        if number == copied_at:
            Store(folder).copy(desk.journal)
    desk.ask(c.CallNext, window=1)
    records = list(desk.journal.records())
    desk.journal.close()
    return records, desk


def mended(desk: Desk) -> list[Record]:
    mend(desk.folder, desk.now)
    desk.again()
    records = list(desk.journal.records())
    assert desk.journal.verify() == len(records)
    return records


def in_the_header(file: Path) -> None:
    flip(file, 3)


def in_a_middle_page(file: Path) -> None:
    with file.open("r+b") as opened:
        opened.seek(file.stat().st_size // PAGE // 2 * PAGE)
        opened.write(b"\xa5" * PAGE)


def in_the_last_page(file: Path) -> None:
    with file.open("r+b") as opened:
        opened.seek(-PAGE, 2)
        opened.write(b"\xa5" * PAGE)


def cut_short(file: Path) -> None:
    with file.open("r+b") as opened:
        opened.truncate(file.stat().st_size // 2)


def flip(file: Path, place: int) -> None:
    with file.open("r+b") as opened:
        opened.seek(place)
        byte = opened.read(1)[0]
        opened.seek(place)
        opened.write(bytes([byte ^ 0x55]))


@pytest.mark.fast
@pytest.mark.parametrize("damage", [in_the_header, in_a_middle_page, in_the_last_page, cut_short, Path.unlink])
def test_a_damaged_journal_becomes_a_beginning_of_what_was(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    was, desk = a_day(tmp_path, copied_at=50)
    damage(tmp_path / "journal.db")
    broken = (tmp_path / "journal.db").read_bytes() if (tmp_path / "journal.db").exists() else None
    with pytest.raises(JournalBroken):
        Store(tmp_path).open()
    desk.now += timedelta(minutes=2)
    records = mended(desk)
    assert records == was[: len(records)]
    assert len(records) > 50, "at least what the copy has"
    if broken is not None:
        (aside,) = (tmp_path / ASIDE).glob("*/journal.db")
        assert len(aside.read_bytes()) == len(broken), "nothing is thrown away"


@pytest.mark.fast
@pytest.mark.parametrize("damage", [in_a_middle_page, in_the_last_page, cut_short])
def test_no_number_of_what_was_lost_comes_twice(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    _, desk = a_day(tmp_path, copied_at=20)
    before = set(desk.master.hall.memory.numbers)
    damage(tmp_path / "journal.db")
    mended(desk)
    go_on(desk.master, tmp_path, desk.now)
    go_on(desk.master, tmp_path, desk.now)
    for _ in range(5):
        taken = desk.ask(c.TakeTicket, service="registration").ticket
        assert taken
        assert taken.number not in before
    desk.journal.close()
    desk.again()
    taken = desk.ask(c.TakeTicket, service="registration").ticket
    assert taken
    assert taken.number not in before, "nor after another start"


@pytest.mark.fast
def test_where_nothing_is_sound_nothing_is_touched(tmp_path: Path) -> None:
    _, desk = a_day(tmp_path, copied_at=100)
    (copy,) = (tmp_path / "copies").iterdir()
    in_the_header(copy)
    in_the_header(tmp_path / "journal.db")
    before = {path: path.read_bytes() for path in (tmp_path / "journal.db", copy)}
    with pytest.raises(JournalBroken):
        mend(tmp_path, desk.now)
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.fast
def test_even_who_wants_it_anew_gets_what_is_whole(tmp_path: Path) -> None:
    was, desk = a_day(tmp_path, copied_at=50)
    in_the_header(tmp_path / "journal.db")
    mend(tmp_path, desk.now, anew=True)
    desk.again()
    assert len(list(desk.journal.records())) > 50
    assert list(desk.journal.records()) == was[: desk.journal.seq]


@pytest.mark.fast
def test_an_empty_journal_goes_on_from_no_archive(tmp_path: Path) -> None:
    _, desk = a_day(tmp_path)
    in_the_header(tmp_path / "journal.db")
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "roots.txt").write_text("of the lost one")
    assert mend(tmp_path, desk.now, anew=True).since is None
    desk.again()
    assert not desk.journal.seq
    assert not (tmp_path / "archive").exists()
    assert list((tmp_path / ASIDE).glob("*/archive/roots.txt"))


@pytest.mark.fast
def test_a_damaged_copy_that_had_more_does_not_stand_in_the_way(tmp_path: Path) -> None:
    was, desk = a_day(tmp_path, copied_at=20)
    desk.again()
    newer = Store(tmp_path).copy(desk.journal)
    desk.journal.close()
    in_the_header(newer)
    in_the_header(tmp_path / "journal.db")
    records = mended(desk)
    assert records == was[: len(records)]
    assert not newer.exists()
    assert list((tmp_path / ASIDE).glob(f"*/{newer.name}")), "it is set aside"


@pytest.mark.fast
def test_half_a_command_is_not_gone_on_from(tmp_path: Path) -> None:
    was, desk = a_day(tmp_path)
    desk.again()
    desk.ask(c.StartService, window=1)
    first = desk.journal.seq
    desk.ask(c.Transfer, window=1, to_service="ready")
    desk.journal._db.execute("DELETE FROM reply WHERE seq > ?", (first,))
    desk.journal.close()
    records = mended(desk)
    assert len(records) == first
    assert first > len(was)


@pytest.mark.fast
def test_an_order_without_damage_is_not_kept_for_a_later_one(tmp_path: Path) -> None:
    _, desk = a_day(tmp_path)
    (tmp_path / ORDER).touch()
    desk.again()
    go_on(desk.master, tmp_path, desk.now)
    assert not (tmp_path / ORDER).exists()
    taken = desk.ask(c.TakeTicket, service="registration").ticket
    assert taken
    assert taken.number == f"А{TICKETS + 1:03d}"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Record]]:
    folder = tmp_path_factory.mktemp("whole")
    was, _ = a_day(folder, copied_at=10)
    return folder, was


@settings(max_examples=60, deadline=None)
@given(st.floats(0, 1, exclude_max=True))
def test_wherever_a_byte_is_flipped_no_wrong_chain_is_opened(
    tmp_path_factory: pytest.TempPathFactory, whole: tuple[Path, list[Record]], where: float
) -> None:
    source, was = whole
    folder = tmp_path_factory.mktemp("flipped") / "state"
    shutil.copytree(source, folder)
    file = folder / "journal.db"
    flip(file, int(where * file.stat().st_size))
    try:
        opened = Store(folder).open()
    except JournalAway:
        return
    except JournalBroken:
        lost = mend(folder, MORNING + timedelta(hours=1))
        assert lost.since
        assert lost.since <= lost.until
        opened = Store(folder).open()
        records = list(opened.records())
        assert len(records) > 10
        assert records == was[: len(records)]
    else:
        assert list(opened.records()) == was
    opened.verify()
    opened.close()
    Journal.open(file).close()
