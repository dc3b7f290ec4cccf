"""Who makes the air move."""

import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from announcer.sound.gong import GONG
from announcer.sound.pcm import read, silence, write
from announcer.sound.players import NoSoundDevice, SilentPlayer, SystemPlayer, WavPlayer, WithSpare

pytestmark = pytest.mark.fast

MOMENT = datetime(2026, 11, 23, 8, 0, 4, 120_000, tzinfo=UTC)


def nothing() -> None:
    pass


def wav(folder: Path, seconds: float) -> Path:
    file = folder / f"{seconds}.wav"
    write(file, silence(seconds))
    return file


def script(tmp_path: Path, body: str) -> tuple[str, ...]:
    """A program in the place of aplay; it gets the file as its argument."""
    program = tmp_path / "player.py"
    program.write_text("import sys, time, pathlib\n" + body)
    return (sys.executable, str(program))


def test_an_announcement_is_one_file_named_by_its_moment(tmp_path: Path) -> None:
    player = WavPlayer(tmp_path / "out", lambda: MOMENT, paced=False)
    player.play([lambda: GONG, lambda: None, lambda: wav(tmp_path, 0.5)], "А042 5", nothing)
    (file,) = (tmp_path / "out").iterdir()
    assert file.name == "20261123-080004.120 А042 5.wav"
    assert read(file).seconds == pytest.approx(read(GONG).seconds + 0.5)


def test_old_announcements_are_thrown_away(tmp_path: Path) -> None:
    player = WavPlayer(tmp_path, lambda: MOMENT, paced=False, keep=3)
    for number in range(1, 6):
        player.play([lambda: GONG], f"А00{number} 1", nothing)
    assert [file.name.split()[1] for file in sorted(tmp_path.iterdir())] == ["А003", "А004", "А005"]


def test_a_paced_announcement_takes_as_long_as_it_sounds_and_can_be_cut_short(tmp_path: Path) -> None:
    player = WavPlayer(tmp_path / "out", lambda: MOMENT)
    begun = time.monotonic()
    player.play([lambda: wav(tmp_path, 0.2)], "А001 1", nothing)
    assert time.monotonic() - begun >= 0.2
    threading.Timer(0.05, player.close).start()
    player.play([lambda: wav(tmp_path, 60.0)], "А002 1", nothing)
    assert time.monotonic() - begun < 30


def test_a_paced_announcement_asks_for_each_part_when_it_is_its_turn(tmp_path: Path) -> None:
    asked: list[float] = []
    player = WavPlayer(tmp_path / "out", lambda: MOMENT)
    player.play([lambda: (asked.append(time.monotonic()), wav(tmp_path, 0.2))[1]] * 2, "А001 1", nothing)
    assert asked[1] - asked[0] >= 0.2  # so that it may still be decided that it is not said
    (file,) = (tmp_path / "out").iterdir()
    assert read(file).seconds == pytest.approx(0.4)


def test_the_gong_is_started_before_the_speech_is_asked_for(tmp_path: Path) -> None:
    order: list[str] = []

    def part(name: str) -> Callable[[], Path]:
        return lambda: (order.append(name), GONG)[1]

    log = tmp_path / "log"
    player = SystemPlayer(script(tmp_path, f"open({str(log)!r}, 'a').write(pathlib.Path(sys.argv[1]).name + '\\n')"))
    player.play([part("gong"), part("speech")], "А001 1", lambda: order.append("first sample"))
    assert order == ["gong", "first sample", "speech"]
    assert log.read_text().split() == ["gong.wav", "gong.wav"]


def test_a_player_that_fails_says_why(tmp_path: Path) -> None:
    player = SystemPlayer(script(tmp_path, "sys.exit('audio open error: No such device')"))
    with pytest.raises(NoSoundDevice, match="No such device"):
        player.play([lambda: GONG], "А001 1", nothing)


def test_a_player_that_hangs_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("announcer.sound.players._GRACE", 0.1)
    player = SystemPlayer(script(tmp_path, "time.sleep(600)"))
    with pytest.raises(NoSoundDevice, match="hung"):
        player.play([lambda: wav(tmp_path, 0.1)], "А001 1", nothing)


def test_closing_cuts_the_sound_off(tmp_path: Path) -> None:
    player = SystemPlayer(script(tmp_path, "time.sleep(600)"))
    begun = time.monotonic()
    player.play([lambda: GONG, lambda: GONG], "А001 1", lambda: threading.Timer(0.2, player.close).start())
    assert time.monotonic() - begun < 5


def test_the_first_player_that_really_plays_is_taken(tmp_path: Path) -> None:
    bad, good = tmp_path / "bad", tmp_path / "good"
    for program, code in ((bad, 1), (good, 0)):
        program.write_text(f"#!/bin/sh\nexit {code}\n")
        program.chmod(0o755)
    assert SystemPlayer.find([("no-such-player",), (str(bad),), (str(good), "-q")]).command == (str(good), "-q")
    with pytest.raises(NoSoundDevice):
        SystemPlayer.find([(str(bad),)])


class Loose:
    """A player whose plug is loose."""

    def __init__(self) -> None:
        self.plugged = True
        self.played: list[str] = []

    def find(self) -> "Loose":
        if not self.plugged:
            raise NoSoundDevice("unplugged")
        return self

    def play(self, parts: object, title: str, started: Callable[[], None]) -> None:
        assert parts == []
        self.find()
        started()
        self.played.append(title)

    def cut(self) -> None:
        pass

    def close(self) -> None:
        pass


def test_when_sound_goes_the_spare_falls_in_it_is_told_once_and_sound_comes_back() -> None:
    told: list[str | None] = []
    loose, spare, now = Loose(), SilentPlayer(), [0.0]
    player = WithSpare(loose.find, spare, told.append, again_after=60, clock=lambda: now[0])
    player.check()
    player.play([], "1", nothing)
    loose.plugged = False
    for title in ("2", "3"):
        player.play([], title, nothing)
    player.play([], "4", nothing)
    loose.plugged = True
    player.play([], "5", nothing)  # tried again before each announcement: nobody waits for a minute
    player.play([], "6", nothing)
    player.play([], "7", nothing)
    assert loose.played == ["1", "5", "6", "7"]
    assert spare.played == ["2", "3", "4"]
    assert told == ["unplugged", None]
