"""What the office asks of the process that reckons reports, and what it answers. Lines of JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from office.reports.question import Question
from office.reports.table import Stamp, Table


class Ask(Struct, frozen=True, kw_only=True, tag="ask"):
    """Some questions at once."""

    questions: tuple[Question, ...]


class Rows(Struct, frozen=True, kw_only=True, tag="rows"):
    """The rows of a check (see `checks`)."""

    check: str
    since: str
    until: str


class Export(Struct, frozen=True, kw_only=True, tag="export"):
    """A report as a file: `kind` is xlsx, csv or pdf."""

    question: Question
    title: str
    kind: str
    language: str


Wish = Ask | Rows | Export


class Answer(Struct, frozen=True, kw_only=True):
    """`days`: the first and the last that are known, and how many. `file`: an export. `rows`: of a check, by column."""

    tables: tuple[Table, ...] = ()
    rows: tuple[Mapping[str, Any], ...] = ()
    file: bytes = b""
    stamp: Stamp = Stamp()
    first: str = ""
    last: str = ""
    days: int = 0
    error: str = ""
