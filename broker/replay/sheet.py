"""A CSV file with a header, read line by line, so that a broken line does not hide the next one's mistakes."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import TypeVar

from broker.contracts.hall_shape import nearest
from broker.contracts.mistakes.wrong import NotSo, Said, Told, wrong
from broker.replay.plan import DAY, TimeOfDay

_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?")
Value = TypeVar("Value")


class Sheet:
    """The rows of one file, and all that is wrong in it. `name` stands before each mistake."""

    def __init__(self, name: str, body: bytes, required: Sequence[str], optional: Sequence[str] = ()) -> None:
        self.name = name
        self.mistakes: list[Told] = []
        self.line = 0
        self._columns = (*required, *optional)
        self._lines = body.removeprefix(b"\xef\xbb\xbf").splitlines()
        self._header = self._read_header(required)

    def rows(self) -> Iterator[dict[str, str]]:
        """Each row by column; "" for an optional column that is not there. `line` is where we are."""
        if not self._header:
            return
        for line in range(self.line + 1, len(self._lines) + 1):
            self.line = line
            values = self._values()
            if values is None:
                continue
            if len(values) != len(self._header):
                self.wrong(wrong("csv.values", values=len(values), columns=len(self._header)))
                continue
            yield dict.fromkeys(self._columns, "") | dict(zip(self._header, values, strict=True))

    def wrong(self, what: Said) -> None:
        """Something is wrong in the line where we are."""
        self.mistakes.append(Told(f"{self.name}:{self.line}: ", what))

    def take(self, read: Callable[[str], Value], text: str) -> Value | None:
        """`read(text)`, or None and a mistake when it raises NotSo."""
        try:
            return read(text)
        except NotSo as error:
            self.wrong(error.what)
            return None

    def _values(self) -> list[str] | None:
        """The values of the line where we are; None when it is empty or cannot be read."""
        try:
            text = self._lines[self.line - 1].decode()
        except UnicodeDecodeError:
            self.wrong(wrong("file.not-utf8"))
            return None
        if not text.strip():
            return None
        try:
            return [value.strip() for value in next(csv.reader([text], strict=True))]
        except csv.Error as error:
            self.wrong(wrong("csv.broken", what=_why(str(error))))
            return None

    def _read_header(self, required: Sequence[str]) -> list[str]:
        example = ",".join(self._columns)
        names: list[str] = []
        for line in range(1, len(self._lines) + 1):
            self.line = line
            found = self._values()
            if found is not None:
                names = found
                break
        self.line = max(self.line, 1)
        if not set(names) & set(self._columns):
            semicolons = names and ";" in names[0]
            self.wrong(
                wrong("csv.semicolons", example=example) if semicolons else wrong("csv.no-header", example=example)
            )
            return []
        for name in dict.fromkeys(names):
            if name not in self._columns:
                self.wrong(wrong("csv.unknown", name=name, near=nearest(name, self._columns)))
            elif names.count(name) > 1:
                self.wrong(wrong("csv.twice", name=name))
        missing = [name for name in required if name not in names]
        if missing:
            self.wrong(wrong("csv.lacks", missing=", ".join(missing), example=example))
        return [] if missing else names


def _why(error: str) -> Said:
    """What Python says of a line, in words that we have."""
    if error == "unexpected end of data":
        return wrong("csv.open-quote")
    return wrong("csv.after-quote") if "expected after" in error else error


def time_of_day(text: str, what: str, last: timedelta = DAY - timedelta.resolution) -> TimeOfDay:
    """ "08:00:12", "08:00" or "08:00:12.5" as time since midnight. NotSo, naming `what`, when it is none."""
    found = _TIME.fullmatch(text)
    if found:
        hours, minutes, seconds = (int(part or 0) for part in found.groups()[:3])
        micro = int((found[4] or "").ljust(6, "0"))
        moment = timedelta(hours=hours, minutes=minutes, seconds=seconds, microseconds=micro)
        if minutes < 60 and seconds < 60 and moment <= last:  # noqa: PLR2004 - a clock's face
            return moment
    raise NotSo(wrong("day.time", what=what, text=text))
