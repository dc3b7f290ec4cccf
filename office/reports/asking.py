"""What the office asks of the process that reckons reports, and what it answers. Lines of JSON."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from office.reports.question import Question
from office.reports.table import Stamp, Table


class Ask(Struct, frozen=True, kw_only=True, tag="ask"):
    """Some questions at once."""

    questions: tuple[Question, ...]


class Look(Struct, frozen=True, kw_only=True, tag="look"):
    """What a check finds (see `checks`), with its rows; and how many each of the others finds."""

    check: str
    since: str
    until: str
    shortest: int  # milliseconds


class Export(Struct, frozen=True, kw_only=True, tag="export"):
    """A report as a file: `kind` is xlsx, csv or pdf."""

    question: Question
    title: str
    kind: str
    language: str


Wish = Ask | Look | Export


class Answer(Struct, frozen=True, kw_only=True):
    """`days`: the first and the last that are known, and how many. `file`: an export. `rows`: of a check, the day and
    then its columns; `operators`: each with how many were found, and of how many; `found`: by check.
    """

    tables: tuple[Table, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()
    operators: tuple[tuple[str | None, int, int], ...] = ()
    found: dict[str, int] = {}
    file: bytes = b""
    stamp: Stamp = Stamp()
    first: str = ""
    last: str = ""
    days: int = 0
    error: str = ""
