"""Round steps for an axis, and where a value stands on it. Pure."""

from __future__ import annotations

from math import ceil, floor, log10

from msgspec import Struct

_STEPS = (1, 2, 2.5, 5, 10)
_OF_TIME = (10, 15, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 10800, 14400, 21600, 43200)  # seconds


class Scale(Struct, frozen=True):
    """From 0 to `most`, in `ticks`, over `length`."""

    most: float
    step: float
    length: float

    def at(self, value: float) -> float:
        return min(1.0, max(0.0, value / self.most)) * self.length

    @property
    def ticks(self) -> list[float]:
        return [self.step * place for place in range(floor(self.most / self.step + 1e-9) + 1)]


def scale(largest: float, length: float, ticks: int = 4, *, time: bool = False) -> Scale:
    """An axis that has room for `largest`, in about so many round steps. `time`: in seconds, steps that clocks have."""
    if largest <= 0:
        largest = 60.0 if time else 1.0
    wanted = largest / ticks
    if time:
        step = float(next((s for s in _OF_TIME if s >= wanted), ceil(wanted / 86400) * 86400))
    else:
        size = 10.0 ** floor(log10(wanted))
        step = next(s * size for s in _STEPS if s * size >= wanted - 1e-12)
    return Scale(step * ceil(largest / step - 1e-9), step, length)
