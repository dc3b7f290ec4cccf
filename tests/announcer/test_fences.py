"""Voices without their engines: what a broken worker or a half-finished set of clips does not do to the hall."""

import sys
from pathlib import Path

import pytest

from announcer.phrasing import Phrase
from announcer.sound.pcm import Pcm, write
from announcer.voices.choose import open_voices
from announcer.voices.espeak import Espeak
from announcer.voices.piper import Piper
from announcer.voices.seam import VoiceAway
from broker.contracts.errors import ConfigError

pytestmark = pytest.mark.fast

CALL = Phrase("uk", "Талон бе, сто сім.")
TONE = Pcm(24_000, b"\x00\x10\x00\xf0" * 2400)


def worker(body: str) -> tuple[str, ...]:
    """A worker in the place of pyttsx3's; its last argument is the file that it should write."""
    return (sys.executable, "-c", f"import sys, wave\nfile = sys.argv[-1]\n{body}")


SAVE = "w = wave.open(file, 'wb'); w.setnchannels(1); w.setsampwidth(2); w.setframerate(22050); "


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("pass", "No such file"),
        ("sys.exit('libespeak-ng.so.1: cannot open')", "libespeak-ng"),
        ("open(file, 'w').close()", "phrase.wav"),
        (SAVE + "w.writeframes(b'\\1\\1' * 100); w.close()", "0.00 s of nothing"),
        (SAVE + "w.writeframes(bytes(88200)); w.close()", "2.00 s of nothing"),
        (SAVE + "w.writeframes(b'\\1\\1' * 44100); w.close(); f = open(file, 'r+b'); f.truncate(5000)", "not a whole"),
    ],
)
def test_a_worker_that_does_not_speak_is_found_out(body: str, why: str) -> None:
    with pytest.raises(VoiceAway, match=why):
        Espeak(worker=worker(body)).say(CALL)


def test_a_worker_that_speaks_is_believed() -> None:
    sound = Espeak(worker=worker(SAVE + "w.writeframes(b'\\1\\1' * 44100); w.close()")).say(CALL)
    assert (sound.rate, sound.seconds) == (22_050, 2.0)


def test_voices_that_a_hall_did_not_supply_are_not_looked_for_in_vain(tmp_path: Path) -> None:
    names = [voice.name for voice in open_voices("clips", ("uk", "en"), tmp_path / "clips")]
    assert names[0] == "clips"
    assert names[-1] == "chime"


def test_what_a_hall_recorded_goes_before_every_other_voice(tmp_path: Path) -> None:
    folder = tmp_path / "clips" / "uk"
    write(folder / "0001.wav", TONE)
    (folder / "texts.csv").write_text("file,text\n0001.wav,сто\n", encoding="utf-8")
    assert open_voices("best", ("uk", "en"), tmp_path / "clips")[0].title.startswith("recordings uk")


def test_a_piper_voice_without_its_package_or_model_is_away(tmp_path: Path) -> None:
    with pytest.raises(VoiceAway):
        Piper(tmp_path)


def test_a_named_voice_begins_the_list_and_no_better_one_is_used(tmp_path: Path) -> None:
    assert [voice.name for voice in open_voices("chime", ("uk",), tmp_path / "clips")] == ["chime"]


def test_an_unknown_voice_is_a_mistake_in_the_settings(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="best, recordings, piper, rhvoice, clips, espeak, chime"):
        open_voices("robot", ("uk",), tmp_path)
