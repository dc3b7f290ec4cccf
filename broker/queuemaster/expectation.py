"""What is expected of services, windows and visitors: the hall file's word, corrected by what the hall has learnt."""

from __future__ import annotations

from math import erfc, log, sqrt
from typing import NamedTuple

from broker.contracts.hall_file import HallFile

WALK = 30.0  # seconds from a call to the start of the service, before anything is learnt
WALK_SPREAD = 0.5  # deviation of its logarithm
PACE = 0.12  # deviation of the logarithm of windows' paces among each other


class Duration(NamedTuple):
    """A log-normal time in seconds: mean and deviation of its logarithm."""

    mu: float
    sigma: float

    @classmethod
    def of(cls, mean: float, variation: float) -> Duration:
        """From the mean in seconds and the coefficient of variation."""
        sigma2 = log(1.0 + variation**2)
        return cls(log(mean) - sigma2 / 2, sqrt(sigma2))


class Expectation:
    """Asked by the plays; the same for all estimates until more is learnt."""

    def __init__(self, plan: HallFile) -> None:
        self._plan = plan
        self._services: dict[tuple[str, str], Duration] = {}
        self.walk = WALK
        self.no_show = 0.05

    def pace(self, _window: int) -> tuple[float, float]:
        """How much longer than at an average window a visit takes here, and how uncertain the logarithm of that is."""
        return 1.0, PACE

    def absent_after(self, spent: float) -> float:
        """How likely a visitor who has not come `spent` seconds after the call does not come at all."""
        late = 0.5 * erfc(log(max(spent, 1.0) / self.walk) / (WALK_SPREAD * sqrt(2.0)))
        return self.no_show / (self.no_show + (1.0 - self.no_show) * late)

    def service(self, service: str, line: str) -> Duration:
        """How long a visit for `service` takes at a window of average speed."""
        found = self._services.get((service, line))
        if found is None:
            found = self._services[service, line] = self._prior(service, line)
        return found

    def line(self, line: str) -> Duration:
        """How long a visit of a line takes, whatever for."""
        return self.service("", line)

    def _prior(self, service: str, line: str) -> Duration:
        offered, standing = self._plan.services.get(service), self._plan.lines.get(line)
        minutes = (offered and offered.minutes) or (standing and standing.minutes) or 10.0
        spread = offered.spread if offered and offered.spread is not None else standing.spread if standing else 0.5
        return Duration.of(minutes * 60.0, spread)
