"""A real board with a real playlist from the real queue-master: seen on its screen, heard at its sound card."""

from __future__ import annotations

import array
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest
from PIL import Image

from broker.bus.clock import now
from broker.contracts import codec
from broker.contracts import commands as c
from broker.contracts.status import Problem, Speaking, Status
from tests.broker.halls import PLAN
from tests.broker.mosquitto import PROGRAM, Mosquitto
from tests.broker.until import until
from tests.display.virtual_screen import VirtualScreen
from tests.kiosk.dispenser.real_hall import role
from tests.stories.queue_master import TOPICS, RealQueueMaster

pytestmark = [
    pytest.mark.screen,
    pytest.mark.wire,
    pytest.mark.skipif(not PROGRAM, reason="needs Mosquitto"),
    pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs ffmpeg to make a video"),
]

MIDDLE = 0.7, 0.3  # of the screen: in the media area, calm or on a call
EDGE = 0.5, 0.3  # in it while it is calm


def ffmpeg(*words: str) -> None:
    subprocess.run(["ffmpeg", "-loglevel", "error", *words], check=True)


def playlist(folder: Path, *slides: dict[str, object]) -> None:
    folder.mkdir()
    ffmpeg(*["-f", "lavfi", "-i", "color=c=red:s=320x200:d=3:r=10"], str(folder / "red.mp4"))
    tone = "-f lavfi -i color=c=red:s=320x200:d=60:r=10 -f lavfi -i sine=frequency=440:duration=60 -shortest"
    ffmpeg(*tone.split(), str(folder / "tone.mp4"))
    (folder / "broken.mp4").write_bytes(b"\0\0\0\x18ftypmp42" + b"\0" * 5000)
    (folder / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 500)
    Image.new("RGB", (320, 200), (0, 0, 255)).save(folder / "blue.png")
    told = ("\n".join(f"{key} = {json.dumps(value)}" for key, value in slide.items()) for slide in slides)
    (folder / "playlist.toml").write_text("\n".join(f"[[slide]]\n{each}" for each in told))


class Seen:
    def __init__(self, master: RealQueueMaster, screen: VirtualScreen) -> None:
        self.master, self._screen = master, screen
        self.states: list[str] = []
        self.problems: dict[str, Problem] = {}
        master.link.subscribe(TOPICS.status("board-1"), lambda m: self.states.append(codec.read(Status, m.body).state))
        master.link.subscribe(
            TOPICS.problem("board-1", "+"),
            lambda m: m.body and self.problems.update({(p := codec.read(Problem, m.body)).message["en"]: p}),
        )

    def at(self, place: tuple[float, float]) -> str:
        """What is at a place of the screen."""
        picture = self._screen.picture()
        x, y = int(picture.width * place[0]), int(picture.height * place[1])
        red, green, blue = picture.getpixel((x, y))  # type: ignore[misc]
        if red > 200 and green < 60 and blue < 60:
            return "red"
        return "blue" if blue > 200 and red < 60 and green < 60 else "neither"

    def speaks(self, state: Literal["started", "finished"]) -> None:
        """The voice begins to say something of the staff's, or has said it."""
        word = Speaking(
            id="announcement-1", state=state, what="manual", at=now(PLAN.timezone), seconds=300.0, duck=40.0
        )
        self.master.link.publish(TOPICS.speaking("announcer-1"), codec.encode(word))

    def call(self) -> None:
        self.master.ask(c.TakeTicket, service="registration")
        assert self.master.ask(c.CallNext, window=1).status == "done"


@contextmanager
def board(
    folder: Path, broker: Mosquitto, screen: VirtualScreen, monkeypatch: pytest.MonkeyPatch, **told: str
) -> Iterator[Seen]:
    monkeypatch.setenv("CHERHA_CONTENT", str(folder / "content"))
    monkeypatch.setenv("CHERHA_CONTENT_PORT", "0")
    master = RealQueueMaster(folder / "master", broker.port)
    seen = Seen(master, screen)
    master.start()
    size = {"CHERHA_WINDOW_SIZE": screen.size, "DISPLAY": screen.display, "CHERHA_LAYOUT": "media"}
    process = role("board", broker.port, folder, folder / "master" / "hall.toml", **size, **told)
    try:
        until(lambda: process.poll() is not None or "ready" in seen.states, 60)
        assert process.poll() is None, (folder / "board.log").read_text()
        master.ask(c.OpenWindow, window=1)
        yield seen
        process.terminate()
        assert process.wait(20) == 0, (folder / "board.log").read_text()
    finally:
        process.kill()
        process.wait(10)
        master.close()


@pytest.fixture
def content(tmp_path: Path) -> Path:
    pytest.importorskip("ffpyplayer")
    (tmp_path / "content").mkdir()
    return tmp_path / "content" / "playlist"


def test_slides_follow_each_other_make_room_for_a_call_and_leave_in_an_alarm(
    virtual_screen: VirtualScreen, mosquitto: Mosquitto, content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    playlist(
        content,
        {"file": "red.mp4"},
        {"file": "broken.mp4"},
        {"file": "broken.png"},
        {"file": "blue.png", "seconds": 4},
    )
    with board(tmp_path, mosquitto, virtual_screen, monkeypatch) as seen:
        until(lambda: seen.at(MIDDLE) == "red", 60, "the video")
        until(lambda: seen.at(MIDDLE) == "blue", 60, "the picture after it")
        until(lambda: seen.at(MIDDLE) == "red", 60, "the video again")
        told = " ".join(seen.problems)
        assert "broken.png" in told
        assert "broken.mp4" in told
        until(lambda: seen.at(EDGE) in ("red", "blue"), 30)
        seen.call()
        until(lambda: seen.at(EDGE) == "neither", 20, "room for the call")
        until(lambda: seen.at(MIDDLE) in ("red", "blue"), 20, "smaller, but there")
        until(lambda: seen.at(EDGE) in ("red", "blue"), 60, "as large as before")
        seen.master.ask(c.SuspendHall, why="air-raid")
        until(lambda: seen.at(MIDDLE) == "neither", 20)
        seen.master.ask(c.ResumeHall)
        until(lambda: seen.at(MIDDLE) in ("red", "blue"), 60)


def loud(file: Path) -> Callable[[], bool]:
    """Whether what the sound card got last, a fifth of a second of it, is to be heard."""

    def heard() -> bool:
        if not file.exists():
            return False
        size = file.stat().st_size // 4 * 4
        with file.open("rb") as sound:
            sound.seek(max(0, size - 32_000))
            samples = array.array("h", sound.read(32_000))
        return max(map(abs, samples), default=0) > 500

    return heard


def test_a_video_is_silent_while_somebody_is_called_and_is_heard_again_after_it(
    virtual_screen: VirtualScreen, mosquitto: Mosquitto, content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    playlist(content, {"file": "tone.mp4", "volume": 1.0})
    card = tmp_path / "card.raw"
    sound = {"CHERHA_VOLUME": "1", "SDL_AUDIODRIVER": "disk", "SDL_DISKAUDIOFILE": str(card)}
    with board(tmp_path, mosquitto, virtual_screen, monkeypatch, **sound) as seen:
        until(loud(card), 60, "the video's tone")
        seen.call()
        until(lambda: not loud(card)(), 20, "silence")
        assert seen.at(MIDDLE) == "red"  # it plays on
        until(loud(card), 60, "the tone again")


def test_a_video_goes_down_while_the_voice_speaks_and_comes_back_with_its_last_word(
    virtual_screen: VirtualScreen, mosquitto: Mosquitto, content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever it says, and long before a call would be new no longer."""
    playlist(content, {"file": "tone.mp4", "volume": 1.0})
    card = tmp_path / "card.raw"
    sound = {"CHERHA_VOLUME": "1", "SDL_AUDIODRIVER": "disk", "SDL_DISKAUDIOFILE": str(card)}
    with board(tmp_path, mosquitto, virtual_screen, monkeypatch, **sound) as seen:
        until(loud(card), 60, "the video's tone")
        seen.speaks("started")
        until(lambda: not loud(card)(), 20, "quiet")
        assert seen.at(MIDDLE) == "red"  # it plays on
        seen.speaks("finished")
        until(loud(card), 20, "the tone again")
