"""What the hall says becomes inputs, what is answered reaches the queue-master once, and content never stops a tablet."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from broker.bus.content_versions import Version, Versions
from broker.bus.memory import MemoryBroker
from broker.bus.settings import Settings
from broker.contracts import codec
from broker.contracts import commands as c
from broker.contracts import events as e
from broker.contracts.playlists import Slide
from broker.contracts.replies import Reply
from broker.contracts.snapshot import Notice
from broker.contracts.status import About, Problem
from broker.contracts.surveys import checking
from broker.contracts.topics import Topics
from broker.queuemaster.picture import snapshot
from kiosk.survey.backstage import Backstage, window_seen
from kiosk.survey.inputs import Invited, SendAnswers, SlideOver, SlidesSeen, SurveySeen, WindowSeen
from tests.broker.day import Day
from tests.broker.halls import PLAN

pytestmark = pytest.mark.fast

TOPICS = Topics("test-hall")
ANSWER = SendAnswers(
    id="c-1", run="r-1", ticket="А001", survey="visit", version="1", language="uk", answers={"grade": 3}, comments={},
    partial=True,
)  # fmt: skip


class Wings:
    """A backstage on a bus in memory; `told` is what the flow heard, `commands` what the queue-master did."""

    def __init__(self, folder: Path) -> None:
        self.broker = MemoryBroker()
        self.told: list[Any] = []
        self.commands: list[c.Command] = []
        self.master = self.broker.client("queue-master")
        self.master.subscribe(TOPICS.command("+"), self._hear)
        self.master.start()
        self.backstage = Backstage(
            self.broker.client("survey-1"),
            Settings(state_dir=folder, window=1),
            PLAN,
            about=About(role="survey", version="7"),
            tell=self.told.append,
            later=lambda call: call(),
        )
        self.backstage.start()
        self.broker.deliver()

    def _hear(self, message: Any) -> None:
        command = codec.command(message.body)
        self.commands.append(command)
        reply = codec.encode(Reply(id=command.id, status="done", seq=1))
        self.master.publish(TOPICS.reply("survey-1"), reply, correlation=message.correlation)

    def of(self, kind: type[Any]) -> list[Any]:
        return [each for each in self.told if isinstance(each, kind)]

    @property
    def problems(self) -> dict[str, Problem]:
        kept = self.broker.retained.items()
        return {t.rsplit("/", 1)[1]: codec.read(Problem, m.body) for t, m in kept if "/problem/" in t}


@pytest.fixture
def day() -> Day:
    """А001 is called to window 1."""
    made = Day()
    made.ask(c.OpenWindow, window=1)
    made.take()
    made.ask(c.CallNext, window=1)
    return made


def test_a_visit_begins_with_the_service_and_not_with_the_call(day: Day) -> None:
    assert window_seen(snapshot(day.hall, day.now, "boot"), 1, 0.0) == WindowSeen(0.0, None, None)
    day.ask(c.StartService, window=1)
    seen = window_seen(snapshot(day.hall, day.now, "boot"), 1, 0.0)
    assert (seen.ticket, seen.visit) == ("А001", "2026-11-23 А001")
    assert window_seen(snapshot(day.hall, day.now, "boot"), 2, 0.0).visit is None
    day.ask(c.SuspendHall, why="air-raid")
    there = msgspec.structs.replace(
        snapshot(day.hall, day.now, "boot"), notices=(Notice(code="air-raid", text={"uk": "В укриття"}, stops=True),)
    )
    assert window_seen(there, 1, 0.0).notice == {"uk": "В укриття"}


def test_an_operator_who_asks_is_heard_at_this_window_alone(tmp_path: Path, day: Day) -> None:
    wings = Wings(tmp_path)
    for window in (1, 2):
        asked = e.SurveyAsked(seq=window, at=day.now, by="window-1", ticket="t", number="А001", window=window)
        wings.master.publish(TOPICS.event, codec.encode(asked))
    wings.broker.deliver()
    assert [(each.visit, each.ticket) for each in wings.of(Invited)] == [("2026-11-23 А001", "А001")]


def test_an_answer_is_delivered_once_and_survives_a_restart_without_the_hall(tmp_path: Path) -> None:
    wings = Wings(tmp_path)
    wings.master.stop()
    wings.backstage.act(ANSWER)
    wings.broker.deliver()
    assert wings.commands == []
    wings.backstage.stop()
    again = Wings(tmp_path)
    (command,) = again.commands
    assert isinstance(command, c.AnswerSurvey)
    assert (command.id, command.ticket, command.window, command.run) == ("c-1", "А001", 1, "r-1")
    assert command.expires is not None
    assert command.expires - command.at == timedelta(hours=24)
    again.backstage.stop()
    assert Wings(tmp_path).commands == []


def put(folder: Path, name: str, version: str, fill: Callable[[Path], object]) -> None:
    """A version of a bundle as the store would have activated it."""
    versions = Versions(folder / "content" / name, "7")
    unpacked = versions.fresh("unpacked")
    unpacked.mkdir()
    fill(unpacked)
    versions.activate(Version(version * 64, version), unpacked)


def good(place: Path) -> None:
    shutil.copy(checking.DEFAULT / checking.FILE, place)


def test_without_a_bundle_the_shipped_survey_is_asked_and_with_one_that_is(tmp_path: Path) -> None:
    assert [seen.survey.version for seen in Wings(tmp_path / "a").of(SurveySeen)] == ["7"]
    put(tmp_path / "b", "survey", "2", good)
    assert [seen.survey.version for seen in Wings(tmp_path / "b").of(SurveySeen)] == ["2"]


def test_a_survey_that_cannot_be_read_any_more_makes_room_for_the_one_before(tmp_path: Path) -> None:
    put(tmp_path, "survey", "1", good)
    put(tmp_path, "survey", "2", lambda place: (place / checking.FILE).write_text("{}"))
    wings = Wings(tmp_path)
    assert wings.of(SurveySeen)[-1].survey.version == "1"
    assert "content-survey" in wings.problems


def test_a_slide_that_cannot_be_shown_is_told_to_the_technician_and_to_the_flow(tmp_path: Path) -> None:
    wings = Wings(tmp_path)
    slide = Slide("/x/film.mp4", "video", 10.0)
    wings.backstage.slide_ended(slide, "")
    assert wings.problems == {}
    wings.backstage.slide_ended(slide, "no frame")
    assert "film.mp4" in wings.problems["slide-broken"].message["uk"]
    assert [each.broken for each in wings.of(SlideOver)] == [False, True]


def test_a_playlist_that_cannot_be_read_is_no_reason_to_stop(tmp_path: Path) -> None:
    put(tmp_path, "playlist", "1", lambda place: (place / "playlist.toml").write_text("[[slide]]"))
    wings = Wings(tmp_path)
    assert wings.of(SlidesSeen)[-1].slides == ()
    assert "content-playlist" in wings.problems
