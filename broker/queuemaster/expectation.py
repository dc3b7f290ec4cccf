"""What is expected of services, windows and visitors: the hall file's word, corrected by what the hall has learnt.

Little that was seen moves the hall file's word little, much replaces it (shrinkage, as in empirical Bayes): a service
seen twice is believed to be what its line is, a line seen twice what the hall is.
"""

from __future__ import annotations

from math import erfc, exp, log, sqrt
from typing import NamedTuple

from broker.contracts.hall_file import HallFile
from broker.queuemaster.learnt import Learnt, Times

WALK = 30.0  # seconds from a call to the start of the service, before anything is learnt
_WALK_SPREAD = 0.4  # deviation of its logarithm
_WALKS = 10.0  # walks that would have to be seen to believe half of what they say
NO_SHOWS, _CALLS = 0.05, 60.0  # the share of calls that nobody follows, and how many calls that belief is worth
PACE = 0.12  # deviation of the logarithm of windows' paces among each other
_MEANS = (
    12.0  # services that must be seen to believe half of what they say of a service's mean; of a line's, the hall's
)
_OF_LINE, _OF_HALL = 25.0, 60.0
_SPREADS = 15.0  # the same of its spread
UNSURE = 0.12  # deviation of the logarithm by which a hall file may be wrong about a mean


class Duration(NamedTuple):
    """A log-normal time in seconds: mean and deviation of its logarithm, and how unsure that mean is."""

    mu: float
    sigma: float
    unsure: float = 0.0

    @classmethod
    def of(cls, mean: float, variation: float) -> Duration:
        """From the mean in seconds and the coefficient of variation."""
        sigma2 = log(1.0 + variation**2)
        return cls(log(mean) - sigma2 / 2, sqrt(sigma2), UNSURE)


class Expectation:
    """Of one hall file and what was learnt until now; asked by the plays."""

    def __init__(self, plan: HallFile, learnt: Learnt) -> None:
        self._plan = plan
        self._learnt = learnt
        self._services: dict[tuple[str, str], Duration] = {}
        self._lines: dict[str, Duration] = {}
        self._off = self._how_far_off()
        self._paces: dict[int, tuple[float, float]] = {}
        walk = learnt.walk
        self.walk = exp((_WALKS * log(WALK) + walk.sum) / (_WALKS + walk.count))
        self.no_show = (NO_SHOWS * _CALLS + learnt.absent) / (_CALLS + learnt.came + learnt.absent)

    def service(self, service: str, line: str) -> Duration:
        """How long a visit for `service` takes at a window of average pace."""
        found = self._services.get((service, line))
        if found is None:
            found = self._services[service, line] = self._of_service(service, line)
        return found

    def line(self, line: str) -> Duration:
        """How long a visit of a line takes, whatever for."""
        found = self._lines.get(line)
        if found is None:
            found = self._lines[line] = self._of_line(line)
        return found

    def pace(self, window: int) -> tuple[float, float]:
        """How much longer than at an average window a visit takes here, and how unsure the logarithm of that is."""
        found = self._paces.get(window)
        if found is None:
            found = self._paces[window] = self._of_window(window)
        return found

    def absent_after(self, spent: float) -> float:
        """How likely a visitor who has not come `spent` seconds after the call does not come at all."""
        late = 0.5 * erfc(log(max(spent, 1.0) / self.walk) / (_WALK_SPREAD * sqrt(2.0)))
        return self.no_show / (self.no_show + (1.0 - self.no_show) * late)

    def _prior(self, service: str, line: str) -> Duration:
        offered, standing = self._plan.services.get(service), self._plan.lines.get(line)
        minutes = (offered and offered.minutes) or (standing and standing.minutes) or 10.0
        spread = offered.spread if offered and offered.spread is not None else standing.spread if standing else 0.5
        return Duration.of(minutes * 60.0, spread)

    def _how_far_off(self) -> dict[str, float]:
        """By how much the hall file is wrong about each line, as a logarithm; "" for the hall as a whole."""
        off: dict[str, list[float]] = {"": [0.0, 0.0]}
        for service, times in self._learnt.services.items():
            offered = self._plan.services.get(service)
            if offered is not None:
                wrong = times.sum - times.count * self._prior(service, offered.line).mu
                for name in ("", offered.line):
                    sums = off.setdefault(name, [0.0, 0.0])
                    sums[0] += wrong
                    sums[1] += times.count
        hall = off[""][0] / (off[""][1] + _OF_HALL)
        lines = {line: (wrong + _OF_LINE * hall) / (count + _OF_LINE) for line, (wrong, count) in off.items()}
        return {**lines, "": hall}

    def _of_service(self, service: str, line: str) -> Duration:
        prior = self._prior(service, line)
        mu = prior.mu + self._off.get(line, self._off[""])
        times = self._learnt.services.get(service, Times())
        if not times.count:
            return Duration(mu, prior.sigma, UNSURE)
        mean = times.sum / times.count
        around = max(times.squares - times.count * mean * mean, 0.0)
        return Duration(
            (_MEANS * mu + times.sum) / (_MEANS + times.count),
            sqrt((_SPREADS * prior.sigma**2 + around) / (_SPREADS + times.count)),
            UNSURE * sqrt(_MEANS / (_MEANS + times.count)),
        )

    def _of_line(self, line: str) -> Duration:
        """Of its services together, by how often each was asked for; all alike before anything is learnt."""
        services = [service.id for service in self._plan.service if service.line == line]
        seen = [(self._learnt.services.get(service, Times()).count + 1.0, service) for service in services]
        total = sum(count for count, _ in seen)
        if not total:
            return self.service("", line)
        mean = sum(count * self.service(service, line).mu for count, service in seen) / total
        square = 0.0
        for count, service in seen:
            mu, sigma, _ = self.service(service, line)
            square += count * (sigma**2 + (mu - mean) ** 2)
        return Duration(mean, sqrt(square / total))

    def _of_window(self, window: int) -> tuple[float, float]:
        """Times at this window beside what is expected of the same services elsewhere."""
        longer, known = 0.0, 0.0
        for service, times in self._learnt.at_windows.get(window, {}).items():
            offered = self._plan.services.get(service)
            if offered is not None:
                duration = self.service(service, offered.line)
                weight = 1.0 / max(duration.sigma, 0.1) ** 2
                longer += weight * (times.sum - times.count * duration.mu)
                known += weight * times.count
        believed = 1.0 / PACE**2
        return exp(longer / (believed + known)), 1.0 / sqrt(believed + known)
