"""`cherha send` over a real broker: the reply on one line, the exit code says what became of the command."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from broker.bus.link import Link
from broker.bus.seam import Message
from broker.contracts import codec
from broker.contracts.commands import CallNext, Command
from broker.contracts.replies import Reply
from broker.contracts.topics import Topics
from provisioning.command import main
from tests.broker.until import until

pytestmark = pytest.mark.wire

HALL = """\
[hall]
id = "send-hall"
name = { uk = "Зал" }
timezone = "Europe/Kyiv"
languages = ["uk"]

[[zone]]
id = "hall-1"
name = { uk = "Зал 1" }

[[line]]
id = "residence"
letter = "А"
name = { uk = "Місце проживання" }

[[service]]
id = "residence-registration"
line = "residence"
name = { uk = "Реєстрація" }

[[window]]
id = 1
zone = "hall-1"
"""

Answers = Callable[[Command], Reply]


class Answering:
    """Stands where the queue-master does, and keeps what it heard."""

    def __init__(self, port: int) -> None:
        self.heard: list[Command] = []
        self.answers: Answers = lambda command: Reply(id=command.id, status="done", seq=7, ticket=None)
        self._topics = Topics("send-hall")
        self.link = Link("send-hall", "queue-master-1", "127.0.0.1", port)
        self.link.subscribe(self._topics.command("+"), self._hear)
        self.link.start()
        until(lambda: self.link.connected)

    def _hear(self, message: Message) -> None:
        command = codec.command(message.body)
        self.heard.append(command)
        self.link.publish(message.response_topic, codec.encode(self.answers(command)), correlation=message.correlation)


@pytest.fixture(autouse=True)
def _settings(tmp_path: Path, broker_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "hall.toml").write_text(HALL)
    monkeypatch.setenv("CHERHA_HALL", str(tmp_path / "hall.toml"))
    monkeypatch.setenv("CHERHA_BROKER_PORT", str(broker_port))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture
def queue_master(broker_port: int) -> Iterator[Answering]:
    answering = Answering(broker_port)
    yield answering
    answering.link.stop()


def test_a_done_command_prints_its_reply_and_ends_with_0(queue_master: Answering, capsys: pytest.CaptureFixture[str]):
    assert main(["send", "call-next", "window=1"]) == 0
    heard = queue_master.heard[0]  # it may be asked again, with the same id
    assert isinstance(heard, CallNext)
    assert {command.id for command in queue_master.heard} == {heard.id}
    assert json.loads(capsys.readouterr().out) == {"id": heard.id, "status": "done", "seq": 7, "ticket": None}


def test_a_refused_command_ends_with_3(queue_master: Answering, capsys: pytest.CaptureFixture[str]):
    queue_master.answers = lambda command: Reply(
        id=command.id, status="refused", reason="window-closed", message={"uk": "Вікно зачинене."}
    )
    assert main(["send", "call-next", "window=1"]) == 3
    told = capsys.readouterr().out
    assert told.count("\n") == 1
    assert "Вікно зачинене." in told


def test_a_command_that_the_queue_master_cannot_read_ends_with_2(queue_master: Answering):
    queue_master.answers = lambda command: Reply(id=command.id, status="invalid", field="$.window")
    assert main(["send", "call-next", "window=999"]) == 2


def test_a_command_that_cannot_be_read_here_is_never_sent(queue_master: Answering, capsys: pytest.CaptureFixture[str]):
    assert main(["send", "call-next", "window=five"]) == 2
    assert main(["send", "cal-next", "window=5"]) == 2
    assert "Did you mean “call-next”?" in capsys.readouterr().err
    assert queue_master.heard == []


def test_the_client_may_be_named_and_options_may_stand_anywhere(queue_master: Answering):
    topics: list[str] = []
    queue_master.link.subscribe(Topics("send-hall").reply("window-5"), lambda message: topics.append(message.topic))
    assert main(["send", "--client", "window-5", "call-next", "--timeout", "4", "window=1"]) == 0
    until(lambda: topics)


@pytest.mark.usefixtures("mosquitto")
def test_where_nobody_answers_it_says_whom_it_asked_and_ends_with_4(capsys: pytest.CaptureFixture[str]):
    assert main(["send", "call-next", "window=1", "--timeout", "0.3"]) == 4
    assert "for the hall “send-hall”" in capsys.readouterr().err


def test_without_a_broker_too(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CHERHA_BROKER_PORT", "1")
    assert main(["send", "call-next", "window=1", "--timeout", "0.3"]) == 4


def test_a_missing_hall_file_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setenv("CHERHA_HALL", "/nowhere.toml")
    assert main(["send", "call-next", "window=1"]) == 2
    assert "/nowhere.toml" in capsys.readouterr().err


def test_where_nobody_named_a_hall_the_demo_is_meant(
    broker_port: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.delenv("CHERHA_HALL")
    monkeypatch.chdir(tmp_path.parent)
    assert main(["send", "where-am-i", "ticket=А001", "--timeout", "0.5"]) == 4
    assert "for the hall “lotsman”" in capsys.readouterr().err
