"""Two boxes that may decide, one at a time: under any order of losses, delays, deaths and returns, what one of them has
answered is the beginning of what the other goes on with.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broker.contracts.standby import Register
from broker.standby.holding import Holding, Own, State
from broker.standby.succeeding import Step, Succession
from broker.standby.voting import voted

pytestmark = pytest.mark.fast

A, B, W = "master-1", "standby-1", "witness-1"


@dataclass
class World:
    """Disks outlive everything; the rest is lost with its process. A message may come late, twice, or never."""

    now: float = 0.0
    facts: int = 0
    answered: list[int] = field(default_factory=list)
    journals: dict[str, list[int]] = field(default_factory=lambda: {A: [], B: []})
    own: dict[str, Own | None] = field(default_factory=lambda: {A: None, B: None})
    held: dict[str, Register] = field(default_factory=lambda: {B: Register(), W: Register()})
    fit: bool = False
    heard_holder: float = float("-inf")  # by the witness
    a: Holding | None = None
    b: Succession | None = None
    b_holds: Holding | None = None
    post: list[tuple[str, Any]] = field(default_factory=list)
    answers: int = 0
    number: int = 0  # of the standby's last question: an answer to an earlier one is not taken

    # --- lives ---

    def start_a(self) -> None:
        self.a = Holding(self.own[A], A, B, self.now)
        self.own[A] = self.a.own
        self.a.written(len(self.journals[A]))

    def start_b(self) -> None:
        if self.own[B] is not None:
            self.b_holds = Holding(self.own[B], B, A, self.now)
            self.own[B] = self.b_holds.own
        else:
            self.b = Succession(self.held[B], B, self.now)

    def kill_a(self) -> None:
        self.a = None

    def kill_b(self) -> None:
        self.b = self.b_holds = None

    # --- what each does of itself ---

    def masters(self) -> list[tuple[str, Holding]]:
        both = ((A, self.a), (B, self.b_holds))
        return [(name, one) for name, one in both if one is not None and one.state is not State.OVER]

    def write(self) -> None:
        for name, one in self.masters():
            self.facts += 1
            self.journals[name].append(self.facts)
            one.written(len(self.journals[name]))

    def answer(self) -> None:
        for name, one in self.masters():
            journal = self.journals[name]
            sure = max((seq for seq in range(len(journal) + 1) if one.may_answer(seq)), default=0)
            shorter = min(sure, len(self.answered))
            assert journal[:shorter] == self.answered[:shorter], "what was answered is not what happened"
            if sure > len(self.answered):
                self.answered += journal[len(self.answered) : sure]
                self.answers += 1
            if one.state is State.ALONE:
                assert journal[: len(self.answered)] == self.answered, "a queue-master that knows too little"

    def tick(self) -> None:
        for name, one in ((A, self.a), (B, self.b_holds)):
            if one is not None:
                if one.tick(self.now):
                    self.own[name] = one.own
                if (wish := one.to_ask(self.now)) is not None:
                    self.post += [(voter, ("vote", name, wish)) for voter in (W, *([B] if name == A else []))]
        if self.b is not None:
            before = self.b.held
            if (wish := self.b.to_ask(self.now, fit=self.fit)) is not None:
                self.post.append((W, ("vote", B, wish)))
            assert self.b.held == before
            journal = self.journals[B]
            self.number += 1
            self.post.append((A, ("follow", self.number, tuple(journal))))

    def begin_anew(self) -> None:
        """The standby takes an older copy of the journal: for a while it has less."""
        if self.b is not None and self.b.step is Step.FOLLOWING:
            self.fit = False
            self.journals[B] = self.journals[B][: len(self.journals[B]) // 2]

    # --- the post ---

    def deliver(self, place: int, *, again: bool = False) -> None:
        to, message = self.post[place]
        if not again:
            self.post.pop(place)
        getattr(self, f"_{message[0]}")(to, *message[1:])

    def _vote(self, voter: str, by: str, asked: Register) -> None:
        if voter == W:
            given = voted(self.held[W], asked, hears_holder=self.now - self.heard_holder < 5)
            if given is not None:
                self.held[W] = given
                self.heard_holder = self.now if given.turn else self.heard_holder
            granted = given is not None
        elif self.b is None:
            return
        else:
            granted = self.b.asked(asked, self.now)
            self.held[B] = self.b.held
        self.post.append((by, ("voted", asked if granted else None, self.held[voter])))

    def _voted(self, to: str, granted: Register | None, held: Register) -> None:
        if to == A and self.a is not None:
            if self.a.voted(granted, held):
                self.own[A] = self.a.own
        elif to == B and self.b_holds is not None:
            if self.b_holds.voted(granted, held):
                self.own[B] = self.b_holds.own
        elif to == B and self.b is not None:
            self.b.told(granted, held)
            self.held[B] = self.b.held
            if self.b.step is Step.ELECTED:
                self.own[B] = Own(self.b.held, alone=True)
                self.b = None
                self.start_b()
                assert self.b_holds is not None
                self.b_holds.written(len(self.journals[B]))

    def _follow(self, _to: str, number: int, has: tuple[int, ...]) -> None:
        if self.a is None or self.a.state is State.OVER:
            return
        journal = self.journals[A]
        if tuple(journal[: len(has)]) != has:
            return
        if self.a.followed(len(has), self.now):
            self.own[A] = self.a.own
        self.post.append((B, ("page", number, len(has), tuple(journal[len(has) :]))))

    def _page(self, _to: str, number: int, have: int, more: tuple[int, ...]) -> None:
        if self.b is None or self.b.step not in (Step.FOLLOWING, Step.SEEKING):
            return
        if number != self.number or have != len(self.journals[B]):
            return
        self.journals[B] += more
        self.b.heard(self.now)
        if not more:
            self.fit = True


def run(chance: Random, steps: int) -> World:
    """Any course of things."""
    world = World()
    world.start_a()
    world.start_b()
    bad, order = chance.choice((0.02, 0.1, 0.4)), chance.choice((1.0, 0.15))
    for _ in range(steps):
        roll = chance.random()
        if roll < 0.1:
            world.write()
        elif roll < 0.25:
            world.now += chance.choice(
                (0.2, 0.3, 0.3, 0.5, 0.5, 1.1, 3.5 if roll < 0.15 else 0.2, 9.0 if roll < 0.12 else 0.2)
            )
            world.tick()
        elif roll < 0.255:
            world.kill_a() if world.a else world.start_a()
        elif roll < 0.257:
            world.kill_b() if world.b or world.b_holds else world.start_b()
        elif roll < 0.259:
            world.begin_anew()
        elif world.post:
            place = min(len(world.post) - 1, int(chance.expovariate(order)))
            if chance.random() < bad:
                world.post.pop(place)
            else:
                world.deliver(place, again=chance.random() < bad / 4)
            del world.post[: max(0, len(world.post) - 60)]
        world.answer()
    return world


@settings(max_examples=40)
@given(st.integers(0, 2**32))
def test_no_two_masters_answer_and_nothing_answered_is_lost(seed: int) -> None:
    run(Random(seed), 900)


def test_these_courses_are_no_empty_ones() -> None:
    """In many of them the office changes hands, and both have answered."""
    worlds = [run(Random(seed), 900) for seed in range(40)]
    assert sum(world.own[B] is not None for world in worlds) > 2
    assert sum(world.answers for world in worlds) > 400


def go_on(world: World, seconds: float) -> None:
    """A quiet network: everything arrives."""
    end = world.now + seconds
    while world.now < end:
        world.now += 0.5
        world.tick()
        while world.post:
            world.deliver(0)
        world.answer()


def paired() -> World:
    world = World()
    world.start_a()
    world.start_b()
    for _ in range(3):
        world.write()
        go_on(world, 2)
    assert world.a
    assert world.a.state is State.PAIRED
    assert world.answered == [1, 2, 3]
    return world


def test_the_standby_holds_the_office_within_thirty_seconds() -> None:
    world = paired()
    world.kill_a()
    go_on(world, 20)
    world.write()
    go_on(world, 2)
    assert world.answered == [1, 2, 3, 4]
    world.start_a()
    go_on(world, 5)
    assert world.a
    assert world.a.state is State.OVER, "who comes back learns that its term is over"


def test_without_the_standby_the_queue_goes_on_after_seconds_and_is_not_to_be_succeeded() -> None:
    world = paired()
    world.kill_b()
    world.write()
    go_on(world, 1)
    assert world.answered == [1, 2, 3], "for a moment nobody is answered"
    go_on(world, 5)
    assert world.answered == [1, 2, 3, 4]
    world.kill_a()
    world.start_b()
    go_on(world, 60)
    assert world.b_holds is None, "it does not have ticket 4"
    world.start_a()
    go_on(world, 5)
    world.write()
    go_on(world, 5)
    assert world.answered == [1, 2, 3, 4, 5]


def test_a_standby_that_asks_and_cannot_write_holds_the_queue_up_for_seconds_and_no_longer() -> None:
    """Its disk is full: it says every moment that it has what it had."""
    world = paired()
    world.write()
    has = tuple(world.journals[B])
    world.b = None
    for _ in range(20):
        world.post.append((A, ("follow", 0, has)))
        go_on(world, 0.5)
    assert world.answered == [1, 2, 3, 4]
    assert world.held[W].heirs == (A,), "it lacks ticket 4"


def test_a_restarted_queue_master_is_in_office_again_at_once() -> None:
    world = paired()
    world.kill_a()
    world.start_a()
    world.write()
    go_on(world, 3)
    assert world.answered == [1, 2, 3, 4]


def test_a_queue_master_that_has_forgotten_its_term_does_not_begin_anew() -> None:
    """Its folder is gone, and another box decides: it must not think itself the first that ever was."""
    world = paired()
    world.kill_a()
    go_on(world, 20)
    world.own[A] = None
    world.start_a()
    world.write()
    go_on(world, 5)
    assert world.a
    assert world.a.state is State.OVER


def test_who_was_elected_asks_for_nothing_more_and_stays_so() -> None:
    one = Succession(Register(2, B, 1, (B,)), B, 0.0)  # of a life that was cut off before it was in office
    wish = one.to_ask(100.0, fit=True)
    assert wish == one.held
    one.told(wish, wish)
    assert one.to_ask(200.0, fit=True) is None
    assert one.step is Step.ELECTED


def test_what_was_said_of_the_heirs_before_is_not_taken_for_new() -> None:
    held = Register(3, A, 5, (A,))
    assert voted(held, Register(3, A, 4, (A, B)), hears_holder=True) is None


def test_a_witness_with_an_empty_disk_elects_nobody() -> None:
    assert voted(Register(), Register(5, B, 0, (A, B)), hears_holder=False) is None


def test_a_witness_that_hears_the_queue_master_does_not_elect_another() -> None:
    held = Register(3, A, 4, (A, B))
    asked = Register(4, B, 0, (A, B))
    assert voted(held, asked, hears_holder=True) is None
    assert voted(held, asked, hears_holder=False) == Register(4, B, 0, (A, B))
