"""What the page of a log says, and its text file for support. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, tzinfo
from pathlib import Path

from msgspec import Struct

from broker.contracts.log_lines import SERIOUS, LogLine
from broker.contracts.phrases import Phrases
from office.appliances import Machine
from office.words import Words

PHRASES = Phrases.load(Path(__file__).parent / "phrases")
_CONTENT = "content-"  # a code for each bundle; the catalogue has one row for them all


class Row(Struct, frozen=True):
    """`anchor`: where the list of problems explains `problem`."""

    at: str
    moment: datetime
    level: str
    label: str
    text: str
    where: str
    times: int
    problem: str
    anchor: str


class Log(Struct, frozen=True):
    """`serious`: warnings and worse; both the newest first. `note`: why there is not more, or not newer."""

    appliance: str
    name: str
    place: str
    note: str
    serious: tuple[Row, ...]
    others: tuple[Row, ...]


class Explained(Struct, frozen=True):
    """A code of the catalogue of problems."""

    code: str
    anchor: str
    message: str
    remedy: str


def anchor(code: str, known: Iterable[str]) -> str:
    """«content-slides» is explained where `content-<name>` is."""
    rows = {*known}
    row = code if code in rows or not code.startswith(_CONTENT) else f"{_CONTENT}<name>"
    return row.replace("<", "").replace(">", "") if row in rows else ""


def log_page(
    machine: Machine, lines: tuple[LogLine, ...], known: Iterable[str], words: Words, say: Words, *, fresh: bool
) -> Log:
    codes = tuple(known)
    rows = [_row(line, codes, words) for line in lines]
    place = machine.about.place if machine.about and machine.about.place else ""
    note = "" if fresh and lines else words("note.empty" if fresh else "note.old" if lines else "note.silent")
    return Log(
        appliance=machine.id,
        name=say.named("role", machine.role) or machine.id,
        place=place,
        note=note,
        serious=tuple(row for row in rows if row.level in SERIOUS),
        others=tuple(row for row in rows if row.level not in SERIOUS),
    )


def text_file(machine: Machine, lines: tuple[LogLine, ...], now: datetime) -> str:
    """For support: English, the oldest last, as on the page."""
    return "\n".join([*_head(machine, now), "", *(_line(line, now.tzinfo) for line in lines), ""])


def explained(found: Mapping[str, tuple[Mapping[str, str], Mapping[str, str]]], words: Words) -> tuple[Explained, ...]:
    """All problems by code. `found`: message and remedy of each."""
    return tuple(
        Explained(code, anchor(code, found), words.of(dict(message)), words.of(dict(remedy)))
        for code, (message, remedy) in sorted(found.items())
    )


def _row(line: LogLine, known: tuple[str, ...], words: Words) -> Row:
    moment = line.at.astimezone(words.zone)
    return Row(
        at=f"{moment:%d.%m %H:%M:%S}",
        moment=moment,
        level=line.level,
        label=words(f"level.{line.level}"),
        text=line.text,
        where=line.where,
        times=line.times,
        problem=line.problem,
        anchor=anchor(line.problem, known) if line.problem else "",
    )


def _head(machine: Machine, now: datetime) -> Iterator[str]:
    status = machine.status
    yield f"appliance {machine.id}"
    yield f"role      {machine.role}"
    yield f"state     {machine.state}"
    yield f"version   {status.version if status else '?'}"
    yield f"taken     {now.isoformat(timespec='seconds')}"
    yield f"problems  {', '.join(sorted(machine.problems)) or 'none'}"


def _line(line: LogLine, zone: tzinfo | None) -> str:
    code = f" [{line.problem}]" if line.problem else ""
    times = f" (x{line.times})" if line.times > 1 else ""
    at = line.at.astimezone(zone).isoformat(timespec="milliseconds")
    return f"{at} {line.level.upper():8} {line.where}: {line.text}{code}{times}"
