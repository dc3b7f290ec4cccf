"""Made-up days with the proportions of a real hall, as rows: for pictures, benches and tests. The same seed, the same days."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

from broker.contracts.hall_file import HallFile
from broker.visits.rows import VERSION, Closing, Day, Leg, Stretch
from broker.visits.tables import Writer

OPENS, CLOSES = 8, 18
_BUSY = (0.9, 1.7, 1.9, 1.5, 1.0, 0.8, 1.1, 1.0, 0.7, 0.4)  # arrivals by hour, as parts of the mean
_NAMES = ("o-kovalenko", "i-melnyk", "t-shevchuk", "a-bondar", "n-lysenko", "v-tkach", "s-moroz", "d-hrytsenko")
_MS = 1000


class SampleHall:
    """`visitors` a day, more on Mondays, served by the windows of `hall`."""

    def __init__(self, hall: HallFile, visitors: int, seed: int = 1, windows: int = 0) -> None:
        self._hall, self._visitors, self._seed = hall, visitors, seed
        self._windows = [window.id for window in hall.window][: windows or None]
        lines = [hall.served_by(hall.windows[window]) for window in self._windows]
        self._serving = {
            line.id: [place for place, served in enumerate(lines) if line.id in served] for line in hall.line
        }
        self._count = 0

    def write(self, folder: Path, first: date, days: int, now: datetime | None = None) -> None:
        """The tables of these days but Sundays; of the day of `now` only what has happened."""
        writer = Writer(folder)
        last = 0
        for place in range(days):
            day = first + timedelta(days=place)
            if day.isoweekday() == 7:  # noqa: PLR2004 - Sunday
                continue
            legs, stretches, closings = self.day(day)
            today = now is not None and now.date() == day
            if today and now is not None:
                legs, stretches = _until(legs, stretches, int(now.timestamp() * _MS))
            begin, last = last + 1, last + 8 * len(legs) + 1
            note = Day(
                version=VERSION,
                day=day.isoformat(),
                first=begin,
                last=last,
                root=f"{hash_of(day):064x}",
                over=not today,
                names=True,
                legs=len(legs),
            )
            writer.write(note, {"leg": legs, "stretch": stretches, "closing": closings})

    def day(self, day: date) -> tuple[list[Leg], list[Stretch], list[Closing]]:
        chance = Random(f"{self._seed} {day}")  # noqa: S311 - a sample
        zone = self._hall.timezone
        opens = int(datetime.combine(day, time(OPENS), zone).timestamp() * _MS)
        closes = int(datetime.combine(day, time(CLOSES), zone).timestamp() * _MS)
        services = self._hall.service
        weights = [1 / (1 + place % 9) for place in range(len(services))]
        free = [opens] * len(self._windows)
        legs: list[Leg] = []
        stretches: list[Stretch] = []
        numbers: dict[str, int] = {}
        for at in _arrivals(chance, opens, self._visitors * (1.25 if day.isoweekday() == 1 else 1.0)):
            service = chance.choices(services, weights)[0]
            line = self._hall.lines[service.line]
            numbers[line.letter] = numbers.get(line.letter, 0) + 1
            self._count += 1
            leg = Leg(
                day=day.isoformat(),
                ticket=f"sample-{self._count}",
                number=f"{line.letter}{numbers[line.letter]:03}",
                place=0,
                began="issued",
                service=service.id,
                line=service.line,
                hour=OPENS + (at - opens) // 3_600_000,
                arrived=at,
                joined=at,
                source="reception-1" if chance.random() < 0.1 else "dispenser-1",  # noqa: PLR2004
                language="en" if chance.random() < 0.03 else "uk",  # noqa: PLR2004
                booked=chance.random() < 0.2,  # noqa: PLR2004
                priority="veteran" if chance.random() < 0.07 else None,  # noqa: PLR2004
            )
            legs.append(leg)
            self._serve(chance, leg, free, (service.minutes or line.minutes), closes)
            if leg.started and leg.finished:
                stretches += _cut(leg, "serving", (leg.started, leg.finished), zone)
        for place, window in enumerate(self._windows):
            begin, end = opens, closes - (_MS * 60 * 25 if place == 3 else 0)  # noqa: PLR2004 - one goes early
            row = legs[0] if legs else None
            if row is not None:
                stretches += _cut(row, "open", (begin, end), zone, window=window, operator=self._operator(place))
        closings = []
        if len(self._windows) > 3 and chance.random() < 0.3:  # noqa: PLR2004
            closings.append(
                Closing(
                    day=day.isoformat(),
                    window=self._windows[3],
                    operator=self._operator(3),
                    at=closes - _MS * 60 * 25,
                    waiting=chance.randint(1, 5),
                    unserved=chance.randint(0, 1),
                )
            )
        return legs, stretches, closings

    def _operator(self, place: int) -> str:
        return f"{_NAMES[place % len(_NAMES)]}{place // len(_NAMES) or ''}"

    def _serve(self, chance: Random, leg: Leg, free: list[int], minutes: float, closes: int) -> None:
        serving = self._serving[leg.line] or range(len(free))
        place = min(serving, key=lambda one: (max(free[one], leg.arrived), one))
        called = max(free[place], leg.arrived) + 4 * _MS
        likely = called + int(chance.gauss(0, 150) * _MS)
        leg.earliest, leg.likely, leg.latest = likely - 240 * _MS, likely, likely + 240 * _MS
        leg.confidence = 0.8
        if called > closes:
            leg.outcome = "unserved"
            return
        leg.called, leg.reason = called, "priority" if leg.priority else "oldest"
        leg.window, leg.operator, leg.zone = self._windows[place], self._operator(place), self._hall.window[place].zone
        leg.checked = leg.priority is not None and chance.random() < 0.85  # noqa: PLR2004
        if chance.random() < 0.02 and place % 5 == 2:  # noqa: PLR2004
            leg.reason, leg.passed = "operator", chance.randint(1, 6)
        if chance.random() < 0.06:  # noqa: PLR2004
            leg.outcome, leg.recalls = "no-show", 2
            free[place] = called + 120 * _MS
            return
        leg.started = called + int(20 + 30 * chance.random()) * _MS
        pace = 0.85 + 0.06 * (place % 6)
        lasts = minutes * pace * chance.lognormvariate(-0.12, 0.5) * 60
        if place % 7 == 5 and chance.random() < 0.05:  # noqa: PLR2004
            lasts = 12 + 20 * chance.random()
        leg.finished = leg.started + int(lasts * _MS)
        leg.outcome = "transferred" if chance.random() < 0.03 else "served"  # noqa: PLR2004
        if chance.random() < 0.22:  # noqa: PLR2004
            leg.asked = leg.answered = True
            good = 0.9 - 0.03 * (place % 6) - min(0.2, (called - leg.joined) / 12_000_000)
            leg.grade = chance.choices((4, 3, 2, 1), (good * 0.7, good * 0.3, (1 - good) * 0.7, (1 - good) * 0.3))[0]
        free[place] = leg.finished + 15 * _MS


def hash_of(day: date) -> int:
    """A root that only looks like one: nothing was chained."""
    return int(math.sin(day.toordinal()) ** 2 * 2**255)


def _arrivals(chance: Random, opens: int, visitors: float) -> list[int]:
    found = []
    for hour, busy in enumerate(_BUSY):
        count = max(0, round(chance.gauss(visitors / len(_BUSY) * busy / 1.1, math.sqrt(visitors / len(_BUSY)))))
        found += [opens + int((hour + chance.random()) * 3_600_000) for _ in range(count)]
    return sorted(found)


def _cut(
    leg: Leg, kind: Any, span: tuple[int, int], zone: Any, *, window: int | None = None, operator: str | None = None
) -> Iterator[Stretch]:
    begin, end = span
    while begin < end:
        part = min(end, (begin // 3_600_000 + 1) * 3_600_000)
        yield Stretch(
            day=leg.day,
            window=window or leg.window or 0,
            operator=operator or leg.operator,
            kind=kind,
            hour=datetime.fromtimestamp(begin / _MS, UTC).astimezone(zone).hour,
            begin=begin,
            end=part,
        )
        begin = part


def _until(legs: list[Leg], stretches: Sequence[Stretch], now: int) -> tuple[list[Leg], list[Stretch]]:
    kept = [leg for leg in legs if leg.arrived <= now]
    for leg in kept:
        if leg.finished is not None and leg.finished > now:
            leg.finished, leg.outcome, leg.grade, leg.answered = None, "serving", None, False
        if leg.started is not None and leg.started > now:
            leg.started, leg.outcome = None, "called"
        if leg.called is None or leg.called > now:
            leg.called = leg.window = leg.operator = leg.reason = None
            leg.outcome = "waiting"
    went = [stretch for stretch in stretches if stretch.begin < now]
    for stretch in went:
        stretch.end = min(stretch.end, now)
    return kept, went
