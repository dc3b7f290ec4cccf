"""Walks a dispenser by hand."""

from itertools import count
from typing import Protocol

import pytest
from msgspec.structs import replace

from kiosk.dispenser.flow import next_wake, step
from kiosk.dispenser.inputs import (
    ChooseService,
    Effect,
    HallSeen,
    Input,
    LinkChanged,
    Press,
    Take,
)
from kiosk.dispenser.menu import Menu
from kiosk.dispenser.visit import Issuing, State, started
from kiosk.touch.presses import (
    Passed,
    Touched,
)
from tests.kiosk.dispenser.halls import hall


class Dispenser:
    """A flow with a clock that the test turns: a second between touches, so that each is a new wish."""

    def __init__(self, *, residence: int = 10, plain: bool = False) -> None:
        self.menu = Menu.of(hall(residence, plain=plain))
        self.at = 100.0
        self.state = started(self.at)
        self.effects: list[Effect] = []
        self._ids = count()
        self.last_word = HallSeen(self.at, "open")
        self.tell(LinkChanged(self.at, connected=True))
        self.hall_open()

    def tell(self, event: Input) -> None:
        if isinstance(event, HallSeen):
            self.last_word = event
        self.state, effects = step(self.state, event, self.menu)
        self.effects.extend(effects)

    def hall_open(self) -> None:
        self.tell(HallSeen(self.at, "open"))

    def touch(self, press: Press | None, after: float = 1.0) -> None:
        self.wait(after)
        self.tell(Touched(self.at, press, f"id-{next(self._ids)}"))

    def wait(self, seconds: float, *, hall_alive: bool = True) -> None:
        """Time passes; the hall is heard all along unless it is away."""
        until = self.at + seconds
        while self.at < until:
            wake = next_wake(self.state, self.at)
            if hall_alive:
                self.tell(replace(self.last_word, at=self.at))
            self.at = min(until, self.at + 2.0, wake if wake is not None and wake > self.at else until)
            self.tell(Passed(self.at))

    def sent(self, kind: type) -> list[Effect]:
        return [e for e in self.effects if isinstance(e, kind)]

    def take(self, service: str = "plot") -> str:
        """Walk up to the waiting for a reply. The command's id."""
        self.touch(ChooseService(service))
        self.touch(Take())
        assert isinstance(self.state.place, Issuing)
        return self.state.place.take.id


class Waking(Protocol):
    """A dispenser with a clock that happenings turn."""

    state: State
    at: float

    def tell(self, event: Input) -> None: ...


def come_home(dispenser: Waking) -> None:
    """Nobody touches any more; only what the flow itself asked to be woken for happens."""
    for _ in range(20):
        wake = next_wake(dispenser.state, dispenser.at)
        if wake is None:
            return
        dispenser.at = max(dispenser.at, wake)
        dispenser.tell(Passed(dispenser.at))
    pytest.fail("the flow wakes itself for ever")
