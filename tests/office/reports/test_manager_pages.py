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
from tests.office.serving import made_up_staff, serving, token_of

pytestmark = pytest.mark.fast


@dataclass
class Manager:
    hall: HallInMemory
    address: str
    records: Records
    signed: dict[str, str]

    def get(self, path: str, lang: str = "uk") -> requests.Response:
        parted = "&" if "?" in path else "?"
        return requests.get(f"{self.address}{path}{parted}lang={lang}", timeout=60, cookies=self.signed)


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
        keeper = stack.enter_context(made_up_staff())
        office = serving(PLAN, lambda name: broker.client(name, PLAN.hall.id), keeper=keeper, records=records)
        address, _ = stack.enter_context(office)
        manager = Manager(hall, address, records, token_of(keeper, "maria"))
        # The tables are made a few days at a time; on a busy machine the first page is there before the last of them.
        until(lambda: manager.get("/manager/analytics").ok and records.upto.seq and not records.upto.left)
        yield manager


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
    until(lambda: "а жодне вікно її не приймає" in manager.get("/manager").text)
    manager.hall.do(c.OpenWindow, window=1)
    until(lambda: "Усе в межах." in manager.get("/manager").text)


def test_without_a_journal_on_this_machine_the_page_says_what_to_do(tmp_path: Path):
    with ExitStack() as stack:
        broker = MemoryBroker()
        HallInMemory(broker.client("queue-master", PLAN.hall.id), PLAN)
        stack.enter_context(delivering(broker))
        (tmp_path / "hall.toml").write_text(HALL_TOML)
        records = Records(tmp_path / "hall.toml", tmp_path / "visits", "", tmp_path)
        keeper = stack.enter_context(made_up_staff())
        office = serving(PLAN, lambda name: broker.client(name, PLAN.hall.id), keeper=keeper, records=records)
        address, _ = stack.enter_context(office)
        signed = token_of(keeper, "maria")
        assert "CHERHA_JOURNAL" in requests.get(f"{address}/manager/analytics", timeout=60, cookies=signed).text


PRESS = {"x-cherha": "press"}
WEEKLY = {"name": "Тиждень за вікнами", "measures": ["served", "occupancy"], "groups": ["window"], "time": "last-week"}


def post(manager: Manager, path: str, body: object) -> requests.Response:
    return requests.post(manager.address + path, json=body, headers=PRESS, timeout=60, cookies=manager.signed)


def test_a_report_is_built_kept_opened_taken_away_and_deleted(manager: Manager):
    built = manager.get("/manager/reports/new?m=arrivals,wait-median&g=day&since=2026-11-23&until=2026-11-27")
    assert built.text.count('<th scope="row">') == 4  # a day without visitors has no row
    kept = post(manager, "/manager/reports", WEEKLY)
    address = kept.json()["address"]
    assert "Тиждень за вікнами" in manager.get(address).text
    days = "since=2026-11-23&until=2026-11-27"
    for kind, begin in (("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK"), ("pdf", b"%PDF")):
        file = manager.get(f"{address}.{kind}?{days}")
        assert file.content.startswith(begin)
        assert "attachment" in file.headers["content-disposition"]
    assert post(manager, f"{address}/delete", {}).status_code == 200
    assert manager.get(address).status_code == 404
    assert post(manager, f"{address}/delete", {}).status_code == 404


def test_all_mistakes_of_a_report_are_told_and_it_is_not_kept(manager: Manager):
    before = manager.get("/manager/reports").text.count("/manager/reports/")
    bad = {**WEEKLY, "name": "", "measures": ["servd"], "time": "next-week"}
    for language, words in (
        ("en", ("1 to 80 letters", 'did you mean "served"?', 'no time "next-week"')),
        ("uk", ("від 1 до 80 знаків", 'можливо, малося на увазі "served"?', 'немає проміжку "next-week"')),
    ):
        answer = post(manager, f"/manager/reports?lang={language}", bad)
        told = "\n".join(answer.json()["mistakes"])
        assert answer.status_code == 400
        for each in words:
            assert each in told
        assert "$" not in told, "a page has no paths"
    assert manager.get("/manager/reports").text.count("/manager/reports/") == before


def test_what_cannot_be_told_together_is_named_as_the_page_names_it(manager: Manager):
    page = manager.get("/manager/reports/new?m=occupancy&g=service&time=last-week").text
    assert "&#34;Завантаження&#34; — про вікна, і за &#34;Послуга&#34; його не розкласти" in page


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"7", b'{"name":', b"\xff\xfe", b'{"measures": {"a": 1}, "groups": "day"}']
)
def test_what_is_no_report_is_refused(manager: Manager, body: bytes):
    headers = {**PRESS, "content-type": "application/json"}
    answer = requests.post(
        f"{manager.address}/manager/reports", data=body, headers=headers, timeout=60, cookies=manager.signed
    )
    assert answer.status_code in (400, 411)


def test_a_report_written_by_hand_with_mistakes_is_told_with_file_and_line(manager: Manager):
    folder = manager.records.reports
    folder.mkdir(exist_ok=True)
    (folder / "by-hand.json").write_text('{\n  "name": "Мій",\n  "time": "last-week",\n  "measures": ["arivals"]\n}\n')
    try:
        for language, hint in (("en", "did you mean"), ("uk", "можливо, малося на увазі")):
            page = manager.get("/manager/reports", language).text
            assert "by-hand.json:4: $.measures[0]" in page
            assert f"{hint} &#34;arrivals&#34;?" in page
    finally:
        (folder / "by-hand.json").unlink()


@pytest.mark.parametrize(
    "place", ["nobody", "..%2F..%2Fhall", "new?m=&g=", "new.exe?m=arrivals&time=last-week", "hours.csv.exe"]
)
def test_a_report_that_is_none_is_said_to_be_none(manager: Manager, place: str):
    assert manager.get(f"/manager/reports/{place}").status_code in (200, 404)


def test_ratings_say_that_there_are_too_few_answers(manager: Manager):
    page = manager.get("/manager/ratings?period=week&at=2026-11-25")
    assert "Ще ніхто не має 30 оцінок за цей час." in page.text
    assert "o-kovalenko (10 відповідей)" in page.text


def test_checks_show_their_rule_and_their_rows(manager: Manager):
    page = manager.get("/manager/checks?period=week&at=2026-11-25&check=out-of-turn")
    assert page.text.count("<td >Вікно 3</td>") + page.text.count("<td>Вікно 3</td>") == 4
    assert "Рядок — привід запитати, а не доказ." in page.text
    assert manager.get("/manager/checks?check=nonsense").status_code == 200


def test_a_day_is_played_again_and_what_cannot_be_played_is_said(manager: Manager):
    played = manager.get("/manager/what-if?day=2026-11-25&change=more&window=1&from=08:00&to=12:00")
    assert "Програно зі зміною" in played.text
    assert "<svg" in played.text
    assert "За цей день немає записів." in manager.get("/manager/what-if?day=2020-01-01&change=more&window=1").text
    assert manager.get("/manager/what-if?day=x&change=y&window=z&from=&to=").status_code == 200


def test_the_same_report_of_a_time_that_is_over_is_the_same_file_another_day(manager: Manager):
    address = "/manager/reports/hours.pdf?since=2026-11-23&until=2026-11-26"
    first = manager.get(address).content
    manager.hall.do(c.TakeTicket, service="registration")
    assert manager.get(address).content == first
