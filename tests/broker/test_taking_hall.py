"""A hall file is taken while the hall works: it is as after a restart, and nobody who is here loses anything."""

from __future__ import annotations

import threading
from hashlib import sha256
from pathlib import Path
from random import Random

import msgspec
import pytest

from broker.bus.appliance import Action
from broker.bus.clock import new_id
from broker.contracts import commands as c
from broker.contracts.hall_check import parse
from broker.contracts.hall_file import HallFile
from broker.contracts.status import Do
from broker.queuemaster.calendar import Calendar
from broker.queuemaster.errands import Errands
from broker.queuemaster.hall_desk import CANDIDATE, HallDesk
from broker.queuemaster.restoring import restored
from broker.queuemaster.taking_hall import obstacles
from tests.broker.desk import Desk
from tests.broker.halls import HALL_TOML, MORNING, PLAN
from tests.broker.test_changed_hall_file import without
from tests.broker.until import until

pytestmark = pytest.mark.fast

MORE = parse(
    HALL_TOML
    + """
[[line]]
id = "new-line"
letter = "Я"
name = { uk = "Нова", en = "New" }

[[service]]
id = "new-service"
line = "new-line"
name = { uk = "Нова послуга", en = "New service" }

[[window]]
id = 9
zone = "hall-1"
lines = ["new-line"]
"""
)
REPLACED = msgspec.structs.replace


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def keys(desk: Desk, plan: HallFile) -> set[str]:
    return {obstacle.key for obstacle in obstacles(desk.master.hall, plan)}


def test_what_is_new_is_there_at_once_and_those_who_wait_stay(desk: Desk) -> None:
    first = desk.ask(c.TakeTicket, service="registration").ticket
    desk.master.take(MORE, Calendar.of(MORE))
    assert desk.ask(c.TakeTicket, service="new-service").status == "done"
    desk.ask(c.OpenWindow, window=9)
    assert desk.ask(c.CallNext, window=9).ticket.number == "Я001"  # type: ignore[union-attr]
    desk.ask(c.OpenWindow, window=1)
    called = desk.ask(c.CallNext, window=1).ticket
    assert first
    assert called
    assert called.id == first.id


@pytest.mark.parametrize("seed", range(12))
def test_whatever_happens_before_and_after_a_restart_finds_the_same_hall(desk: Desk, seed: int) -> None:
    """The journal knows nothing of hall files: replayed, it gives the state that the changed hall came to."""
    chance = Random(seed)
    plans, plan, numbers = (PLAN, MORE), PLAN, set[str]()
    for _ in range(120):
        window = chance.choice((1, 2, 3, 9))
        match chance.randrange(8):
            case 0:
                plan = chance.choice(plans)
                if not obstacles(desk.master.hall, plan):
                    desk.master.take(plan, Calendar.of(plan))
            case 1 | 2 | 3:
                service = chance.choice(("registration", "passport-new", "new-service"))
                ticket = desk.ask(c.TakeTicket, service=service).ticket
                if ticket:
                    assert ticket.number not in numbers, "no number twice"
                    numbers.add(ticket.number)
            case 4:
                desk.ask(c.OpenWindow, window=window)
            case 5:
                desk.ask(c.CallNext, window=window)
            case 6:
                desk.ask(chance.choice((c.StartService, c.NoShow)), window=window)
            case _:
                desk.ask(c.Finish, window=window)
    again = restored(desk.master.hall.plan, desk.journal).hall
    assert msgspec.json.encode(again.memory) == desk.memory()
    assert len(numbers) == len(desk.master.hall.memory.tickets)
    assert again.rows.in_line == desk.master.hall.rows.in_line


def test_a_line_with_people_and_its_services_cannot_go(desk: Desk) -> None:
    assert not obstacles(desk.master.hall, without("residence"))
    desk.ask(c.TakeTicket, service="registration")
    assert keys(desk, without("residence")) == {"line-in-use", "service-in-use"}
    desk.ask(c.OpenWindow, window=1)
    ticket = desk.ask(c.CallNext, window=1).ticket
    assert ticket
    desk.ask(c.StartService, window=1)
    assert "line-in-use" in keys(desk, without("residence")), "who is served is not done yet"
    desk.ask(c.Finish, window=1)
    assert not obstacles(desk.master.hall, without("residence"))


def test_an_open_window_and_a_letter_on_slips_cannot_go(desk: Desk) -> None:
    desk.ask(c.TakeTicket, service="registration")
    desk.ask(c.OpenWindow, window=1)
    assert keys(desk, REPLACED(PLAN, window=PLAN.window[1:])) == {"window-open"}
    lines = tuple(REPLACED(each, letter="Щ") if each.id == "residence" else each for each in PLAN.line)
    assert keys(desk, REPLACED(PLAN, line=lines)) == {"letter-in-use"}


def test_a_class_that_somebody_has_cannot_go_and_the_hall_stays_the_hall(desk: Desk) -> None:
    desk.ask(c.TakeTicket, service="registration", priority="veteran")
    assert keys(desk, REPLACED(PLAN, priority=PLAN.priority[1:])) == {"priority-in-use"}
    assert keys(desk, REPLACED(PLAN, hall=REPLACED(PLAN.hall, id="other"))) == {"another-id"}


class Taught(dict[str, Action]):
    """An appliance that is asked without a bus."""

    def can(self, what: str, action: Action) -> None:
        self[what] = action


def test_the_desk_takes_the_very_file_that_was_meant_and_only_between_turns(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "hall.toml"
    errands, taught = Errands(lambda: None), Taught()
    HallDesk(path, desk.master, errands).teach(taught)
    over = threading.Event()

    def turn() -> bool:
        errands.run()
        return over.is_set()

    loop = threading.Thread(target=lambda: until(turn), daemon=True)
    loop.start()

    def ask(what: str, text: str, language: str = "uk") -> tuple[str, str]:
        arguments = {"sha256": sha256(text.encode()).hexdigest(), "language": language}
        outcome, words, _ = taught[what](Do(id=new_id(), what=what, at=MORNING, arguments=arguments))
        return outcome, words

    path.write_text(HALL_TOML)
    fewer = HALL_TOML.replace('id = "residence"', 'id = "gone"').replace('line = "residence"', 'line = "gone"')
    fewer = fewer.replace('"residence"', '"gone"')
    assert ask("take-hall", "something else")[0] == "failed"
    assert ask("look-at-hall", HALL_TOML)[0] == "failed", "there is no candidate"
    desk.ask(c.TakeTicket, service="registration")
    path.with_name(CANDIDATE).write_text(fewer)
    outcome, words = ask("look-at-hall", fewer)
    assert (outcome, "Чергу «residence» поки не можна прибрати" in words) == ("failed", True)
    assert desk.master.hall.plan is PLAN
    changed = HALL_TOML.replace("recalls = 2", "recalls = 3")
    path.with_name(CANDIDATE).write_text(changed)
    assert ask("look-at-hall", changed) == ("done", "")
    assert desk.master.hall.plan is PLAN, "it was only looked at"
    path.write_text(changed)
    assert ask("take-hall", changed) == ("done", "")
    assert desk.master.hall.plan.policy.recalls == 3
    path.write_text(changed.replace('"2 min"', '"2 mni"'))
    outcome, words = ask("take-hall", path.read_text(), "en")
    assert outcome == "failed"
    assert words.count("mni") == 2, "all mistakes at once"
    over.set()
    loop.join()


def test_what_a_dispenser_may_be_giving_out_alone_goes_only_when_the_day_is_over(desk: Desk) -> None:
    desk.ask(c.LeaseNumbers, lines=("residence",))
    service = next(each.id for each in PLAN.service if each.line == "residence")
    gone = REPLACED(PLAN, service=tuple(each for each in PLAN.service if each.id != service))
    assert keys(desk, gone) == {"service-leased"}
    assert keys(desk, PLAN) == set()
    desk.master.hall.memory.leases.clear()  # as the day's end does
    assert keys(desk, gone) == set()
