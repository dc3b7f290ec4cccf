"""What the page of the backup shows, in words. Pure."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from msgspec import Struct

from broker.contracts.phrases import Phrases
from broker.contracts.standby import BackupStanding
from office.on_screens import THERE
from office.standing import Standing
from office.words import Words

PHRASES = Phrases.load(Path(__file__).parent / "phrases")
MASTER, STANDBY, WITNESS = "queue-master", "standby", "witness"
PAIR = ("no-standby", "standby-late", "no-witness", "standby-ahead", "authority-absent", "authority-sealed")
"""Problems of the pair, as the queue-master tells them."""


class Row(Struct, frozen=True):
    """`good` None: neither well nor ill."""

    what: str
    said: str
    good: bool | None = None


class Trouble(Struct, frozen=True):
    message: str
    remedy: str


class Backup(Struct, frozen=True):
    """`asked`: the queue-master has told how things stand. `has_word`: one was made."""

    rows: tuple[Row, ...]
    troubles: tuple[Trouble, ...]
    asked: bool
    has_word: bool
    word: str


def backup(standing: Standing, told: BackupStanding | None, words: Words, say: Words) -> Backup:
    """`told`: by the queue-master, None while it has not been heard."""
    since = told.word if told else None
    return Backup(
        rows=(_second(standing, told, words), _witness(standing, words), _copied(told, words)),
        troubles=_troubles(standing, say),
        asked=told is not None,
        has_word=since is not None,
        word="" if told is None else words("word.made", at=_moment(since, words)) if since else words("word.none"),
    )


def _second(standing: Standing, told: BackupStanding | None, words: Words) -> Row:
    found = [machine for machine in standing.machines.all if machine.role == STANDBY]
    there = [machine.id for machine in found if machine.state in THERE]
    if there:
        missing = {code for machine in standing.machines.all for code in machine.problems} & {*PAIR[:2]}
        name = ", ".join(there)
        if told is not None and not told.second:
            return Row(words("row.second"), words("second.waits", name=name))
        return Row(words("row.second"), words("second.late" if missing else "second.there", name=name), not missing)
    if found:
        return Row(words("row.second"), words("second.lost", name=", ".join(each.id for each in found)), good=False)
    return Row(words("row.second"), words("second.none"), good=False)


def _witness(standing: Standing, words: Words) -> Row:
    found = [machine for machine in standing.machines.all if machine.role == WITNESS]
    there = [machine.id for machine in found if machine.state in THERE]
    if there:
        return Row(words("row.witness"), words("witness.there", name=", ".join(there)), good=True)
    return Row(words("row.witness"), words("witness.none"), good=False if found else None)


def _copied(told: BackupStanding | None, words: Words) -> Row:
    at = told.copied if told else None
    said = words("copied.at", at=_moment(at, words)) if at else words("copied.none" if told else "copied.unknown")
    return Row(words("row.copied"), said)


def _troubles(standing: Standing, say: Words) -> tuple[Trouble, ...]:
    return tuple(
        Trouble(say.of(problem.message), say.of(problem.remedy))
        for machine in standing.machines.all
        for code, problem in sorted(machine.problems.items())
        if code in PAIR
    )


def _moment(at: datetime, words: Words) -> str:
    return f"{at.astimezone(words.zone):%d.%m.%Y %H:%M}"
