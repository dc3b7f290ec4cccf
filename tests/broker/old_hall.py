"""A hall with days behind it, that keeps only the last two in its journal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from broker.contracts import codec
from broker.contracts import commands as c
from broker.contracts.hall_check import parse
from broker.contracts.hall_file import HallFile
from broker.contracts.ids import ulid
from broker.contracts.replies import Reply
from broker.queuemaster.archive import Archive
from broker.queuemaster.archiving import archiving
from broker.queuemaster.history import History
from broker.queuemaster.journal import Journal
from broker.queuemaster.master import Incoming
from broker.queuemaster.store import Store
from tests.broker.desk import Desk
from tests.broker.halls import HALL_TOML

PLAN = parse(HALL_TOML + "\n[retention]\nkeep_days = 2\n")
KOVALENKO, MELNYK = "o-kovalenko", "i-melnyk"
VOTE = {"survey": "visit", "version": "1", "answers": {"grade": 4}, "comments": {"words": "пані Мурашко чудова"}}
MONDAY, TUESDAY = "2026-11-23", "2026-11-24"


class OldHall(Desk):
    """A hall with days behind it."""

    def __init__(self, folder: Path, plan: HallFile = PLAN) -> None:
        self.plan = plan
        super().__init__(folder)

    def again(self, plan: HallFile | None = None) -> None:
        super().again(plan or self.plan)

    def at_once(self, *wishes: tuple[type[c.Command], dict[str, Any]]) -> None:
        """Commands that come together; each is carried out. Four minutes go by."""
        sent = []
        for kind, fields in wishes:
            self.count += 1
            sent.append(Incoming("tester", codec.encode(kind(id=ulid(self.count, b"0" * 10), at=self.now, **fields))))
        for _, body in self.master.handle(sent, self.now).answers:
            assert codec.read(Reply, body).status == "done", body
        self.now += timedelta(minutes=4)

    def day(self, visitors: int = 3) -> None:
        """A day with all kinds of words in it, and the first moment of the next."""
        opens = [
            (c.OpenWindow, {"window": 1, "operator": KOVALENKO}),
            (c.OpenWindow, {"window": 3, "operator": MELNYK}),
        ]
        takes = [(c.TakeTicket, {"service": "registration"}) for _ in range(visitors)]
        self.at_once(*opens, *takes)
        if visitors:
            last = f"А00{visitors}"
            self.at_once(
                (c.SetPriority, {"ticket": last, "priority": "veteran", "evidence": "посвідчення Петренка 123456"}),
                (c.CallTicket, {"window": 3, "ticket": last, "why": "знайома Олени Шевченко"}),
            )
        for _ in range(visitors - 1):
            self.at_once((c.CallNext, {"window": 1, "staff": KOVALENKO}), (c.StartService, {"window": 1}))
            self.at_once((c.AnswerSurvey, {"window": 1, "run": f"run-{self.count}", **VOTE}))
            self.at_once((c.Finish, {"window": 1}))
        self.at_once((c.PauseWindow, {"window": 1, "why": "Олена захворіла"}))
        self.now = (self.now + timedelta(days=1)).replace(hour=8, minute=0)
        self.wait()
        self.published()

    def published(self) -> None:
        self.master.published = self.master.hall.seq

    def steps(self) -> Iterator[None]:
        """Archive the next day that is old enough, step by step; StopIteration's value: whether there was one."""
        path, retention = Store(self.folder).path, self.plan.retention
        today = self.master.hall.memory.day
        done = yield from archiving(path, Archive.beside(path), retention, today, self.master.published)
        if done is not None:
            self.master.archive(done)
            self.wait()
            self.published()
            yield
            while (
                self.master._forgetting.turn(today)
                or self.journal._db.execute("SELECT 1 FROM event WHERE seq <= ?", (self.journal.begins,)).fetchone()
            ):
                yield
        return done is not None

    def archive_all(self) -> None:
        done = True
        while done:
            steps = self.steps()
            while True:
                try:
                    next(steps)
                except StopIteration as end:
                    done = end.value
                    break

    def history(self) -> History:
        return History(self.archive, Journal.read_only(Store(self.folder).path))

    @property
    def archive(self) -> Archive:
        return Archive(self.folder / "archive")


def carried_on(folder: Path, from_: OldHall) -> OldHall:
    hall = OldHall(folder)
    hall.now, hall.count = from_.now, from_.count
    hall.wait()
    hall.published()
    return hall


def five_days(folder: Path) -> OldHall:
    """Monday to Friday; it is Saturday morning."""
    hall = OldHall(folder)
    for visitors in (3, 0, 5, 2, 4):
        hall.day(visitors)
    hall.journal.close()
    return hall


def bodies(hall: OldHall) -> list[bytes]:
    return [record.body for record in hall.journal.records()]
