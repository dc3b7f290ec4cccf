"""Made-up visitors: who comes, when, and what for. Pure; chance is an argument.

Their proportions are a city centre's: one in twelve has a priority, one in twelve does not come when called, there is
a crowd at the door at opening, and the morning is busier than the afternoon.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from broker.contracts.commands import TakeTicket
from broker.contracts.hall_file import HallFile
from provisioning.demo.deed import Deed
from provisioning.demo.staffing import attended, rates

CLIENT = "demo-reception"

# The share of a day's visitors in each hour from opening. The demo goes through them in a circle and leaves out the
# last four (.05 .04 .015 .005): an empty hall shows little.
HOURS = (0.10, 0.14, 0.15, 0.13, 0.10, 0.09, 0.10, 0.08)
CROWD = 0.06  # of a day's visitors stand at the door at opening,
CROWD_MINUTES = 6.0  # and are in within so many minutes
PRIORITY = 0.08
ACCESSIBLE = 0.03
FOREIGN = 0.05
ABSENT = 0.08


@dataclass(frozen=True, slots=True)
class Visitor:
    """`after`: seconds since the one before came in."""

    after: float
    service: str
    priority: str | None = None
    language: str = "uk"
    needs: tuple[str, ...] = ()

    def takes_a_ticket(self) -> Deed:
        fields = {"service": self.service, "language": self.language, "needs": self.needs, "priority": self.priority}
        return Deed(CLIENT, TakeTicket, fields)


def visitors(hall: HallFile, chance: Random, speed: float) -> Iterator[Visitor]:
    """An endless day, `speed` times as fast as a real one. Empty when the hall offers nothing to walk in for."""
    offered = [service for service in hall.service if "walk-in" in service.modes]
    packages: dict[str, list[str]] = {}
    for package in hall.package:
        packages.setdefault(hall.services[package.legs[0]].line, []).append(package.id)
    by_line = {line: rate for line, rate in rates(hall).items() if any(s.line == line for s in offered)}
    if not by_line or sum(by_line.values()) <= 0:
        return
    reachable = {line for window in attended(hall) if window.accessible for line in hall.served_by(window)}
    for gap in gaps(sum(by_line.values()), chance):
        line = chance.choices(list(by_line), list(by_line.values()))[0]
        service = chance.choice([*(s.id for s in offered if s.line == line), *packages.get(line, ())])
        foreign = "en" in hall.hall.languages and chance.random() < FOREIGN
        yield Visitor(
            after=gap * 60 / speed,
            service=service,
            priority=chance.choice(hall.priority).id if hall.priority and chance.random() < PRIORITY else None,
            language="en" if foreign else "uk",
            needs=("accessible",) if line in reachable and chance.random() < ACCESSIBLE else (),
        )


def gaps(mean_rate: float, chance: Random) -> Iterator[float]:
    """Minutes between visitors of a day that has `mean_rate` visitors a minute on average: a Poisson stream in the
    shape of `HOURS`, after the crowd at the door.
    """
    day = mean_rate * 60 * len(HOURS)
    crowd = max(1, round(CROWD * day))
    at = 0.0
    for _ in range(crowd):
        gap = chance.expovariate(crowd / CROWD_MINUTES)
        at += gap
        yield gap
    while True:
        hour = HOURS[int(at / 60) % len(HOURS)]
        gap = chance.expovariate(mean_rate * hour * len(HOURS) / sum(HOURS))
        at += gap
        yield gap
