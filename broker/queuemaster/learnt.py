"""What the hall has learnt of itself: how long services take, who comes when, which windows work when.

Kept as sums that later days add to and that fade from day to day, so that it stays small however long the hall lives.
Folded from events alone; what it means beside the hall file is for `expectation` to say. Nothing of it is of a person.
"""

from __future__ import annotations

from datetime import datetime
from math import log

from msgspec import Struct, field

from broker.queuemaster.calibration import Experience

BIN = 30  # minutes, of arrivals
STEP = 2  # minutes, of windows that open and leave
SHORTEST, LONGEST = 10.0, 4 * 3600.0  # seconds; what is outside was forgotten at the buttons
# What is left of what was learnt, a day later.
_SERVICES, _AT_WINDOWS, _PEOPLE, _WORKING = 0.98, 0.94, 0.95, 0.85
_FORGOTTEN = 0.02


class Times(Struct, array_like=True):
    """How many times were seen, the sum of their logarithms (of seconds) and of the squares of these."""

    count: float = 0.0
    sum: float = 0.0
    squares: float = 0.0

    def add(self, seconds: float) -> None:
        value = log(min(max(seconds, SHORTEST), LONGEST))
        self.count += 1.0
        self.sum += value
        self.squares += value * value

    def fade(self, left: float) -> None:
        self.count *= left
        self.sum *= left
        self.squares *= left


class Working(Struct, kw_only=True, omit_defaults=True):
    """On how many days a window opened, or left (for a break, or for the day), by the `STEP` of the day."""

    opened: dict[int, float] = {}
    left: dict[int, float] = {}


class Learnt(Struct, kw_only=True, omit_defaults=True):
    """`days`: days seen, faded. `services`: times of service; `at_windows`: the same by window, for its pace.

    `walk`: from the call to the start. `came`, `absent`: who did and did not. `arrivals`: people by line, class ("":
    ordinary) and `BIN` of the day; `today`: the same of today alone. `working`: of windows, over `working_days`; `turns`: of today.
    `served`: seconds of service before a hold.
    `changes`: counts what was learnt, so that one can see whether anything was.
    """

    changes: int = 0
    days: float = 0.0
    services: dict[str, Times] = {}
    at_windows: dict[int, dict[str, Times]] = {}
    walk: Times = field(default_factory=Times)
    came: float = 0.0
    absent: float = 0.0
    arrivals: dict[str, dict[str, dict[int, float]]] = {}
    today: dict[str, dict[str, dict[int, float]]] = {}
    working: dict[int, Working] = {}
    working_days: float = 0.0
    turns: list[tuple[int, int, bool]] = []
    served: dict[str, float] = {}
    experience: Experience = field(default_factory=Experience)

    def arrived(self, line: str, priority: str | None, at: datetime) -> None:
        bins = self.today.setdefault(line, {}).setdefault(priority or "", {})
        _add({minute(at) // BIN: 1.0}, bins)

    def missed(self) -> None:
        self.absent += 1.0
        self.changes += 1

    def finished(self, ticket: str, service: str, window: int, seconds: float) -> None:
        seconds += self.served.pop(ticket, 0.0)
        self.services.setdefault(service, Times()).add(seconds)
        self.at_windows.setdefault(window, {}).setdefault(service, Times()).add(seconds)
        self.changes += 1

    def held(self, ticket: str, seconds: float) -> None:
        """The service is not over; its time so far counts when it is."""
        self.served[ticket] = self.served.get(ticket, 0.0) + seconds

    def changed(self, window: int, at: datetime, *, opened: bool) -> None:
        """A window opened, or left. What it did today says nothing of today: it counts from tomorrow."""
        self.turns.append((window, minute(at) // STEP, opened))

    def day_closed(self) -> None:
        """Let what is older fade, and take today in. A day on which nobody came teaches nothing."""
        self.served.clear()
        if self.today:
            self._fade()
            self._take_in_today()
            self.experience.day_closed()
            self.changes += 1
        self.today.clear()
        self.turns.clear()

    def _fade(self) -> None:
        for times in (self.walk, *self.services.values()):
            times.fade(_SERVICES)
        for services in self.at_windows.values():
            for times in services.values():
                times.fade(_AT_WINDOWS)
        for classes in self.arrivals.values():
            for bins in classes.values():
                _fade(bins, _PEOPLE)
        for working in self.working.values():
            _fade(working.opened, _WORKING)
            _fade(working.left, _WORKING)
        self.days *= _PEOPLE
        self.working_days *= _WORKING
        self.came *= _SERVICES
        self.absent *= _SERVICES

    def _take_in_today(self) -> None:
        self.days += 1.0
        self.working_days += 1.0
        for line, classes in self.today.items():
            for kind, bins in classes.items():
                _add(bins, self.arrivals.setdefault(line, {}).setdefault(kind, {}))
        for window, step, opened in self.turns:
            working = self.working.setdefault(window, Working())
            _add({step: 1.0}, working.opened if opened else working.left)


def minute(at: datetime) -> int:
    """Minutes since midnight, on the clock that the moment was told by."""
    return at.hour * 60 + at.minute


def _fade(bins: dict[int, float], left: float) -> None:
    for moment in list(bins):
        bins[moment] *= left
        if bins[moment] < _FORGOTTEN:
            del bins[moment]


def _add(bins: dict[int, float], to: dict[int, float]) -> None:
    for moment, count in bins.items():
        to[moment] = to.get(moment, 0.0) + count
