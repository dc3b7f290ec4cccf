"""How far to trust the plays: what was told beside what came, and the range corrected by it (conformal prediction).

A play knows neither a tired operator nor a hall file that is wrong. So each played wait is kept until the call comes,
and its error is counted, in units of the range that the plays gave. The quantiles of these errors on past days say
how wide the range must be today (split conformal: Vovk, Gammerman, Shafer 2005; by groups: Mondrian; faded from day to
day, so that it follows a hall that changes: Barber et al. 2023).
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Literal, NamedTuple

from msgspec import Struct

from broker.contracts.events import Foreseen

FADE = 0.9  # what is left of a day's errors a day later
LOW, HIGH = 0.09, 0.91  # the ends of the range: a hundredth more than promised, for days unlike those before
_GRAIN = 16.0  # errors are counted to a sixteenth of the way to the range's end
_FARTHEST = 8.0
_BINS = (60.0, 300.0, 900.0, 2400.0)  # seconds of the played wait; short waits err in other ways than long ones
_PRIOR = 40.0  # as many cases are believed beforehand, in which the plays were right but for a little
_PRIOR_SCALE = 1.1
_LENT = 60.0  # as many cases at most are taken from other groups

Kind = Literal["ordinary", "priority", "booked"]


class Correction(NamedTuple):
    """Where the range begins, lies and ends, in units of the played ways to its ends; −1, 0, 1: as it was played."""

    low: float
    middle: float
    high: float


class Experience(Struct, kw_only=True, omit_defaults=True):
    """Errors of past days and of today, by group and grain: how many, faded."""

    past: dict[str, dict[int, float]] = {}
    today: dict[str, dict[int, float]] = {}

    def came_true(self, foreseen: Foreseen, wait: float, kind: Kind = "ordinary") -> None:
        """Somebody of `kind`, of whom `foreseen` was said, was called after `wait` seconds."""
        way = wait - foreseen.likely
        error = way / (foreseen.after if way > 0 else foreseen.before)
        grain = round(min(max(error, -_FARTHEST), _FARTHEST) * _GRAIN)
        errors = self.today.setdefault(group(foreseen.likely, kind), {})
        errors[grain] = errors.get(grain, 0.0) + 1.0

    def day_closed(self) -> None:
        for errors in self.past.values():
            for grain in list(errors):
                errors[grain] *= FADE
                if errors[grain] < 0.01:  # noqa: PLR2004 - forgotten
                    del errors[grain]
        for name, errors in self.today.items():
            kept = self.past.setdefault(name, {})
            for grain, count in errors.items():
                kept[grain] = kept.get(grain, 0.0) + count
        self.today.clear()

    def correction(self, likely: float, kind: Kind = "ordinary") -> Correction:
        """How to correct a played wait of `likely` seconds of somebody of `kind`."""
        own = self.past.get(group(likely, kind), {})
        errors = dict(_BELIEVED)
        for others in self.past.values():
            total = sum(others.values())
            share = min(1.0, _LENT / total / len(self.past)) if others is not own and total else 1.0
            for grain, count in others.items():
                errors[grain] = errors.get(grain, 0.0) + count * share
        return _quantiles(errors)


def group(likely: float, kind: Kind) -> str:
    """Whose errors are alike."""
    return f"{kind}-{bisect_right(_BINS, likely)}"


def kind_of(priority: str | None, *, booked: bool) -> Kind:
    """Plays of those who booked err in another way: they are called when they come, or when their time has come."""
    return "booked" if booked else "priority" if priority is not None else "ordinary"


def _quantiles(errors: dict[int, float]) -> Correction:
    total = sum(errors.values())
    found: list[float] = []
    below = 0.0
    wanted = [LOW, HIGH]
    for grain in sorted(errors):
        count = errors[grain]
        while wanted and below + count >= wanted[0] * total:
            inside = (wanted.pop(0) * total - below) / count - 0.5
            found.append((grain + inside) / _GRAIN)
        below += count
    low, high = found
    mean = sum(grain * count for grain, count in errors.items()) / total / _GRAIN
    return Correction(low, min(max(mean, low), high), high)


def corrected(foreseen: Foreseen, by: float) -> float:
    """The wait that lies `by` ways to the range's end from the likely one; never below 0."""
    return max(foreseen.likely + by * (foreseen.after if by > 0 else foreseen.before), 0.0)


# A normal distribution whose tenths are the played ends, stretched a little.
_Z = (-1.91, -1.38, -1.09, -0.86, -0.67, -0.51, -0.36, -0.21, -0.07)
_BELIEVED = {
    round(z * sign / 1.2816 * _PRIOR_SCALE * _GRAIN): _PRIOR / (2 * len(_Z)) for z in _Z for sign in (1.0, -1.0)
}
