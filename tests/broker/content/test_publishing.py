"""The queue-master publishes what is good in the technician's folder, with its checksum, and serves that alone."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from broker.bus.memory import MemoryBroker
from broker.bus.seam import Message
from broker.content import kinds
from broker.content.bundle import pack
from broker.content.command import main
from broker.content.publishing import Publisher
from broker.contracts import codec
from broker.contracts.status import Content
from broker.contracts.topics import Topics
from tests.broker.content import bundles
from tests.broker.content.bundles import Staff, good

pytestmark = pytest.mark.fast


@pytest.fixture(autouse=True)
def _a_kind_with_a_check(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(kinds.KINDS, "survey", f"{bundles.__name__}:check")


class Desk:
    """A technician's folder and what is published of it."""

    def __init__(self, place: Path) -> None:
        self.folder, self.store = place / "content", place / "store"
        self.folder.mkdir(exist_ok=True)
        self.broker, self.staff = MemoryBroker(), Staff()
        self.bus = self.broker.client("queue-master")
        self.publisher = Publisher(self.bus, self.folder, self.store, host="127.0.0.1", port=0, staff=self.staff)
        self.bus.start()

    def look(self) -> dict[str, Content]:
        self.publisher.look()
        self.publisher.look()  # at rest
        topic = Topics("test-hall").content("")
        kept = self.broker.retained
        return {t.removeprefix(topic): codec.read(Content, m.body) for t, m in kept.items() if t.startswith(topic)}

    def put(self, name: str, body: bytes) -> None:
        (self.folder / name).write_bytes(body)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.publisher._server and made.publisher._server.stop()


def got(content: Content) -> bytes:
    answer = requests.get(content.address, timeout=10)
    assert answer.status_code == 200
    return answer.content


def test_a_zip_is_published_with_its_checksum_and_can_be_fetched(desk: Desk):
    desk.put("survey.zip", good("first"))
    content = desk.look()["survey"]
    body = got(content)
    assert (hashlib.sha256(body).hexdigest(), len(body)) == (content.sha256, content.size)
    assert content.version == content.sha256[:12]


def test_a_folder_is_zipped_to_the_same_bytes_wherever_and_whenever(tmp_path: Path):
    for n, order in enumerate((("a", "b"), ("b", "a"))):
        folder = tmp_path / str(n)
        for name in order:
            (folder / "deep").mkdir(parents=True, exist_ok=True)
            (folder / "deep" / name).write_text(name)
            os.utime(folder / "deep" / name, (n * 1e6, n * 1e6))
        (folder / ".hidden").write_text(str(n))
        pack(folder, tmp_path / f"{n}.zip")
    assert (tmp_path / "0.zip").read_bytes() == (tmp_path / "1.zip").read_bytes()


def test_a_folder_says_its_version_itself(desk: Desk):
    (desk.folder / "survey-summer").mkdir()
    (desk.folder / "survey-summer" / "words.txt").write_text("hot")
    (desk.folder / "survey-summer" / "version.txt").write_text("2026-07.1\n")
    assert desk.look()["survey-summer"].version == "2026-07.1"


def test_a_broken_bundle_is_told_of_and_the_good_one_before_it_stays(desk: Desk):
    desk.put("survey.zip", good("first"))
    first = desk.look()["survey"]
    desk.put("survey.zip", good("bad words"))
    assert desk.look()["survey"] == first
    assert "bad words" in desk.staff.problems["content-broken"]["en"]
    assert got(first)
    desk.put("survey.zip", good("second, and longer"))
    assert desk.look()["survey"] != first
    assert desk.staff.problems == {}


def test_after_a_restart_the_good_one_is_still_there_beside_a_broken_folder(desk: Desk, tmp_path: Path):
    desk.put("survey.zip", good("first"))
    first = desk.look()["survey"]
    desk.put("survey.zip", b"broken")
    again = Desk(tmp_path)
    second = again.look()["survey"]
    assert (second.sha256, second.version) == (first.sha256, first.version)
    assert got(second)
    again.publisher._server.stop()


def test_a_bundle_that_is_taken_away_is_taken_back_but_not_when_the_whole_disk_is_away(desk: Desk):
    desk.put("survey.zip", good("first"))
    desk.put("survey-summer.zip", good("clips"))
    assert set(desk.look()) == {"survey", "survey-summer"}
    (desk.folder / "survey-summer.zip").unlink()
    assert set(desk.look()) == {"survey"}
    shutil.rmtree(desk.folder)
    assert set(desk.look()) == {"survey"}


def test_an_offer_of_an_earlier_life_is_taken_back(desk: Desk):
    desk.put("survey.zip", good("first"))
    desk.look()
    ghost = Topics("test-hall").content("news")
    desk.broker.retained[ghost] = bundles_message(ghost)
    desk.bus.stop()
    desk.bus.start()
    desk.broker.deliver()
    assert ghost not in desk.broker.retained


def bundles_message(topic: str) -> Message:
    return Message(topic, codec.encode(bundles.offer(b"", "http://gone/")))


@pytest.mark.parametrize(
    "path", ["/", "/survey", "/../published.json", "/survey/..%2f..%2fpublished.json", "//etc/passwd"]
)
def test_nothing_but_bundles_is_served(desk: Desk, path: str):
    desk.put("survey.zip", good("first"))
    desk.look()
    assert requests.get(desk.publisher.address + path, timeout=10).status_code == 404


def test_an_address_that_cannot_be_had_is_told_of(tmp_path: Path):
    staff = Staff()
    (tmp_path / "content").mkdir()
    bus = MemoryBroker().client("queue-master")
    publisher = Publisher(bus, tmp_path / "content", tmp_path / "store", host="203.0.113.7", port=80, staff=staff)
    publisher.look()
    assert "203.0.113.7:80" in staff.problems["content-not-served"]["en"]


def test_the_command_checks_and_puts_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "survey").mkdir()
    (tmp_path / "survey" / "words.txt").write_text("bad words")
    folder = tmp_path / "hall"
    folder.mkdir()
    assert main(["add", str(tmp_path / "survey"), "--folder", str(folder)]) == 1
    assert "words.txt:1: bad words" in capsys.readouterr().out
    assert list(folder.iterdir()) == []
    (tmp_path / "survey" / "words.txt").write_text("good words")
    assert main(["add", str(tmp_path / "survey"), "--folder", str(folder)]) == 0
    assert main(["list", "--folder", str(folder)]) == 0
    assert "survey.zip: no mistakes" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "says"), [("servey", 'mean "survey"'), ("Survey!", "small Latin"), ("qqq", "there is")]
)
def test_a_name_of_no_kind_is_a_mistake_with_a_hint(name: str, says: str, tmp_path: Path, capsys: Any):
    (tmp_path / f"{name}.zip").write_bytes(good("words"))
    assert main(["check", str(tmp_path / f"{name}.zip")]) == 1
    assert says in capsys.readouterr().out
