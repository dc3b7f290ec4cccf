"""What was taken most at this dispenser lately. Pure: the day is told.

The order by it changes only from one day to the next: a button must not move under the finger of whoever knows where it
stands. What was taken today counts from tomorrow on, and fades by a fifth a day.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

FADES = 0.8
FORGOTTEN = 0.05  # less than this is nothing


class Demand(Struct, frozen=True, kw_only=True):
    """`lately`: service -> how much it was wanted on the days before `day`, today's tickets apart."""

    day: str = ""
    lately: dict[str, float] = {}
    today: dict[str, int] = {}

    def on(self, day: str) -> Demand:
        """The same on this day (an ISO date). A clock that went back starts no new day."""
        if day <= self.day:
            return self
        services = {*self.lately, *self.today}
        faded = {s: (self.lately.get(s, 0.0) + self.today.get(s, 0)) * FADES for s in services} if self.day else {}
        return Demand(day=day, lately={s: round(each, 3) for s, each in faded.items() if each >= FORGOTTEN})

    def took(self, service: str) -> Demand:
        """One more ticket for `service` today."""
        return replace(self, today={**self.today, service: self.today.get(service, 0) + 1})
