"""What is heard: at once, to its end or until somebody says stop, and never what nobody wants to hear any more."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from announcer.phrasing import Phrase
from announcer.rendering import Rendering
from announcer.sound.finish import to_samples
from announcer.sound.loudness import peak_dbfs
from announcer.sound.pcm import read, silence, write
from announcer.voices.hum import Hum
from broker.contracts.errors import ConfigError
from kiosk.touch.aloud.headset import DeviceHeadset, HeadsetAway, SilentHeadset, TapeHeadset, open_headset, quieter
from kiosk.touch.aloud.maker import Maker
from kiosk.touch.aloud.mouth import Mouth
from kiosk.touch.aloud.volume import STEPS, first_step, gain
from tests.broker.until import until

pytestmark = pytest.mark.fast


class Stuck:
    """A headset on which every sentence lasts until it is cut off or let go."""

    def __init__(self) -> None:
        self.playing: list[str] = []
        self.cut: list[str] = []
        self.go = threading.Semaphore(0)

    def play(self, file: Path, volume: float, over: threading.Event, started: Callable[[], None]) -> None:
        started()
        self.playing.append(file.stem)
        while not over.wait(0.001):
            if self.go.acquire(blocking=False):
                return
        self.cut.append(file.stem)


class Named:
    """A rendering whose files are named by what they say."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.made: list[str] = []
        self.wait_for: threading.Event | None = None

    def sound(self, phrase: Phrase) -> Path | None:
        self.made.append(phrase.text)
        if self.wait_for:
            self.wait_for.wait(10)
        return self._folder / f"{phrase.text}.wav"


class Heard:
    def __init__(self, folder: Path) -> None:
        self.headset, self.rendering, self.ends = Stuck(), Named(folder), threading.Semaphore(0)
        self.mouth = Mouth(Maker(lambda: self.rendering), self.headset, said=self.ends.release)
        self.mouth.start()

    def say(self, *words: str, after: bool = False) -> None:
        self.mouth.say([Phrase("uk", word) for word in words], 0.0, after=after)


@pytest.fixture
def heard(tmp_path: Path) -> Iterator[Heard]:
    heard = Heard(tmp_path)
    yield heard
    heard.mouth.stop()


def test_sentences_are_heard_one_after_the_other_and_their_end_is_told(heard: Heard):
    heard.say("один", "два")
    until(lambda: heard.headset.playing == ["один"])
    heard.headset.go.release()
    until(lambda: heard.headset.playing == ["один", "два"])
    assert not heard.ends.acquire(blocking=False)
    heard.headset.go.release()
    assert heard.ends.acquire(timeout=10)


def test_stop_cuts_the_sentence_and_all_that_follow(heard: Heard):
    heard.say("один", "два", "три")
    until(lambda: heard.headset.playing == ["один"])
    heard.mouth.hush()
    until(lambda: heard.headset.cut == ["один"])
    heard.say("далі")
    until(lambda: heard.headset.playing == ["один", "далі"])
    assert not heard.ends.acquire(blocking=False), "what was cut off was not heard to its end"


def test_a_new_speech_takes_the_place_of_the_old_one(heard: Heard):
    heard.say("старе", "ще старе")
    until(lambda: heard.headset.playing == ["старе"])
    heard.say("нове")
    until(lambda: heard.headset.playing == ["старе", "нове"])
    assert heard.headset.cut == ["старе"]


def test_an_addition_waits_for_its_turn(heard: Heard):
    heard.say("номер")
    until(lambda: heard.headset.playing == ["номер"])
    heard.say("надруковано", after=True)
    heard.headset.go.release()
    until(lambda: heard.headset.playing == ["номер", "надруковано"])
    assert heard.headset.cut == []


def test_what_is_foreseen_is_made_while_nothing_is_said(heard: Heard):
    heard.mouth.foresee([Phrase("uk", "сусід"), Phrase("uk", "дальній")])
    until(lambda: heard.rendering.made == ["сусід", "дальній"])
    assert heard.headset.playing == []


def test_the_next_sentence_is_made_while_this_one_is_heard(heard: Heard):
    heard.say("один", "два")
    until(lambda: heard.rendering.made == ["один", "два"])
    assert heard.headset.playing in ([], ["один"])


def test_what_was_said_instead_comes_before_what_was_foreseen(heard: Heard):
    gate = threading.Event()
    heard.rendering.wait_for = gate
    heard.mouth.foresee([Phrase("uk", f"сусід {n}") for n in range(50)])
    until(lambda: heard.rendering.made)
    heard.say("ключ")
    gate.set()
    until(lambda: heard.headset.playing == ["ключ"])
    assert heard.rendering.made.index("ключ") <= 2


def test_a_sentence_that_fails_does_not_silence_the_rest(tmp_path: Path):
    class Broken(SilentHeadset):
        def play(self, file: Path, volume: float, over: threading.Event, started: Callable[[], None]) -> None:
            if file.stem == "один":
                raise HeadsetAway("unplugged")
            super().play(file, volume, over, started)

    headset, ended = Broken(), threading.Event()
    mouth = Mouth(Maker(lambda: Named(tmp_path)), headset, said=ended.set)
    mouth.start()
    mouth.say([Phrase("uk", "один"), Phrase("uk", "два")], 0.0)
    assert ended.wait(10)
    assert [file.stem for file in headset.played] == ["два"]
    mouth.stop()


def test_a_tape_keeps_what_was_heard_and_no_more(tmp_path: Path):
    long, over = tmp_path / "long.wav", threading.Event()
    write(long, silence(60.0))
    tape = TapeHeadset(tmp_path / "tape")
    tape.play(long, 0.0, over, over.set)
    assert read(tmp_path / "tape" / "0001.wav").seconds < 30
    rendering = Rendering([Hum()], tmp_path / "speech")
    file = rendering.sound(Phrase("uk", "слово"))
    assert file
    tape.play(file, 0.0, threading.Event(), lambda: None)
    assert read(tmp_path / "tape" / "0002.wav") == read(file)


def test_a_player_is_ended_when_nobody_wants_to_hear_it_and_its_failure_is_told(tmp_path: Path):
    long, over = tmp_path / "long.wav", threading.Event()
    write(long, silence(600.0))
    DeviceHeadset(("sh", "-c", "sleep 600")).play(long, 0.0, over, over.set)
    with pytest.raises(HeadsetAway, match="no such card"):
        DeviceHeadset(("sh", "-c", "echo no such card >&2; exit 1")).play(long, 0.0, threading.Event(), lambda: None)
    with pytest.raises(HeadsetAway, match="no-such-player"):
        DeviceHeadset(("no-such-player",)).play(long, 0.0, threading.Event(), lambda: None)


@pytest.mark.parametrize("dba", [55.0, 65.0, 70.0, 85.0, 100.0, 120.0])
def test_each_visitor_begins_at_no_more_than_65_dba_and_may_have_more_where_there_is_more(dba: float):
    first = first_step(dba)
    assert 1 <= first <= STEPS
    assert dba - gain(first, dba) <= 65.0
    assert dba - gain(STEPS, dba) >= min(dba, 65.0)
    levels = [gain(step, dba) for step in range(1, STEPS + 1)]
    assert levels == sorted(levels, reverse=True)


def test_softer_is_softer_by_so_many_decibels():
    sound = Hum().say(Phrase("uk", "слово"))
    half = quieter(sound, 6.02)
    loud, soft = (peak_dbfs(to_samples(each)) for each in (sound, half))
    assert len(half.samples) == len(sound.samples)
    assert loud - soft == pytest.approx(6.02, abs=0.05)


@pytest.mark.parametrize("setting", ["hall", "alsa", "wav:", "silent:x", "alsa:"])
def test_a_headset_that_cannot_be_read_is_a_mistake_in_the_settings(setting: str):
    with pytest.raises(ConfigError, match="CHERHA_HEADSET"):
        open_headset(setting)


def test_the_headset_is_a_device_of_its_own():
    headset = open_headset("alsa:plughw:1,0")
    assert isinstance(headset, DeviceHeadset)
    assert headset._command[-3:] == ("-q", "-D", "plughw:1,0")
