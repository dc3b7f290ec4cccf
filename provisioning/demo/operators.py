"""Made-up operators: one at a window, who looks at the window's state and decides what to do and when. Pure.

An operator knows what is on the window's own screen: its state and ticket (from the snapshot), what service the ticket
is for (from events), and whether the visitor is there. Time is given in seconds of any clock that does not jump.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from random import Random

from broker.contracts.commands import (
    CallNext,
    Command,
    Finish,
    Hold,
    NoShow,
    OpenWindow,
    Recall,
    Resume,
    StartService,
    Transfer,
)
from broker.contracts.hall_file import HallFile, Window
from broker.contracts.snapshot import WindowView
from provisioning.demo.deed import Deed

# Real seconds of a real hall; all are divided by the demo's speed.
SETTLES = (5.0, 240.0)  # from the demo's start until a window opens
BREATH = (5.0, 40.0)  # between two visitors
WALK = (15.0, 45.0)  # from a call until the visitor stands at the window
LOOKS_ROUND = (40.0, 70.0)  # from a call until it is plain that nobody comes
PAYS = (120.0, 360.0)  # a visitor who was sent to pay

HOLDS = 0.04
TRANSFERS = 0.04
TRIES_AGAIN = 8.0  # seconds, at any speed: what the queue-master did not act on is tried again
SOONEST = 0.4  # seconds: no speed makes an operator faster than a hand


def client_name(window: int) -> str:
    """Never an office console's name (`window-5`): the journal tells made-up operators from people."""
    return f"demo-window-{window}"


@dataclass(frozen=True, slots=True)
class Sight:
    """What an operator sees. `waits`: somebody waits whom this window may call. `absent`: called, but not there.

    `halted`: the hall is suspended or closed; who is being served is served to the end, nobody else is called.
    """

    view: WindowView
    waits: bool
    absent: bool = False
    service: str | None = None
    may_transfer: bool = True
    halted: bool = False


@dataclass(frozen=True, slots=True)
class _Plan:
    at: float
    command: type[Command]
    fields: tuple[tuple[str, object], ...] = ()


class Operator:
    """One made-up operator. `see` whenever something changed, then `due`; `next_moment` says when to ask again."""

    def __init__(
        self, window: Window, hall: HallFile, chance: Random, speed: float, elsewhere: Collection[str] = ()
    ) -> None:
        """`elsewhere`: the services that a visitor may be sent on to."""
        self.window = window.id
        self.client = client_name(window.id)
        self.left_alone = False
        self._hall, self._chance, self._speed = hall, chance, speed
        self._elsewhere = sorted(elsewhere)
        self._seen: tuple[str, str | None, bool, bool] | None = None
        self._plan: _Plan | None = None
        self._recalls = 0
        self._paying: list[tuple[float, str]] = []  # when back, which number

    def leave_alone(self) -> None:
        """Somebody else took the window: never touch it again."""
        self.left_alone = True
        self._plan = None

    def see(self, sight: Sight, now: float) -> None:
        """Look at the window; make a new plan if it is not as it was."""
        if self.left_alone:
            return
        idle = sight.view.state == "free"
        seen = (sight.view.state, sight.view.ticket, idle and sight.waits, idle and sight.halted)
        if seen == self._seen:
            return
        if self._seen is None or seen[:2] != self._seen[:2]:
            self._recalls = 0
        self._seen = seen
        self._plan = self._think(sight, now)

    def due(self, now: float) -> Deed | None:
        """What to do at this moment, if anything. Until it shows in the window's state it will be tried again."""
        self._take_back(now)
        plan = self._plan
        if plan is None or plan.at > now:
            return None
        if plan.command is Recall:
            self._recalls += 1
            self._plan = self._when_absent(now)
        else:
            self._plan = _Plan(now + TRIES_AGAIN, plan.command, plan.fields)
        if plan.command is Hold and self._seen and self._seen[1]:
            number = self._seen[1]
            self._paying = [each for each in self._paying if each[1] != number]
            self._paying.append((now + self._seconds(PAYS), number))
        return Deed(self.client, plan.command, {"window": self.window, **dict(plan.fields)})

    def next_moment(self) -> float | None:
        """When `due` may have something to tell next."""
        moments = [self._plan.at] if self._plan else []
        if self._may_take_back and self._paying:
            moments.append(min(self._paying)[0])
        return min(moments, default=None)

    def _think(self, sight: Sight, now: float) -> _Plan | None:
        match sight.view.state:
            case (
                "closed"
            ):  # not opened yet, or closed by the queue-master at the end of the day; a person's is left alone
                return _Plan(now + self._seconds(SETTLES), OpenWindow)
            case "free" if sight.waits and not sight.halted:
                return _Plan(now + self._seconds(BREATH), CallNext)
            case "calling" if sight.absent:
                return self._when_absent(now)
            case "calling":
                return _Plan(now + self._seconds(WALK), StartService)
            case "serving":
                return self._how_it_ends(sight, now + self._service_seconds(sight.service))
            case _:  # nobody waits, or somebody paused it
                return None

    def _when_absent(self, now: float) -> _Plan:
        at = now + self._seconds(LOOKS_ROUND)
        return _Plan(at, Recall if self._recalls < self._hall.policy.recalls else NoShow)

    def _how_it_ends(self, sight: Sight, at: float) -> _Plan:
        dice = self._chance.random()
        # Sent to pay, or to another desk, once at most: a demo in which people go in circles convinces nobody.
        if sight.may_transfer and dice < HOLDS:
            return _Plan(at, Hold)
        if sight.may_transfer and self._elsewhere and dice < HOLDS + TRANSFERS:
            return _Plan(at, Transfer, (("to_service", self._chance.choice(self._elsewhere)),))
        return _Plan(at, Finish)

    def _take_back(self, now: float) -> None:
        """A visitor who has paid goes before the row."""
        if not self._may_take_back:
            return
        if self._plan and self._plan.command is Resume:
            return
        back = min(self._paying, default=None)
        if back and back[0] <= now:
            self._paying.remove(back)
            self._plan = _Plan(now, Resume, (("ticket", back[1]),))

    @property
    def _may_take_back(self) -> bool:
        return not self.left_alone and self._seen is not None and self._seen[0] == "free" and not self._seen[3]

    def _seconds(self, between: tuple[float, float]) -> float:
        return max(SOONEST, self._chance.uniform(*between) / self._speed)

    def _service_seconds(self, service: str | None) -> float:
        """A log-normal time with the service's mean and coefficient of variation."""
        offered = self._hall.services.get(service or "")
        line = self._hall.lines.get(offered.line) if offered else None
        minutes = (offered.minutes if offered else None) or (line.minutes if line else 8.0)
        spread = (offered.spread if offered else None) or (line.spread if line else 0.5)
        variance = math.log(1 + spread**2)
        drawn = self._chance.lognormvariate(math.log(minutes) - variance / 2, math.sqrt(variance))
        return max(SOONEST, drawn * 60 / self._speed)
