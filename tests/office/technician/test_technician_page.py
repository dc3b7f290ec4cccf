"""The technician's page from a browser's side, with appliances on a bus in memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests

from broker.bus.appliance import Appliance, Outcome
from broker.bus.clock import new_id
from broker.bus.memory import MemoryBroker
from broker.contracts import codec
from broker.contracts.shown import Shown
from broker.contracts.status import About, Did, Do
from broker.contracts.topics import Topics
from office.technician.deeds import KEPT, Deeds
from tests.broker.halls import MORNING, PLAN
from tests.broker.until import until
from tests.office.hall_in_memory import HallInMemory, delivering
from tests.office.serving import made_up_staff, serving, token_of

pytestmark = pytest.mark.fast
TOPICS = Topics(PLAN.hall.id)


@dataclass
class Room:
    """The page, and a printer's dispenser that does as it is told."""

    address: str
    broker: MemoryBroker
    hall: HallInMemory
    asked: list[str]
    signed: dict[str, str]

    def appliance(self, identity: str, role: str, version: str = "1.0", place: str = "") -> Appliance:
        bus = self.broker.client(identity, PLAN.hall.id)
        about = About(role=role, version=version, **({"place": place} if place else {}))
        made = Appliance(bus, id=identity, role=role, version=version, about=about, zone=PLAN.timezone)

        def test(do: Do) -> Outcome:
            self.asked.append(do.what)
            return "failed", "no paper", ""

        made.can("self-test", test)
        bus.start()
        made.ready()
        return made

    def page(self, lang: str = "en") -> str:
        return requests.get(f"{self.address}/technician?lang={lang}", timeout=10, cookies=self.signed).text

    def sees(self, words: str, lang: str = "en") -> None:
        until(lambda: words in self.page(lang), 20, words)

    def do(self, **wish: Any) -> tuple[int, dict[str, Any]]:
        answer = requests.post(
            f"{self.address}/technician/do?lang=en",
            data=json.dumps(wish),
            headers={"content-type": "application/json", "x-cherha": "press"},
            timeout=30,
            cookies=self.signed,
        )
        return answer.status_code, answer.json()


@pytest.fixture
def room() -> Iterator[Room]:
    broker = MemoryBroker()
    hall = HallInMemory(broker.client("queue-master", PLAN.hall.id), PLAN)
    with (
        delivering(broker),
        made_up_staff() as keeper,
        serving(PLAN, lambda name: broker.client(name, PLAN.hall.id), keeper=keeper) as (address, _),
    ):
        yield Room(address, broker, hall, [], token_of(keeper, "taras"))


def test_what_is_wrong_stands_first_with_what_to_do_about_it(room: Room):
    room.appliance("board-1", "board", place="above window 4")
    ill = room.appliance("dispenser-1", "dispenser")
    room.sees("All is well: 2 appliances")
    ill.problem(
        "paper-out", {"uk": "Скінчився папір.", "en": "Out of paper."}, {"uk": "Вставте.", "en": "Put in a roll."}
    )
    room.sees("1 appliance needs hands")
    page = room.page()
    assert page.index("Out of paper.") < page.index("Put in a roll.") < page.index("above window 4")
    assert "Скінчився папір." in room.page("uk")
    ill.clear("paper-out")
    room.sees("All is well")


def test_a_silent_appliance_is_somebody_to_walk_to(room: Room):
    made = room.appliance("board-1", "board")
    room.sees("All is well")
    made._say("lost")
    room.sees("The appliance is silent.")
    assert "take its power for 10 seconds" in room.page()


def test_a_screen_that_shows_another_call_than_it_should_is_told_with_both(room: Room):
    room.appliance("board-1", "board")
    room.sees("All is well")
    shown = Shown(boot=new_id(), at=room.hall.now, seq=1, epoch="e", snapshot="0" * 16, calls=(), blank=True)
    bus = room.broker.client("board-1-screen", PLAN.hall.id)
    bus.start()
    bus.publish(TOPICS.shown("board-1"), codec.encode(shown), retain=True)
    room.sees("should show: no calls")


def test_a_wish_is_done_once_and_its_outcome_told_to_all_who_look(room: Room):
    room.appliance("dispenser-1", "dispenser")
    room.sees('data-what="self-test"')
    wish = new_id()
    status, answer = room.do(id=wish, appliance="dispenser-1", what="self-test")
    assert (status, answer["status"]) == (409, "refused")
    assert "no paper" in answer["message"]
    assert room.asked == ["self-test"]
    room.sees("Self-test — failed: no paper")


@pytest.mark.parametrize(
    ("wish", "status"),
    [
        ({"id": "x", "appliance": "dispenser-1", "what": "screenshot"}, 409),
        ({"id": "x", "appliance": "dispenser-1", "what": "format-disk"}, 409),
        ({"id": "x", "appliance": "nobody", "what": "restart"}, 409),
        ({"id": "x", "appliance": "Не те", "what": "restart"}, 400),
        ({"id": "x", "what": "restart"}, 400),
        ({"id": "x", "appliance": "dispenser-1", "what": "restart", "arguments": {"a": 1}}, 400),
    ],
)
def test_only_what_a_technician_may_ask_is_asked(room: Room, wish: dict[str, Any], status: int):
    room.appliance("dispenser-1", "dispenser")
    room.sees('data-what="self-test"')
    assert room.do(**wish)[0] == status
    assert room.asked == []


def test_different_versions_are_noticed(room: Room):
    room.appliance("board-1", "board")
    room.appliance("board-2", "board", version="1.1")
    room.sees("1.0: 1, 1.1: 1")


def test_who_still_runs_the_old_hall_file_is_seen(room: Room):
    room.appliance("queue-master", "queue-master").runs_hall("b" * 64)
    board = room.appliance("board-1", "board")
    board.runs_hall("a" * 64)
    room.sees("still by the old hall file aaaaaaa; takes the new one (bbbbbbb)")
    board.runs_hall("b" * 64)
    until(lambda: "old hall file" not in room.page() and "hall file bbbbbbb" in room.page(), 20)


def test_the_last_deeds_are_kept_each_once_and_pictures_are_none():
    deeds = Deeds()
    for place in range(KEPT + 2):
        did = Did(id=f"id-{place}", what="identify", at=MORNING, outcome="done")
        deeds.hear("board-1", did)
        deeds.hear("board-1", did)
    deeds.hear("board-1", Did(id="p", what="screenshot", at=MORNING, outcome="done"))
    assert [did.id for did in deeds.of("board-1")] == ["id-4", "id-3", "id-2"]
    assert deeds.of("board-2") == ()
