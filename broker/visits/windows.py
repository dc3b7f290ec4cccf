"""How the windows of one day spent their time, and who still waited when one of them closed. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from broker.visits.rows import Closing, Stretch

HOUR = timedelta(hours=1)


def milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


@dataclass(slots=True)
class _Window:
    """`since`: from when it is in `kind`; `serving`: from when it serves; `leaves`: a pause comes after this visitor."""

    operator: str | None
    lines: tuple[str, ...]
    kind: str
    since: datetime | None
    ticket: str | None = None
    serving: datetime | None = None
    pauses: bool = False
    last: datetime | None = None


class WindowTimes:
    """Told what happens at windows and in lines, in order."""

    def __init__(self, day: str, zone: tzinfo, left_open: Iterable[Any] = ()) -> None:
        self._day, self._zone = day, zone
        self._windows: dict[int, _Window] = {
            window: _Window(None, tuple(lines), "open", None) for window, lines in left_open
        }
        self._stretches: list[Stretch] = []
        self._waiting: dict[str, str] = {}  # ticket -> line
        self._closed: dict[int, tuple[datetime, str | None, frozenset[str]]] = {}

    @property
    def left_open(self) -> tuple[tuple[int, tuple[str, ...]], ...]:
        return tuple((n, w.lines) for n, w in sorted(self._windows.items()) if w.kind == "open")

    def operator(self, window: int) -> str | None:
        found = self._windows.get(window)
        return found.operator if found else None

    def waits(self, ticket: str, line: str) -> None:
        self._waiting[ticket] = line

    def waits_no_more(self, ticket: str) -> None:
        self._waiting.pop(ticket, None)

    def opens(self, window: int, operator: str | None, lines: tuple[str, ...], at: datetime) -> None:
        old = self._windows.get(window)
        if old is not None and old.kind == "open" and old.operator == operator and not old.pauses:
            old.lines = lines
            return
        fresh = _Window(operator, lines, "open", at, last=at)
        if old is not None:
            self._write(window, old, old.kind, old.since, at)
            if old.ticket:
                fresh.ticket, fresh.serving = old.ticket, old.serving
        self._windows[window] = fresh
        self._closed.pop(window, None)

    def takes(self, window: int, ticket: str, at: datetime | None) -> None:
        found = self._known(window)
        found.ticket, found.last = ticket, at

    def serves(self, window: int, at: datetime) -> None:
        found = self._known(window)
        found.serving = found.last = at

    def lets_go(self, window: int, ticket: str, at: datetime, *, pressed: bool = True) -> None:
        """The visitor leaves. `pressed` False: nobody said so, the day ended."""
        found = self._windows.get(window)
        if found is None or found.ticket != ticket:
            return
        if pressed:
            found.last = at
            if found.serving:
                self._write(window, found, "serving", found.serving, at)
        found.ticket = found.serving = None
        if found.pauses:
            self._rests(window, found, at)

    def pauses(self, window: int, at: datetime) -> None:
        found = self._known(window)
        if found.ticket is not None:
            found.pauses = True
        elif found.kind == "open":
            self._rests(window, found, at)

    def closes(self, window: int, at: datetime, *, forgotten: bool) -> None:
        found = self._windows.pop(window, None)
        if found is None:
            return
        end = (found.last or found.since or at) if forgotten else at
        self._write(window, found, found.kind, found.since, end)
        if not forgotten and found.kind == "open":
            self._note(window, found, at)

    def stretches(self, now: datetime | None) -> list[Stretch]:
        """All of the day; what goes on ends, for now, at `now`."""
        going = WindowTimes(self._day, self._zone)
        for window, found in self._windows.items() if now else ():
            assert now is not None
            going._write(window, found, found.kind, found.since, now)
            if found.serving:
                going._write(window, found, "serving", found.serving, now)
        return self._stretches + going._stretches

    def closings(self, served: set[str]) -> list[Closing]:
        return [
            Closing(
                day=self._day,
                window=window,
                operator=operator,
                at=milliseconds(at),
                waiting=len(waited),
                unserved=len(waited - served),
            )
            for window, (at, operator, waited) in sorted(self._closed.items())
            if waited
        ]

    def _known(self, window: int) -> _Window:
        return self._windows.setdefault(window, _Window(None, (), "open", None))

    def _rests(self, window: int, found: _Window, at: datetime) -> None:
        self._write(window, found, "open", found.since, at)
        self._note(window, found, at)
        found.kind, found.since, found.pauses = "paused", at, False

    def _note(self, window: int, found: _Window, at: datetime) -> None:
        waited = frozenset(ticket for ticket, line in self._waiting.items() if line in found.lines)
        self._closed[window] = (at, found.operator, waited)

    def _write(self, window: int, found: _Window, kind: Any, since: datetime | None, until: datetime) -> None:
        begin = since or datetime.combine(datetime.fromisoformat(self._day), datetime.min.time(), self._zone)
        for hour, start, end in _hours(begin, until, self._zone):
            self._stretches.append(
                Stretch(
                    day=self._day,
                    window=window,
                    operator=found.operator,
                    kind=kind,
                    hour=hour,
                    begin=milliseconds(start),
                    end=milliseconds(end),
                )
            )


def _hours(begin: datetime, end: datetime, zone: tzinfo) -> Iterator[tuple[int, datetime, datetime]]:
    """The parts of a span, each within one hour of the hall's clock. Counted in UTC: an hour may be there twice, or not."""
    at, until = begin.astimezone(UTC), end.astimezone(UTC)
    while at < until:
        local = at.astimezone(zone)
        into = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
        part = min(at + HOUR - into, until)
        yield local.hour, at, part
        at = part
