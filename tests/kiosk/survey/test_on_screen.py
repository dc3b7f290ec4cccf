"""A real tablet: its process, a real broker, the real queue-master with its content, and fingers."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from msgspec import Struct, field
from PIL import Image

from broker.bus.seam import Message
from broker.contracts import codec
from broker.contracts import commands as c
from broker.contracts.events import SurveyAnswered
from broker.contracts.status import Problem, Status
from broker.contracts.surveys import checking
from tests.broker.mosquitto import PROGRAM, Mosquitto
from tests.broker.traced import notes
from tests.broker.until import until
from tests.kiosk.dispenser.real_hall import role
from tests.kiosk.screen import INSTALLED, VirtualScreen, virtual_screen
from tests.stories.queue_master import TOPICS, RealQueueMaster

pytestmark = [
    pytest.mark.screen,
    pytest.mark.wire,
    pytest.mark.skipif(not (INSTALLED and PROGRAM), reason="needs Xvfb, xdotool and Mosquitto"),
]

# Where things stand on 1280x800, px from the upper left corner.
GOOD, EASY, ENGLISH = (484, 380), (930, 238), (484, 720)
STRIKE = 0.6  # seconds; a finger that means it comes later than the strike guard


class Place(Struct, dict=True):
    """Window 1, with its operator (the test) and its tablet."""

    master: RealQueueMaster
    screen: VirtualScreen
    trace: Path
    content: Path
    ready: bool = False
    problems: dict[str, Problem] = field(default_factory=dict)

    def listen(self) -> None:
        def hear_status(message: Message) -> None:
            self.ready = codec.read(Status, message.body).state == "ready"

        def hear_problem(message: Message) -> None:
            code = message.topic.rsplit("/", 1)[1]
            if message.body:
                self.problems[code] = codec.read(Problem, message.body)
            else:
                self.problems.pop(code, None)

        self.master.link.subscribe(TOPICS.status("survey-1"), hear_status)
        self.master.link.subscribe(TOPICS.problem("+", "+"), hear_problem)

    def shown(self, face: str) -> int:
        return self.traced("shown", face)

    def traced(self, what: str, about: str) -> int:
        return sum(line["what"] == what and line["about"] == about for line in notes(self.trace))

    @property
    def dark(self) -> bool:
        return self.screen.picture().getbbox() is None

    def serve_next(self) -> str:
        """The next visitor sits down at window 1: the number. Returns when the question is on the screen."""
        before = self.shown("GradeFace")
        ticket = self.master.ask(c.TakeTicket, service="registration").ticket
        self.master.ask(c.CallNext, window=1)
        assert self.master.ask(c.StartService, window=1).status == "done"
        until(lambda: self.shown("GradeFace") > before, 20, "the question")
        time.sleep(STRIKE)
        return ticket.number  # type: ignore[union-attr]

    def finish(self) -> None:
        assert self.master.ask(c.Finish, window=1).status == "done"

    def finger(self, place: tuple[int, int], shows: str, *, times: int = 1) -> None:
        before = self.shown(shows)
        self.screen.touch(*place, times=times)
        until(lambda: self.shown(shows) > before, 20, shows)
        time.sleep(STRIKE)

    def votes(self) -> list[SurveyAnswered]:
        events = [codec.event(bytes(body)) for body in self.master.ask(c.EventsSince, seq=0).events or ()]
        return [event for event in events if isinstance(event, SurveyAnswered)]


@contextmanager
def place(folder: Path, broker: Mosquitto, monkeypatch: pytest.MonkeyPatch, **told: str) -> Iterator[Place]:
    content = folder / "content"
    content.mkdir(parents=True)
    monkeypatch.setenv("CHERHA_CONTENT", str(content))
    monkeypatch.setenv("CHERHA_CONTENT_PORT", "0")
    trace = folder / "trace"
    trace.touch()
    master = RealQueueMaster(folder / "master", broker.port)
    with virtual_screen("1280x800") as screen:
        made = Place(master, screen, trace, content)
        made.listen()
        master.start()
        tablet = role(
            "survey",
            broker.port,
            folder,
            folder / "master" / "hall.toml",
            DISPLAY=screen.display,
            CHERHA_WINDOW="1",
            CHERHA_WINDOW_SIZE="1280x800",
            CHERHA_PANEL="10.1",
            CHERHA_TRACE=str(trace),
            **told,
        )
        try:
            until(lambda: made.ready and made.shown("RestFace"), 60, "the tablet")
            master.ask(c.OpenWindow, window=1)
            yield made
            assert tablet.poll() is None, (folder / "survey.log").read_text()
            tablet.terminate()
            assert tablet.wait(15) == 0
        finally:
            tablet.kill()
            tablet.wait(10)
            master.close()


def test_service_starts_the_survey_shows_and_one_touch_is_in_the_journal_once(
    tmp_path: Path, mosquitto: Mosquitto, monkeypatch: pytest.MonkeyPatch
) -> None:
    with place(tmp_path, mosquitto, monkeypatch) as here:
        number = here.serve_next()
        here.finger(GOOD, "ChoicesFace", times=4)  # a trembling finger
        until(here.votes, 20)
        # The broker dies while the visitor answers: nobody waits, nothing is lost, nothing is doubled.
        mosquitto.kill()
        here.finger(EASY, "ThanksFace")
        mosquitto.start()
        until(lambda: here.master.link.connected, 20)
        until(lambda: len(here.votes()) == 2, 40, "the kept answer")
        here.finish()
        here.serve_next()
        here.finger(GOOD, "ChoicesFace")
        until(lambda: len(here.votes()) == 3, 20)
        first, second, third = here.votes()
        assert [dict(vote.answers) for vote in (first, second, third)] == [{"grade": 3}, {"ease": "easy"}, {"grade": 3}]
        assert first.run == second.run != third.run
        assert first.ticket == second.ticket != third.ticket
        assert here.master.ask(c.WhereAmI, ticket=first.ticket).ticket.number == number
        assert (first.window, first.service, first.partial, second.partial) == (1, "registration", True, False)
        assert here.problems == {}
        here.master.verify()


def test_a_new_survey_arrives_by_itself_and_a_broken_one_changes_nothing(
    tmp_path: Path, mosquitto: Mosquitto, monkeypatch: pytest.MonkeyPatch
) -> None:
    with place(tmp_path, mosquitto, monkeypatch) as here:
        bundle = here.content / "survey"
        bundle.mkdir()
        text = (checking.DEFAULT / checking.FILE).read_text("utf-8")
        (bundle / "version.txt").write_text("2026-12")
        (bundle / checking.FILE).write_text(text.replace('"name": "visit"', '"name": "winter"'), "utf-8")
        versions = tmp_path / "survey" / "content" / "survey" / "versions"
        until(lambda: list(versions.glob("*/survey.json")), 60, "the bundle on the tablet")
        here.serve_next()
        here.finger(GOOD, "ChoicesFace")
        until(lambda: [(vote.survey, vote.version) for vote in here.votes()] == [("winter", "2026-12")], 20)
        here.finish()
        (bundle / checking.FILE).write_text(text.replace("{grade}", "{grad}"), "utf-8")
        until(lambda: "content-broken" in here.problems, 60)
        assert 'did you mean "grade"?' in here.problems["content-broken"].message["en"]
        here.serve_next()
        here.finger(GOOD, "ChoicesFace")
        until(lambda: [vote.survey for vote in here.votes()] == ["winter", "winter"], 20)


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs ffmpeg to make a video")
def test_while_nobody_is_there_a_video_plays_and_a_visitor_takes_its_place(
    tmp_path: Path, mosquitto: Mosquitto, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("ffpyplayer")
    bundle = tmp_path / "playlist"
    bundle.mkdir()
    red = "color=c=red:s=320x200:d=2:r=10"
    subprocess.run(["ffmpeg", "-loglevel", "error", "-f", "lavfi", "-i", red, str(bundle / "red.mp4")], check=True)
    (bundle / "broken.mp4").write_bytes(b"\0\0\0\x18ftypmp42" + b"\0" * 5000)
    Image.new("RGB", (320, 200), (0, 0, 255)).save(bundle / "blue.png")
    slides = [{"file": "red.mp4"}, {"file": "broken.mp4"}, {"file": "blue.png", "seconds": 3}]
    (bundle / "playlist.toml").write_text(
        "\n".join("[[slide]]\n" + "\n".join(f"{k} = {json.dumps(v)}" for k, v in slide.items()) for slide in slides)
    )
    with place(tmp_path / "hall", mosquitto, monkeypatch) as here:
        shutil.copytree(bundle, here.content / "playlist")
        until(lambda: colour(here) == "red", 60, "the video")
        until(lambda: colour(here) == "blue", 60, "the picture after it")
        until(lambda: "slide-broken" in here.problems, 20)
        assert "broken.mp4" in here.problems["slide-broken"].message["en"]
        until(lambda: colour(here) == "red", 60, "the video again")
        here.serve_next()
        assert colour(here) == "neither"
        here.finger(GOOD, "ChoicesFace")
        until(here.votes, 20)


def colour(here: Place) -> str:
    """What is in the middle of the screen."""
    picture = here.screen.picture()
    red, green, blue = picture.getpixel((picture.width // 2, picture.height // 2))  # type: ignore[misc]
    if red > 200 and green < 60 and blue < 60:
        return "red"
    return "blue" if blue > 200 and red < 60 and green < 60 else "neither"


def test_a_dark_tablet_is_lit_by_a_finger_that_presses_nothing_and_by_a_visit(
    tmp_path: Path, mosquitto: Mosquitto, monkeypatch: pytest.MonkeyPatch
) -> None:
    with place(tmp_path, mosquitto, monkeypatch, CHERHA_DARK_AFTER="0.05") as hall:
        until(lambda: hall.dark, 60, "the dark")
        hall.screen.touch(*ENGLISH)
        until(lambda: not hall.dark, 20, "light")
        assert hall.traced("touch", "Speak") == 0
        until(lambda: hall.dark, 60, "the dark again")
        hall.serve_next()
        assert not hall.dark
        hall.finger(GOOD, "ChoicesFace")
        until(lambda: len(hall.votes()) == 1, 20, "the vote")
        hall.screen.touch(*ENGLISH)
        until(lambda: hall.traced("touch", "Speak") == 1, 20, "the same touch in the light")
