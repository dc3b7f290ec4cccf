"""The manager's pages from a browser's side: from a real journal, through the processes beside the office."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from broker.bus.memory import MemoryBroker
from broker.contracts import commands as c
from office.reports.records import Records
from tests.broker.halls import HALL_TOML, PLAN
from tests.broker.old_hall import five_days
from tests.broker.until import until
from tests.office.hall_in_memory import HallInMemory, delivering
from tests.office.serving import serving

pytestmark = pytest.mark.fast


@dataclass
class Manager:
    hall: HallInMemory
    address: str
    records: Records

    def get(self, path: str, lang: str = "uk") -> requests.Response:
        parted = "&" if "?" in path else "?"
        return requests.get(f"{self.address}{path}{parted}lang={lang}", timeout=60)


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hall")
    (folder / "hall.toml").write_text(HALL_TOML)
    five_days(folder / "queue-master")
    return folder


@pytest.fixture(scope="module")
def manager(journal: Path) -> Iterator[Manager]:
    with ExitStack() as stack:
        broker = MemoryBroker()
        hall = HallInMemory(broker.client("queue-master", PLAN.hall.id), PLAN)
        stack.enter_context(delivering(broker))
        records = Records(journal / "hall.toml", journal / "visits", "", journal)
        office = serving(PLAN, lambda name: broker.client(name, PLAN.hall.id), records=records)
        address, _ = stack.enter_context(office)
        yield Manager(hall, address, records)


def test_a_week_of_a_journal_is_told_in_tiles_pictures_and_tables(manager: Manager):
    page = manager.get("/manager/analytics?period=week&at=2026-11-25")
    assert page.status_code == 200
    assert '<span class="m-tile-name">Прийшло</span><strong>14</strong>' in page.text
    assert page.text.count("<svg") >= 3
    assert page.text.count("<caption>") >= 5
    assert "o-kovalenko" in page.text
    assert "style=" not in page.text
    assert "<script>" not in page.text


def test_a_time_without_visitors_is_said_to_have_none(manager: Manager):
    page = manager.get("/manager/analytics?period=month&at=2024-02-10", "en")
    assert "Nobody came on these days." in page.text
    assert "NaN" not in page.text


@pytest.mark.parametrize(
    "odd",
    ["period=decade", "at=2026-13-45", "since=2026-11-30&until=2026-11-01", "since=x", "line=%27%3B--", "window=-1"],
)
def test_an_odd_address_leads_to_a_page_all_the_same(manager: Manager, odd: str):
    assert manager.get(f"/manager/analytics?{odd}").status_code == 200


def test_words_of_an_address_stand_on_the_page_as_words(manager: Manager):
    page = manager.get("/manager/analytics?operator=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in page.text


def test_a_process_that_dies_is_there_again_for_the_next_page(manager: Manager):
    manager.get("/manager/analytics?period=week&at=2026-11-25")
    worker = manager.records._worker._process
    assert worker is not None
    worker.kill()
    until(lambda: worker.returncode is not None)
    assert "<strong>14</strong>" in manager.get("/manager/analytics?period=week&at=2026-11-25").text


def test_the_live_hall_says_who_waits_where_nobody_serves(manager: Manager):
    manager.hall.do(c.TakeTicket, service="registration")
    until(lambda: "а жодне вікно цю чергу не приймає" in manager.get("/manager").text)
    manager.hall.do(c.OpenWindow, window=1)
    until(lambda: "Усе в межах." in manager.get("/manager").text)


def test_without_a_journal_on_this_machine_the_page_says_what_to_do(tmp_path: Path):
    with ExitStack() as stack:
        broker = MemoryBroker()
        HallInMemory(broker.client("queue-master", PLAN.hall.id), PLAN)
        stack.enter_context(delivering(broker))
        (tmp_path / "hall.toml").write_text(HALL_TOML)
        records = Records(tmp_path / "hall.toml", tmp_path / "visits", "", tmp_path)
        office = serving(PLAN, lambda name: broker.client(name, PLAN.hall.id), records=records)
        address, _ = stack.enter_context(office)
        assert "CHERHA_JOURNAL" in requests.get(f"{address}/manager/analytics", timeout=60).text
