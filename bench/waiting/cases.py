"""What every visitor of a replayed day was told, what came of it, and what the books would have told at that moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from bench.waiting import classical
from bench.waiting.classical import Array
from broker.contracts.hall_file import HallFile
from broker.replay.outcome import DayResult, Told
from broker.replay.plan import Shift

MINUTE = timedelta(minutes=1)
PLAYED = "Cherha"
PLAIN = "people ahead × mean ÷ windows"
USUAL = "the hour's mean"
GUESSES = (PLAYED, PLAIN, "QL", "QLm", "LES", "HOL", "RCS", "average of 5", USUAL)
CLASSES = ("ordinary", "priority", "booked")


class Cases(Struct, frozen=True):
    """One row a visitor who got a ticket, an estimate and a call. Minutes since the visitor came.

    `day`: which of the days; `hour`: of the clock, at arrival; `kind`: place in CLASSES; `guesses`: by name of GUESSES.
    """

    day: NDArray[np.intp]
    hour: NDArray[np.intp]
    kind: NDArray[np.intp]
    line: NDArray[np.str_]
    wait: Array
    earliest: Array
    latest: Array
    guesses: dict[str, Array]

    def only(self, chosen: NDArray[np.bool_]) -> Cases:
        return Cases(
            self.day[chosen],
            self.hour[chosen],
            self.kind[chosen],
            self.line[chosen],
            self.wait[chosen],
            self.earliest[chosen],
            self.latest[chosen],
            {name: guess[chosen] for name, guess in self.guesses.items()},
        )


def together(parts: Sequence[Cases]) -> Cases:
    """The cases of several days, each a day of its own."""
    return Cases(
        np.concatenate([np.full(len(part.wait), day) for day, part in enumerate(parts)]),
        np.concatenate([part.hour for part in parts]),
        np.concatenate([part.kind for part in parts]),
        np.concatenate([part.line for part in parts]),
        np.concatenate([part.wait for part in parts]),
        np.concatenate([part.earliest for part in parts]),
        np.concatenate([part.latest for part in parts]),
        {name: np.concatenate([part.guesses[name] for part in parts]) for name in GUESSES},
    )


def of_day(plan: HallFile, result: DayResult, shifts: Sequence[Shift], usual: Mapping[int, float]) -> Cases:
    """The cases of one day. `usual`: the mean wait by hour on earlier days, minutes."""
    parts = []
    by_line: dict[str, list[Told]] = {}
    for told in result.tickets:
        if told.number is not None:
            by_line.setdefault(plan.services[told.service].line, []).append(told)
    busy = _Busy(plan, result.tickets, shifts)
    for line, tickets in by_line.items():
        parts.append(_of_line(plan, line, tickets, busy, usual))
    return together(parts)


def _of_line(plan: HallFile, line: str, tickets: list[Told], busy: _Busy, usual: Mapping[int, float]) -> Cases:
    came = np.array([told.arrival.timestamp() for told in tickets])
    called = np.array([told.called.timestamp() if told.called else np.inf for told in tickets])
    done = np.array([_done(plan, told) for told in tickets])
    mean = np.full(len(tickets), plan.lines[line].minutes * 60)
    windows, free = busy.serving(line, came)
    ahead = np.array([float(told.ahead or 0) for told in tickets])
    seen = classical.Seen(came, called, done)
    plain = classical.plain(ahead, mean, windows)
    by_length = classical.queue_length(ahead, mean, windows)
    history = {
        "QL": by_length,
        "QLm": classical.queue_length_measured(ahead, seen.rate(came, mean), by_length),
        "LES": seen.last_called(came),
        "HOL": seen.head_of_line(came),
        "RCS": seen.last_arrival_done(came),
        "average of 5": seen.average(came),
    }
    at_once = free & (ahead == 0)  # who finds a free window need not be told a wait by anybody
    guesses = {PLAIN: plain, **{name: np.where(at_once, 0.0, guess) for name, guess in history.items()}}
    likely, earliest, latest = (_since(tickets, end) for end in ("likely", "earliest", "latest"))
    kept = np.isfinite(called) & np.isfinite(likely) & (windows > 0)
    whole = Cases(
        np.zeros(len(tickets), dtype=np.intp),
        np.array([told.arrival.hour for told in tickets]),
        np.array([_kind(told) for told in tickets]),
        np.full(len(tickets), line),
        np.where(kept, called - came, 0.0) / 60,
        earliest,
        latest,
        {
            PLAYED: likely,
            **{name: guess / 60 for name, guess in guesses.items()},
            USUAL: np.array([usual.get(told.arrival.hour, 0.0) for told in tickets]),
        },
    )
    return whole.only(kept)


class _Busy:
    """Which windows work, and which of them are free, at any moment of the day."""

    def __init__(self, plan: HallFile, tickets: Sequence[Told], shifts: Sequence[Shift]) -> None:
        self._serves = {window.id: plan.served_by(window) for window in plan.window}
        self._shifts = shifts
        self._midnight = tickets[0].arrival.replace(hour=0, minute=0, second=0, microsecond=0) if tickets else None
        self._visits: dict[int, list[tuple[float, float]]] = {}
        for told in tickets:
            if told.called and told.window is not None:
                self._visits.setdefault(told.window, []).append((told.called.timestamp(), _done(plan, told)))

    def serving(self, line: str, moments: Array) -> tuple[Array, NDArray[np.bool_]]:
        """How many windows work that serve `line`, and whether one of them is free, just before each moment."""
        count = np.zeros(len(moments))
        free = np.zeros(len(moments), dtype=np.bool_)
        if self._midnight is None:
            return count, free
        working: dict[int, NDArray[np.bool_]] = {}
        for shift in self._shifts:
            if line in self._serves.get(shift.window, ()):
                begin, end = (self._midnight + at for at in (shift.start, shift.end))
                there = (moments >= begin.timestamp()) & (moments < end.timestamp())
                working[shift.window] = working.get(shift.window, np.zeros(len(moments), dtype=np.bool_)) | there
        for window, there in working.items():
            count += there
            taken = np.zeros(len(moments), dtype=np.bool_)
            for called, done in self._visits.get(window, ()):
                taken |= (moments > called) & (moments <= done)
            free |= there & ~taken
        return count, free


def _done(plan: HallFile, told: Told) -> float:
    """When the window was free again; a no-show holds it until the hall gives up."""
    if told.finished is not None:
        return told.finished.timestamp()
    if told.called is None:
        return np.inf
    return told.called.timestamp() + plan.policy.no_show_after.total_seconds()


def _kind(told: Told) -> int:
    return CLASSES.index("booked" if told.booked is not None else "priority" if told.priority else "ordinary")


def _since(tickets: Sequence[Told], end: str) -> Array:
    """Minutes from arrival to one end of the estimate, or to its middle; nan without an estimate."""
    moments: list[datetime | None] = [getattr(told.estimate, end) if told.estimate else None for told in tickets]
    pairs = zip(moments, tickets, strict=True)
    return np.array([(at - told.arrival) / MINUTE if at is not None else np.nan for at, told in pairs])
