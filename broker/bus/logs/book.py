"""Keeps the last lines of this process in memory: few, short, and by their shape without anybody's data."""

from __future__ import annotations

import logging
from collections import deque
from datetime import UTC, datetime, tzinfo

import msgspec
from msgspec.structs import replace

from broker.bus.logs.second_line import clean
from broker.bus.logs.shape import OURS, fault, frames, is_ours, told, where
from broker.contracts import codec
from broker.contracts.log_lines import LONGEST, MOST, SERIOUS, Level, LogLine

KEPT, KEPT_SERIOUS = 100, 200  # lines
_LEVELS: tuple[tuple[int, Level], ...] = (
    (logging.CRITICAL, "critical"),
    (logging.ERROR, "error"),
    (logging.WARNING, "warning"),
)


class Book(logging.Handler):
    """`lines()` gives warnings and worse first, the newest first. It keeps those apart, so that no chatter drives them out."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self._serious: deque[LogLine] = deque(maxlen=KEPT_SERIOUS)
        self._others: deque[LogLine] = deque(maxlen=KEPT)
        self.known: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        try:
            line = line_of(record, frozenset(self.known))
        except Exception:  # noqa: BLE001 - what cannot be told is not told; a log never harms what it tells of
            return
        lines = self._serious if line.level in SERIOUS else self._others
        last = lines[-1] if lines else None
        if last and replace(last, at=line.at, times=1) == line:
            lines[-1] = replace(line, times=last.times + 1)
        else:
            lines.append(line)

    def lines(self, zone: tzinfo, most: int = MOST) -> tuple[LogLine, ...]:
        """As many as `most` bytes hold."""
        self.acquire()
        try:
            found = [*reversed(self._serious), *reversed(self._others)]
        finally:
            self.release()
        taken: list[LogLine] = []
        for line in found:
            shown = replace(line, at=line.at.astimezone(zone))
            most -= len(codec.encode(shown)) + 1
            if most < 0:
                break
            taken.append(shown)
        return tuple(taken)


def line_of(record: logging.LogRecord, known: frozenset[str] = frozenset()) -> LogLine:
    """A record as it may leave the machine."""
    values = record.args if isinstance(record.args, tuple) else (record.args,)
    text = told(record.msg, values, known) if is_ours(record.name) else f"[{record.levelname.lower()}]"
    if record.exc_info and (error := record.exc_info[1]) is not None:
        text = " < ".join([f"{text} | {fault(error)}", *frames(error)])
    problem = getattr(record, "problem", "")
    line = LogLine(
        at=datetime.fromtimestamp(record.created, UTC),
        level=next((level for least, level in _LEVELS if record.levelno >= least), "info"),
        where=where(record.name, record.lineno),
        text=text[:LONGEST],
        problem=problem if isinstance(problem, str) else "",
    )
    return clean(msgspec.convert(msgspec.to_builtins(line), LogLine))


BOOK = Book()
"""A process has one log, however many roles it runs."""


def open_book(*known: str) -> Book:
    """The book of this process, from now on. `known`: names that may stand in its lines as they are."""
    root = logging.getLogger()
    if BOOK not in root.handlers:
        if not root.handlers and logging.lastResort is not None:
            root.addHandler(logging.lastResort)  # a first handler takes its place, and stderr would be silent
        root.addHandler(BOOK)
        for name in OURS:
            logging.getLogger(name).setLevel(min(logging.getLogger(name).getEffectiveLevel(), logging.INFO))
    BOOK.known.update(known)
    return BOOK
