"""A journal whose write-ahead log is damaged never opens, unnoticed, without tickets that were answered."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broker.bus.on_disk import keep
from broker.bus.settings import Settings
from broker.contracts import codec
from broker.contracts import commands as c
from broker.contracts.ids import ulid
from broker.contracts.standby import Register
from broker.queuemaster.journal import Journal, JournalShort, Record
from broker.queuemaster.master import Incoming
from broker.queuemaster.mending import ASIDE, lost_in, mend
from broker.queuemaster.opening import another_has_more, opened
from broker.queuemaster.refused import go_on
from broker.queuemaster.reserve import Reserve
from broker.queuemaster.short_journal import Head, note_head
from broker.queuemaster.store import Store
from broker.standby.holding import Own
from broker.standby.second_disk import TERM
from tests.broker.desk import Desk
from tests.broker.halls import MORNING

TICKETS, LOG_HEADER, FRAME = 60, 32, 24 + 4096
UNSURE = 6  # records of the last two commands: a damage there looks like the tear of a power cut


def a_cut(folder: Path) -> list[Record]:
    """The plug is drawn in a working hall: what is on the disk then, and what had been answered."""
    desk = Desk(folder / "working")
    for number in range(TICKETS):
        if number == TICKETS // 3:
            Store(desk.folder).copy(desk.journal)
        desk.ask(c.TakeTicket, service="registration")
    shutil.copytree(desk.folder, folder / "cut", ignore=shutil.ignore_patterns("*-shm"))
    was = list(desk.journal.records())
    desk.journal.close()
    return was


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Record]]:
    folder = tmp_path_factory.mktemp("cut")
    was = a_cut(folder)
    return folder / "cut", was


@pytest.fixture
def state(tmp_path: Path, cut: tuple[Path, list[Record]]) -> Path:
    return shutil.copytree(cut[0], tmp_path / "state")


def flip(log: Path, place: int) -> None:
    body = bytearray(log.read_bytes())
    body[place] ^= 0x55
    log.write_bytes(body)


def tear(state: Path) -> None:
    """In the middle of its write-ahead log."""
    log = state / "journal.db-wal"
    flip(log, LOG_HEADER + log.stat().st_size // FRAME // 2 * FRAME + 1000)


@pytest.mark.fast
def test_a_log_torn_in_its_middle_is_noticed_and_left_as_it_is(state: Path) -> None:
    tear(state)
    torn = {file: (state / file).read_bytes() for file in ("journal.db", "journal.db-wal")}
    for _ in range(2):
        with pytest.raises(JournalShort, match="damaged in the middle"):
            Store(state).open()
    assert {file: (state / file).read_bytes() for file in torn} == torn


@pytest.mark.fast
def test_a_power_cut_alone_is_no_damage(state: Path, cut: tuple[Path, list[Record]]) -> None:
    _, was = cut
    log = state / "journal.db-wal"
    for left in (log.stat().st_size, log.stat().st_size - FRAME - 1000):  # whole, or in the last command
        shutil.copy(cut[0] / "journal.db-wal", log)
        with log.open("r+b") as file:
            file.truncate(left)
        shutil.copy(cut[0] / "journal.db", state / "journal.db")
        journal = Store(state).open()
        assert len(was) - UNSURE // 2 <= journal.seq <= len(was)
        journal.close()


@pytest.mark.fast
def test_two_cuts_one_after_another_are_no_damage(tmp_path: Path) -> None:
    """What the first has torn would lie behind what was written after it, in the same log."""
    folder = tmp_path / "0"
    for life, commands in enumerate((100, 1), 1):
        desk = Desk(folder)
        desk.count = 1000 * life
        desk.ask(c.TakeTicket, service="registration")
        log = desk.folder / "journal.db-wal"
        before = log.stat().st_size
        many = [
            c.TakeTicket(id=ulid(2000 * life + n, b"0" * 10), at=desk.now, service="ready") for n in range(commands)
        ]
        desk.master.handle([Incoming("tester", codec.encode(each)) for each in many], desk.now)  # in one transaction
        folder = tmp_path / str(life)
        shutil.copytree(desk.folder, folder, ignore=shutil.ignore_patterns("*-shm"))
        desk.journal.close()
        flip(folder / log.name, before + 1000)  # its first frame came late, and its end in time
    journal = Store(folder).open()
    assert journal.seq == 3, "the two tickets that were answered"


@pytest.mark.fast
@pytest.mark.parametrize("lost", ["beginning", "all", "end"])
def test_what_the_log_cannot_tell_the_head_tells(state: Path, cut: tuple[Path, list[Record]], lost: str) -> None:
    _, was = cut
    (state / "copies").rename(state / "no-copies")
    note_head(state / "journal.db", Head(len(was), MORNING))
    log = state / "journal.db-wal"
    if lost == "beginning":
        flip(log, 9)
    elif lost == "all":
        log.unlink()
    else:
        with log.open("r+b") as file:
            file.truncate(log.stat().st_size // 2)
    with pytest.raises(JournalShort, match=f"and had {len(was)} at"):
        Store(state).open()


@pytest.mark.fast
@pytest.mark.parametrize("copied", [True, False])
def test_the_hall_goes_on_by_itself_and_no_number_comes_twice(
    state: Path, cut: tuple[Path, list[Record]], *, copied: bool
) -> None:
    _, was = cut
    if not copied:
        shutil.rmtree(state / "copies")
    tear(state)
    opened(Store(state), Reserve(state), Settings(state_dir=state), MORNING + timedelta(hours=1)).close()
    desk = Desk(state)
    desk.count = 1000
    assert list(desk.journal.records()) == was[: desk.journal.seq]
    assert desk.journal.seq > TICKETS // 3
    go_on(desk.master, state, MORNING + timedelta(hours=1))
    desk.now = MORNING + timedelta(hours=1)
    taken = desk.ask(c.TakeTicket, service="registration").ticket
    assert taken
    assert int(taken.number[1:]) > 1000
    assert list((state / ASIDE).glob("*/journal.db-wal")), "what was torn is kept"
    assert lost_in(state)
    desk.journal.close()
    Store(state).open().close()


class PlugDrawn(Exception):
    """At this moment."""


@pytest.mark.fast
def test_the_plug_in_a_mending_loses_nothing_that_was_whole(
    cut: tuple[Path, list[Record]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mended_at(state: Path, moment: int | None) -> tuple[int, bool]:
        """How far the journal goes that is opened in the end, and whether the plug came before that."""
        shutil.copytree(cut[0], state)
        shutil.rmtree(state / "copies")
        tear(state)
        left = [moment]

        def counted(does: Callable[..., object]) -> Callable[..., object]:
            def step(path: Path, *arguments: Any, **named: Any) -> object:
                if path.name.startswith("journal.") and path.parent == state and left[0] is not None:
                    left[0] -= 1
                    if left[0] < 0:
                        raise PlugDrawn
                return does(path, *arguments, **named)

            return step

        with monkeypatch.context() as plug, suppress(PlugDrawn):
            for name in ("unlink", "replace"):
                plug.setattr(Path, name, counted(getattr(Path, name)))
            opened(Store(state), Reserve(state), Settings(state_dir=state), MORNING).close()
        drawn = left[0] is not None and left[0] < 0
        with closing(opened(Store(state), Reserve(state), Settings(state_dir=state), MORNING)) as journal:
            assert lost_in(state)
            return journal.seq, drawn

    whole, _ = mended_at(tmp_path / "undisturbed", None)
    moments = 0
    while (found := mended_at(tmp_path / str(moments), moments))[1]:
        assert found[0] == whole, f"at step {moments}"
        moments += 1
    assert moments > 5


@pytest.mark.fast
def test_one_of_a_pair_goes_on_only_while_nobody_can_succeed_it(state: Path) -> None:
    pair = Settings(state_dir=state, appliance="queue-master", standby="standby-1", witness="witness-1")
    assert another_has_more(pair), "nothing is known"
    alone = Register(3, "queue-master", 2, ("queue-master",))
    keep(state / TERM, Own(Register(3, "queue-master", 2, ("queue-master", "standby-1")), alone=False))
    assert another_has_more(pair)
    keep(state / TERM, Own(alone, alone=True))
    assert not another_has_more(pair)
    tear(state)
    keep(state / TERM, Own(alone, alone=False))
    with pytest.raises(JournalShort):
        opened(Store(state), Reserve(state), pair, MORNING)


@pytest.mark.fast
def test_numbers_are_passed_over_on_the_day_that_lost_them_whatever_the_clock_says(tmp_path: Path) -> None:
    """The clock has no battery: the morning after, it says the day before until the network is there."""
    desk = Desk(tmp_path)
    desk.ask(c.TakeTicket, service="registration")
    Store(tmp_path).copy(desk.journal)
    desk.now += timedelta(days=1)
    given_out = {reply.number for _ in range(5) if (reply := desk.ask(c.TakeTicket, service="registration").ticket)}
    note_head(tmp_path / "journal.db", Head(desk.journal.seq, desk.now))
    desk.journal.close()
    (tmp_path / "journal.db").write_bytes(b"damaged")
    yesterday = MORNING + timedelta(minutes=5)
    mend(tmp_path, yesterday)
    desk.again()
    go_on(desk.master, tmp_path, yesterday)
    desk.now += timedelta(minutes=10)  # the clock is right again
    taken = desk.ask(c.TakeTicket, service="registration").ticket
    assert taken
    assert taken.number not in given_out
    assert int(taken.number[1:]) > 1000


@settings(max_examples=80, deadline=None)
@given(where=st.floats(0, 1, exclude_max=True), cuts=st.booleans())
def test_wherever_the_log_is_damaged_no_answered_ticket_is_forgotten_unnoticed(
    tmp_path_factory: pytest.TempPathFactory, cut: tuple[Path, list[Record]], where: float, *, cuts: bool
) -> None:
    source, was = cut
    folder = shutil.copytree(source, tmp_path_factory.mktemp("damaged") / "state")
    log = folder / "journal.db-wal"
    place = int(where * log.stat().st_size)
    if cuts or place < LOG_HEADER:
        note_head(folder / "journal.db", Head(len(was) - UNSURE, MORNING))
    if cuts:
        with log.open("r+b") as file:
            file.truncate(place)
    else:
        flip(log, place)
    try:
        journal = Store(folder).open()
    except JournalShort:
        mend(folder, MORNING + timedelta(hours=1))
        journal = Store(folder).open()
    else:
        assert journal.seq >= len(was) - UNSURE
    assert list(journal.records()) == was[: journal.seq]
    journal.close()
    Journal.open(folder / "journal.db").close()
