"""The read model is the hall: what a console shows follows from events and agrees with the queue-master."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from broker.contracts import commands as c
from broker.contracts.errors import ContractError, Refused
from broker.contracts.events import Event
from broker.contracts.hall_file import Package
from broker.contracts.ids import ulid
from broker.contracts.snapshot import Snapshot
from broker.queuemaster.deadlines import due
from broker.queuemaster.hall import decide, evolve
from broker.queuemaster.picture import snapshot
from broker.queuemaster.state import Hall
from office.appliances import Machines
from office.console import ACTIONS, console
from office.desk import Desk
from office.ledger import Ledger
from office.standing import Standing
from office.words import Words
from tests.broker.halls import KYIV, MORNING
from tests.broker.halls import PLAN as ORDINARY

pytestmark = pytest.mark.fast

MOVING = Package(id="moving", name={"uk": "Переїзд"}, legs=("registration", "passport-new", "ready"))
PLAN = structs.replace(ORDINARY, package=(MOVING,))
ABOUT_A_WINDOW: list[type[c.Command]] = [
    *(c.OpenWindow, c.PauseWindow, c.CloseWindow, c.CallNext, c.CallNext, c.CallNext, c.Recall, c.StartService),
    *(c.Finish, c.Finish, c.NoShow, c.Hold, c.Transfer, c.Transfer, c.Transfer, c.Resume),
]
ABOUT_A_TICKET: list[type[c.Command]] = [c.TakeTicket, c.TakeTicket, c.CancelTicket, c.ReturnTicket, c.SetPriority]
SAY = Words("uk", KYIV)


class Day:
    """A made-up day at the real queue-master: whatever `chance` asks for, and what came of it."""

    def __init__(self, chance: Random) -> None:
        self.chance, self.hall, self.now = chance, Hall(PLAN), MORNING
        self.events: list[Event] = []
        self.count = 0
        self.happen(due(self.hall, self.now))
        for window in (1, 2, 3):
            self.ask(c.OpenWindow, window=window)

    def happen(self, events: tuple[Event, ...]) -> None:
        for event in events:
            evolve(self.hall, event)
            self.events.append(event)

    def ask(self, kind: type[c.Command], **fields: object) -> Refused | None:
        self.count += 1
        command = kind(id=ulid(self.count, b"0" * 10), at=self.now, **fields)  # type: ignore[arg-type]
        try:
            self.happen(decide(self.hall, command, self.now, "window-1").events)
        except Refused as refusal:
            return refusal
        except ContractError:
            pass
        return None

    def anything(self) -> None:
        chance, tickets = self.chance, list(self.hall.memory.tickets)
        self.now += timedelta(seconds=chance.randint(1, 60))
        if chance.random() < 0.5:
            kind = chance.choice(ABOUT_A_WINDOW)
            fields: dict[str, object] = {"window": chance.randint(1, 4)}
            if kind is c.Transfer:
                fields |= chance.choice([{"to_service": "ready"}, {"to_line": "passport"}, {"to_window": 2}])
                fields["keep_seniority"] = chance.random() < 0.5
            if kind is c.Finish:
                fields |= {"next_service": chance.choice([None, None, "ready"]), "stay": chance.choice([None, True])}
            if kind is c.Resume:
                fields["ticket"] = chance.choice(tickets) if tickets else "А001"
        else:
            kind = chance.choice(ABOUT_A_TICKET)
            fields = {"ticket": chance.choice(tickets) if tickets else "А001"}
            if kind is c.TakeTicket:
                fields = {
                    "service": chance.choice([*(s.id for s in PLAN.service), "moving"]),
                    "priority": chance.choice([None, None, "veteran"]),
                }
            if kind is c.SetPriority:
                fields |= {"priority": chance.choice([None, "veteran"]), "evidence": "посвідчення"}
        self.ask(kind, **fields)

    def picture(self) -> Snapshot:
        return snapshot(self.hall, self.now, "boot")


def folded(events: list[Event]) -> Desk:
    desk = Desk()
    for event in events:
        desk.hear(event)
    return desk


def standing(day: Day, desk: Desk, now: datetime) -> Standing:
    return Standing(
        hall=PLAN,
        snapshot=day.picture(),
        desk=desk,
        machines=Machines(),
        now=now,
        age=0.1,
        connected=True,
        caught_up=True,
    )


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(0, 120))
def test_after_any_prefix_of_a_day_the_desk_agrees_with_the_queue_master(chance: Random, length: int):
    day, desk = Day(chance), Desk()
    for _ in range(length):
        day.anything()
        for event in day.events[desk.seq :]:
            desk.hear(event)
        picture = day.picture()
        for window in picture.windows:
            card = desk.current(window.id)
            assert (card.number if card else None) == window.ticket
            if card:
                assert card.state == {"calling": "called", "serving": "serving"}[window.state]
        for line in picture.lines:
            assert len(desk.waiting(line.id)) == line.waiting
            assert sum(card.line == line.id for card in desk.held()) == line.held
    for ticket, card in desk.cards.items():
        truth = day.hall.memory.tickets[ticket]
        assert (card.state, card.service, card.line, card.priority, card.since, card.legs) == (
            *(truth.state, truth.service, truth.line, truth.priority, truth.since, truth.legs),
        )


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 100))
def test_a_desk_that_came_late_or_lost_some_is_as_one_that_heard_all(chance: Random, length: int):
    day = Day(chance)
    for _ in range(length):
        day.anything()
    ledger, late = Ledger(), Desk()
    heard = [event for event in day.events if chance.random() < 0.7]
    chance.shuffle(heard)
    ready = ledger.begin(chance.randint(0, len(day.events)))
    for event in heard:
        ready += ledger.hear(event)
    ready += ledger.begin(len(day.events))
    while (wanted := ledger.missing) is not None:
        ready += ledger.hear_page(wanted, list(day.events[wanted : wanted + 7]))
    for event in ready:
        late.hear(event)
    assert asdict(late) == asdict(folded(day.events))


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(0, 60))
def test_no_button_that_can_be_pressed_is_refused(chance: Random, length: int):
    day = Day(chance)
    for _ in range(length):
        day.anything()
    types = {a.type: kind for a in ACTIONS for kind in ABOUT_A_WINDOW if kind.__struct_config__.tag == a.type}
    for window in (1, 2, 3, 4):
        seen = console(standing(day, folded(day.events), day.now), window, SAY)
        for button in seen.buttons:
            if not button.enabled:
                continue
            trial = Day.__new__(Day)
            trial.hall, trial.now, trial.events, trial.count = folded_hall(day.events), day.now, [], 10_000
            fields = {"to_line": "passport"} if button.type == "transfer" else {}
            refusal = trial.ask(types[button.type], window=window, **fields)
            assert refusal is None or refusal.reason == "recalls-exhausted", (button.type, seen.state)
        for row in seen.held:
            if row.enabled:
                trial = Day.__new__(Day)
                trial.hall, trial.now, trial.events, trial.count = folded_hall(day.events), day.now, [], 10_000
                assert trial.ask(c.Resume, window=window, ticket=row.ticket) is None


def test_a_pause_asked_for_while_a_visitor_is_there_comes_after_them_and_can_be_undone():
    day = Day(Random(0))
    day.ask(c.TakeTicket, service="registration")
    day.ask(c.CallNext, window=1)
    day.ask(c.PauseWindow, window=1)
    seen = console(standing(day, folded(day.events), day.now), 1, SAY)
    can = {button.type for button in seen.buttons if button.enabled}
    assert (seen.state, seen.pause_ahead) == ("calling", True)
    assert "open-window" in can
    assert "pause-window" not in can
    day.ask(c.OpenWindow, window=1)
    seen = console(standing(day, folded(day.events), day.now), 1, SAY)
    assert not seen.pause_ahead


def folded_hall(events: list[Event]) -> Hall:
    hall = Hall(PLAN)
    for event in events:
        evolve(hall, event)
    return hall
