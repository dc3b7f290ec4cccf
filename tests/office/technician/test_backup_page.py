"""The page of the backup: a word is drawn, and counts once it was typed back; what it seals opens by it alone."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import requests

from broker.bus.appliance import Appliance
from broker.bus.clock import new_id
from broker.bus.memory import MemoryBroker
from broker.contracts.status import About
from broker.standby.kept_files import KEY, KeptFiles
from broker.standby.sealing import WrongWord, kept_key, unseal
from broker.standby.word import is_drawn, new_word
from broker.standby.word_desk import begin_with, teach
from office.doors.audit import PaperAudit
from tests.broker.halls import PLAN
from tests.broker.until import until
from tests.office.hall_in_memory import HallInMemory, delivering
from tests.office.serving import made_up_staff, serving, token_of

pytestmark = pytest.mark.fast


@dataclass
class Page:
    address: str
    browser: requests.Session
    folder: Path
    audit: PaperAudit
    broker: MemoryBroker

    def post(self, what: str, **wish: Any) -> tuple[int, dict[str, Any]]:
        sent = {"content-type": "application/json", "x-cherha": "press"}
        address = f"{self.address}/technician/backup/{what}?lang=en"
        answer = self.browser.post(address, data=json.dumps(wish), headers=sent, timeout=30)
        return answer.status_code, answer.json()

    def text(self) -> str:
        return self.browser.get(f"{self.address}/technician/backup?lang=en", timeout=30).text

    def master(self) -> Appliance:
        """The queue-master's box has come."""
        bus = self.broker.client("queue-master-box", PLAN.hall.id)
        about = About(role="queue-master", version="1")
        master = Appliance(bus, id=bus.client, role="queue-master", version="1", about=about, zone=PLAN.timezone)
        teach(master, self.folder)
        bus.start()
        master.ready()
        return master


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    broker = MemoryBroker()
    HallInMemory(broker.client("queue-master", PLAN.hall.id), PLAN)
    with (
        delivering(broker),
        made_up_staff() as keeper,
        requests.Session() as browser,
    ):
        audit = PaperAudit()
        keeper.audit = audit
        with serving(PLAN, lambda name: broker.client(name, PLAN.hall.id), keeper=keeper) as (address, _):
            browser.cookies.update(token_of(keeper, "taras"))
            yield Page(address, browser, tmp_path, audit, broker)


def test_a_word_counts_once_it_was_typed_back_and_not_before(page: Page):
    page.master()
    until(lambda: "Nobody has made a word" in page.text())
    status, drawn = page.post("draw")
    assert (status, is_drawn(drawn["message"])) == (200, True)
    assert not (page.folder / KEY).exists()
    typed = drawn["message"].upper().replace("-", " ")
    assert page.post("word", id=new_id(), word=typed)[1]["status"] == "done"
    assert kept_key(page.folder / KEY)
    assert "on paper alone" in page.text()
    assert ("backup-word-made", "taras", None) in page.audit.notes


def test_a_word_that_somebody_thought_of_is_refused(page: Page):
    page.master()
    until(lambda: "Nobody has made a word" in page.text())
    assert page.post("word", id=new_id(), word="кам'янське-2026")[0] == 409
    assert page.post("word", id=new_id(), word="aaaa")[0] == 409
    assert not (page.folder / KEY).exists()


def test_the_page_claims_nothing_while_the_queue_master_is_silent(page: Page):
    assert "whether there is a word cannot be seen now" in page.text()
    assert page.post("word", id=new_id(), word=new_word())[0] == 504
    assert "backup-word-made" not in str(page.audit.notes)


def test_a_standby_that_gets_nothing_yet_is_not_called_a_copy(page: Page):
    bus = page.broker.client("standby-1", PLAN.hall.id)
    about = About(role="standby", version="1")
    standby = Appliance(bus, id="standby-1", role="standby", version="1", about=about, zone=PLAN.timezone)
    bus.start()
    standby.ready()
    page.master()
    until(lambda: "standby-1: has come into the hall" in page.text())
    assert "has all that the queue knows" not in page.text()


def test_the_word_stands_in_no_log_and_no_audit(page: Page, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    page.master()
    until(lambda: "Nobody has made a word" in page.text())
    word = page.post("draw")[1]["message"]
    assert page.post("word", id=new_id(), word=word)[0] == 200
    assert word not in caplog.text
    assert word not in str(page.audit.notes)
    assert word not in page.text()


def test_what_was_sealed_with_the_word_before_is_sealed_anew(tmp_path: Path):
    authority = tmp_path / "authority"
    authority.mkdir()
    (authority / "key.pem").write_bytes(b"the hall's key")
    state, words = tmp_path / "queue-master", (new_word(), new_word())
    files = KeptFiles(state, tmp_path / "hall.toml", {}, (authority,))
    name = "authority/key.pem.sealed"

    def opened(word: str) -> bytes:
        files.listed()
        target = BytesIO()
        unseal(word, BytesIO(files.place(name).read_bytes()), target)
        return target.getvalue()

    begin_with(state, words[0])
    assert opened(words[0]) == b"the hall's key"
    half_way = files.place(name).read_bytes()
    begin_with(state, words[1])
    files.place(name).parent.mkdir(parents=True, exist_ok=True)
    files.place(name).write_bytes(half_way)  # it was just being sealed with the word before
    assert opened(words[1]) == b"the hall's key"
    with pytest.raises(WrongWord):
        opened(words[0])
