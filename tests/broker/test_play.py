"""The plays: the real dispatcher's rule, many times at once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from broker.contracts import commands as c
from broker.contracts import events as e
from broker.contracts.hall_file import Turns
from broker.contracts.ids import ulid
from broker.queuemaster.busy import remaining
from broker.queuemaster.chance import chance, normal_quantile
from broker.queuemaster.expectation import Duration, Expectation
from broker.queuemaster.hall import decide, evolve
from broker.queuemaster.learnt import Learnt
from broker.queuemaster.outlook import Outlook
from broker.queuemaster.play import NEVER, play
from broker.queuemaster.position import Newcomer, place
from broker.queuemaster.rows import Key
from broker.queuemaster.state import Hall
from tests.broker.halls import MORNING, PLAN, opened

pytestmark = pytest.mark.fast

SERVICES = ("registration", "passport-new", "ready")
# Unlike paces: else two windows are often free at one moment, and the last bit of a sum tells which of them calls first.
PACE = {window: 1.0 + 0.01 * float(np.sqrt(window)) for window in range(1, 5)}
SECONDS = {"registration": 613.0, "passport-new": 907.0, "ready": 181.0}


class Certain(Expectation):
    """Everybody comes at once and each service always takes the same time."""

    def __init__(self) -> None:
        super().__init__(PLAN, Learnt())
        self.walk = 0.0
        self.no_show = 0.0

    def service(self, service: str, line: str) -> Duration:
        return Duration(float(np.log(SECONDS[service])), 0.0)

    def pace(self, window: int) -> tuple[float, float]:
        return PACE[window], 0.0

    def absent_after(self, spent: float) -> float:
        return 0.0


class Floor:
    """The real core, asked step by step."""

    def __init__(
        self, *, strict: bool, guarantee: timedelta | None, turns: tuple[Turns, ...], open_windows: list[int]
    ) -> None:
        policy = msgspec.structs.replace(
            PLAN.policy, priority="strict" if strict else "accumulating", guarantee=guarantee
        )
        self.hall: Hall = opened(msgspec.structs.replace(PLAN, policy=policy, turns=turns))
        self.now: datetime = MORNING
        self._count = 0
        for window in open_windows:
            self.ask(c.OpenWindow, window=window)

    def ask(self, kind: type[c.Command], **fields: Any) -> tuple[e.Event, ...]:
        self._count += 1
        command = kind(id=ulid(self._count, bytes(10)), at=self.now, **fields)
        events = decide(self.hall, command, self.now, "tester").events
        for event in events:
            evolve(self.hall, event)
        return events

    def finish_one(self, window: int) -> None:
        """Call whoever is next, and have done with them at once."""
        if self.ask(c.CallNext, window=window):
            self.ask(c.StartService, window=window)
            self.ask(c.Finish, window=window)

    def nobody_else_comes(self) -> None:
        """Whoever came until now came in vain: it is not learnt that more will."""
        self.hall.memory.learnt = Learnt()

    def serve_all(self) -> list[tuple[str, float]]:
        """Every window calls as soon as it is free; who was called, how many seconds from now."""
        begun, calls = self.now, []
        free = dict.fromkeys(self.hall.memory.windows, 0.0)
        while free:
            window = min(free, key=lambda w: free[w])
            self.now = begun + timedelta(seconds=free[window])
            if self.hall.memory.windows[window].ticket is not None:
                self.ask(c.Finish, window=window)
            called = self.ask(c.CallNext, window=window)
            if not called:
                del free[window]
                continue
            assert isinstance(called[0], e.TicketCalled)
            self.ask(c.StartService, window=window)
            calls.append((called[0].ticket, free[window]))
            free[window] += SECONDS[self.hall.memory.tickets[called[0].ticket].service] * PACE[window]
        return calls


LINES = tuple(line.id for line in PLAN.line)
TURNS = st.one_of(
    st.just(()),
    st.tuples(st.permutations(LINES), st.tuples(*[st.integers(1, 3)] * len(LINES)), st.integers(2, len(LINES))).map(
        lambda drawn: (Turns(lines=tuple(drawn[0][: drawn[2]]), ratio=drawn[1][: drawn[2]]),)
    ),
)
GUARANTEES = st.sampled_from([None, timedelta(minutes=10), timedelta(minutes=30)])
VISITORS = st.lists(
    st.tuples(
        st.integers(0, 300),  # seconds after the one before
        st.sampled_from(SERVICES),
        st.sampled_from([None, None, "veteran", "pregnant"]),
        st.sampled_from([(), (), (), ("step-free",)]),
    ),
    min_size=1,
    max_size=14,
)


@settings(max_examples=120, deadline=None)
@given(
    visitors=VISITORS,
    strict=st.booleans(),
    guarantee=GUARANTEES,
    turns=TURNS,
    windows=st.sets(st.integers(1, 4), min_size=1),
    called=st.integers(0, 4),
)
@example(  # four at one moment: seniority goes before a class's speed, for nobody has waited yet
    visitors=[(0, "registration", priority, ()) for priority in (None, None, "veteran", None)],
    strict=False,
    guarantee=None,
    turns=(),
    windows={1, 2, 3, 4},
    called=0,
)
def test_with_nothing_left_to_chance_the_play_calls_whom_the_hall_calls(
    *,
    visitors: list[tuple[int, str, str | None, tuple[str, ...]]],
    strict: bool,
    guarantee: timedelta | None,
    turns: tuple[Turns, ...],
    windows: set[int],
    called: int,
) -> None:
    floor = Floor(strict=strict, guarantee=guarantee, turns=turns, open_windows=sorted(windows))
    for seconds, service, priority, needs in visitors:
        floor.now += timedelta(seconds=seconds)
        floor.ask(c.TakeTicket, service=service, priority=priority, needs=needs)
    for window in sorted(windows)[:called]:
        floor.finish_one(window)  # rounds that have begun
    floor.nobody_else_comes()
    played = {}
    for ticket in [ticket for ticket in floor.hall.memory.tickets.values() if ticket.state == "waiting"]:
        found = place(Outlook(floor.hall, floor.now, Certain(), chance(1, 2)), watched=ticket)
        if found is not None:
            calls = play(found.position, found.watched).slots[:, found.watched]
            assert calls[0] == calls[1]
            played[ticket.id] = float(calls[0])
    real = dict(floor.serve_all())
    assert {ticket for ticket, wait in played.items() if wait < NEVER} == set(real)
    for ticket, wait in real.items():
        assert played[ticket] == pytest.approx(wait, abs=1e-3)


@settings(max_examples=80, deadline=None)
@given(
    visitors=VISITORS,
    strict=st.booleans(),
    guarantee=GUARANTEES,
    turns=TURNS,
    windows=st.sets(st.integers(1, 4), min_size=1),
    newcomer=st.tuples(st.sampled_from(SERVICES), st.sampled_from([None, "veteran", "pregnant"])),
)
def test_a_newcomer_is_told_what_then_happens(
    *,
    visitors: list[tuple[int, str, str | None, tuple[str, ...]]],
    strict: bool,
    guarantee: timedelta | None,
    turns: tuple[Turns, ...],
    windows: set[int],
    newcomer: tuple[str, str | None],
) -> None:
    floor = Floor(strict=strict, guarantee=guarantee, turns=turns, open_windows=sorted(windows))
    for seconds, service, priority, needs in visitors:
        floor.now += timedelta(seconds=seconds)
        floor.ask(c.TakeTicket, service=service, priority=priority, needs=needs)
    line = floor.hall.plan.services[newcomer[0]].line
    floor.nobody_else_comes()
    asked = Newcomer(Key(line, newcomer[1], needs=False, window=None), floor.now)
    found = place(Outlook(floor.hall, floor.now, Certain(), chance(1, 2)), newcomers=[asked])
    told = float(play(found.position).newcomers[0, 0]) if found else NEVER
    issued = floor.ask(c.TakeTicket, service=newcomer[0], priority=newcomer[1])[0]
    assert isinstance(issued, e.TicketIssued)
    assert told == pytest.approx(dict(floor.serve_all()).get(issued.ticket, NEVER), abs=1e-3)


def test_chance_is_the_same_for_the_same_seed_and_spread_evenly() -> None:
    assert (chance(5, 20).even == chance.__wrapped__(5, 20).even).all()
    assert not (chance(5, 20).even == chance(6, 20).even).any()
    assert (np.sort(chance(5, 20).even, axis=0) // 0.05 == np.arange(20)[:, None]).all()


def test_what_is_left_of_a_service_grows_with_its_length_but_never_ends_before_now() -> None:
    even = chance(1, 100).even[:, :3]
    left = remaining(np.array([[6.0, 0.5]] * 3), np.array([0.0, 400.0, 4000.0]), even)
    assert (left > 0).all()
    assert np.median(left[:, 0]) == pytest.approx(np.exp(6.0), rel=0.05)
    assert np.median(left[:, 1]) < np.median(left[:, 0])  # most of it has passed
    assert np.median(left[:, 2]) > np.median(left[:, 1])  # but what takes ten times as long will take longer still


def test_normal_quantiles_are_those_of_the_tables() -> None:
    assert normal_quantile(np.array([0.5, 0.975, 1e-6])) == pytest.approx([0.0, 1.959964, -4.753424], abs=1e-5)
