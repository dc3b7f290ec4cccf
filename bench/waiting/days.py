"""Days of a profile from a seed: who comes when and for what, how long it takes, who works when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from bench.waiting.hall_files import PRIORITIES
from bench.waiting.profiles import (
    BOOKED_PASSPORTS,
    BURST_MINUTES,
    DAY_FACTOR,
    KINDS,
    PRIORITY_SHARE,
    SLOT_MINUTES,
    Profile,
)
from broker.replay.plan import Shift, TimeOfDay, Visitor

LATE_BOOKED = 0.1  # of those with a booking come after their time
PACE_SPREAD = 0.12  # σ of the log of a window's pace: operators differ
_KINDS = {kind.id: kind for kind in KINDS}
_SHORTEST = 0.2  # minutes
_HALF_DAY, _WHOLE_DAY = 5 * 60.0, 7.5 * 60.0  # minutes of a shift


def visitors(profile: Profile, load: float, chance: Generator, variation: float = 0.0) -> tuple[Visitor, ...]:
    """A day of `load` times the normal visitors, in order of arrival.

    `variation`: services vary at least so much (coefficient of variation): a desk of an international bank
    measured 1.2, more than a hall file would say.
    """
    today = load * chance.uniform(1 - DAY_FACTOR, 1 + DAY_FACTOR)
    arrivals = _arrivals(profile, today, chance)
    services = chance.choice(list(profile.shares), size=len(arrivals), p=_normal(profile.shares.values()))
    come = [
        _visitor(float(at), str(service), profile, chance, variation)
        for at, service in zip(arrivals, services, strict=True)
    ]
    return tuple(sorted(come, key=lambda each: each.arrival))


def _arrivals(profile: Profile, today: float, chance: Generator) -> NDArray[np.float64]:
    """Minutes since midnight: as many in each hour as the profile says, some of them at the door when it opens."""
    opens = profile.opens * 60.0
    parts = [opens + chance.uniform(0, BURST_MINUTES, chance.poisson(profile.burst * today))]
    for hour, normal in enumerate(profile.by_hour):
        usual = normal - profile.burst if hour == 0 else normal
        parts.append(opens + 60 * (hour + chance.random(chance.poisson(max(usual, 0) * today))))
    return np.sort(np.concatenate(parts))


def _visitor(at: float, service: str, profile: Profile, chance: Generator, variation: float) -> Visitor:
    kind = _KINDS[service]
    spread2 = np.log(1 + max(kind.spread, variation) ** 2)
    minutes = max(_SHORTEST, kind.minutes * chance.lognormal(-spread2 / 2, spread2**0.5))
    priority = str(chance.choice(PRIORITIES)) if chance.random() < PRIORITY_SHARE else None
    booked = None
    if service == "passport" and chance.random() < BOOKED_PASSPORTS and at < (profile.closes - 1) * 60:
        late = chance.random() < LATE_BOOKED
        booked = _clock((np.floor(at / SLOT_MINUTES) if late else np.ceil(at / SLOT_MINUTES)) * SLOT_MINUTES)
    return Visitor(
        arrival=_clock(at),
        service=service,
        minutes=round(float(minutes), 2),
        priority=priority,
        booked=booked,
        no_show=bool(chance.random() < profile.no_shows),
    )


def shifts(profile: Profile) -> tuple[Shift, ...]:
    """Who works when: a longer break in the middle of a shift and a short one in each half, fewer in half a day.

    Windows of one desk go one after another; the hall file knows nothing of this.
    """
    return tuple(_of_all(profile))


def all_day(profile: Profile) -> tuple[Shift, ...]:
    """All windows from the opening to the end, without a break."""
    opens, closes = _clock(profile.opens * 60.0), _clock(profile.closes * 60.0)
    return tuple(Shift(window=number, start=opens, end=closes) for number in range(1, profile.windows + 1))


def _of_all(profile: Profile) -> Iterator[Shift]:
    number = 0
    for desk in profile.desks:
        for place in range(desk.count):
            number += 1
            yield from _of_window(number, place, desk.start * 60.0, desk.end * 60.0)


def _of_window(number: int, place: int, start: float, end: float) -> Iterator[Shift]:
    middle = (start + end) / 2
    turn = (number % 4) * 20.0 + place % 2 * 10.0
    short, long = (start + 90 + turn / 2, 10.0), (middle - 45 + turn, 40.0)
    if end - start < _HALF_DAY:
        breaks: tuple[tuple[float, float], ...] = ((middle - 20 + turn / 2, 10.0),)
    elif end - start < _WHOLE_DAY:
        breaks = (short, long)
    else:
        breaks = (short, long, (end - 150 + turn / 2, 10.0))
    begun = start
    for at, minutes in breaks:
        yield Shift(window=number, start=_clock(begun), end=_clock(at))
        begun = at + minutes
    yield Shift(window=number, start=_clock(begun), end=_clock(end))


def paces(profile: Profile, chance: Generator) -> dict[int, float]:
    """How much longer than the mean each window takes for the same work; its operator's, every day alike."""
    return {
        window: float(chance.lognormal(-(PACE_SPREAD**2) / 2, PACE_SPREAD)) for window in range(1, profile.windows + 1)
    }


def day_file(day: Iterable[Visitor]) -> str:
    """The day as `cherha replay` reads it."""
    rows = ["arrival,service,minutes,priority,booked,no_show,needs"]
    rows += [
        f"{_text(v.arrival)},{v.service},{v.minutes:g},{v.priority or ''},"
        f"{_text(v.booked) if v.booked is not None else ''},{int(v.no_show)},{' '.join(v.needs)}"
        for v in day
    ]
    return "\n".join(rows) + "\n"


def staff_file(working: Iterable[Shift]) -> str:
    """The shifts as `cherha replay --windows` reads them."""
    rows = ["window,from,to", *(f"{s.window},{_text(s.start)},{_text(s.end)}" for s in working)]
    return "\n".join(rows) + "\n"


def _clock(minutes: float) -> TimeOfDay:
    return timedelta(seconds=round(minutes * 60))


def _text(moment: TimeOfDay) -> str:
    seconds = int(moment.total_seconds())
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _normal(shares: Iterable[float]) -> list[float]:
    values = list(shares)
    return [value / sum(values) for value in values]
