"""The log of an appliance from a browser's side: asked for when somebody looks, once for all, scrubbed, to be taken away."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import pytest
import requests

from broker.bus.appliance import Appliance
from broker.bus.clock import now
from broker.bus.memory import MemoryBroker
from broker.contracts import codec
from broker.contracts.log_lines import LogLine
from broker.contracts.status import About, Did, Do, Status
from broker.contracts.topics import Topics
from office.technician.logs.face import anchor
from office.technician.logs.pages import known_problems
from tests.broker.halls import PLAN
from tests.broker.until import until
from tests.office.hall_in_memory import HallInMemory, delivering
from tests.office.serving import made_up_staff, serving, token_of

pytestmark = pytest.mark.fast
TOPICS = Topics(PLAN.hall.id)


class Room(NamedTuple):
    address: str
    broker: MemoryBroker
    signed: dict[str, str]

    def get(self, path: str) -> requests.Response:
        return requests.get(f"{self.address}{path}", timeout=20, cookies=self.signed)

    def knows(self, identity: str) -> None:
        until(lambda: identity in self.get("/technician?lang=en").text, 20)


@pytest.fixture
def room() -> Iterator[Room]:
    broker = MemoryBroker()
    HallInMemory(broker.client("queue-master", PLAN.hall.id), PLAN)
    with (
        delivering(broker),
        made_up_staff() as keeper,
        serving(PLAN, lambda name: broker.client(name, PLAN.hall.id), keeper=keeper) as (address, _),
    ):
        yield Room(address, broker, token_of(keeper, "taras"))


def test_warnings_stand_first_with_the_code_of_a_problem_explained_and_all_of_it_is_a_file(room: Room):
    bus, about = room.broker.client("board-1", PLAN.hall.id), About(role="board", version="1.0", place="above window 4")
    board = Appliance(bus, id="board-1", role="board", version="1.0", about=about, zone=PLAN.timezone)
    bus.start()
    board.ready()
    logging.getLogger("display.board").warning("the picture of %s is late by %.1f s", "Олена Коваль", 2.5)
    logging.getLogger("display.board").info("a line of no weight")
    board.problem("screen-dark", {"uk": "x", "en": "x"}, {"uk": "y", "en": "y"})
    room.knows("board-1")
    page = room.get("/technician/log/board-1?lang=en").text
    assert page.index("the picture of [str] is late by 2.5 s") < page.index("a line of no weight")
    assert '<a href="/technician/problems#screen-dark">' in page
    assert 'id="screen-dark"' in room.get("/technician/problems?lang=uk").text
    file = room.get("/technician/log/board-1.txt")
    assert file.headers["content-disposition"].startswith('attachment; filename="board-1-log-')
    assert "the picture of [str] is late by 2.5 s" in file.text
    assert "problems  screen-dark" in file.text
    assert "Коваль" not in page + file.text


def test_many_who_look_are_one_wish_and_what_another_program_says_is_scrubbed_and_escaped(room: Room):
    asked: list[Do] = []
    bus, at = room.broker.client("board-9", PLAN.hall.id), now(PLAN.timezone)

    def answer(do: Do) -> None:
        asked.append(do)
        texts = ("Ivan Petrenko called 067 123 45 67", "<script>alert(1)</script>")
        lines = tuple(LogLine(at=at, level="error", where="x", text=text) for text in texts)
        bus.publish(TOPICS.did("board-9"), codec.encode(Did(id=do.id, what="log", at=at, outcome="done", lines=lines)))

    bus.subscribe(TOPICS.do("board-9"), lambda m: answer(codec.read(Do, m.body)))
    bus.start()
    status = Status(state="ready", boot="b", at=at, role="board", version="0")
    bus.publish(TOPICS.status("board-9"), codec.encode(status), retain=True)
    room.knows("board-9")
    with ThreadPoolExecutor(6) as pool:
        pages = [page.text for page in pool.map(room.get, ["/technician/log/board-9?lang=uk"] * 6)]
    assert len(asked) == 1
    assert all("Petrenko" not in page and "123 45 67" not in page and "<script>alert" not in page for page in pages)
    assert "&lt;script&gt;" in pages[0]


def test_who_may_not_and_what_is_not_there(room: Room):
    assert room.get("/technician/log/nobody").status_code == 404
    assert room.get("/technician/log/nobody.txt").status_code == 404
    for path in ("/technician/log/board-1", "/technician/problems"):
        answer = requests.get(f"{room.address}{path}", timeout=20, allow_redirects=False)
        assert answer.status_code in (302, 303, 307, 401)


def test_each_code_is_explained_somewhere():
    known = known_problems()
    assert anchor("content-slides", known) == "content-name"
    assert anchor("content-broken", known) == "content-broken"
    assert anchor("made-up", known) == ""
