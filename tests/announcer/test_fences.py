"""Voices without their engines: what a broken worker or a half-finished set of clips does not do to the hall."""

import sys
from pathlib import Path

import pytest

from announcer.phrasing import Phrase
from announcer.sound.pcm import Pcm, silence, write
from announcer.voices.choose import open_voices
from announcer.voices.clips import Clips
from announcer.voices.espeak import Espeak
from announcer.voices.seam import VoiceAway
from broker.contracts.errors import ConfigError

pytestmark = pytest.mark.fast

CALL = Phrase("uk", "Талон бе, сто сім.", ("call.first", "letter-0411", "number-107", "window-5"))
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


def a_set(folder: Path, *, without: str = "") -> Clips:
    for piece in CALL.pieces:
        if piece != without:
            write(folder / "uk" / f"{piece}.wav", TONE)
    return Clips(folder)


def test_clips_are_put_together_with_pauses_before_number_and_window(tmp_path: Path) -> None:
    assert a_set(tmp_path).say(CALL).seconds == pytest.approx(4 * TONE.seconds + 0.12 + 0.30)


def test_a_missing_clip_leaves_the_whole_call_to_the_next_voice(tmp_path: Path) -> None:
    with pytest.raises(VoiceAway, match="number-107"):
        a_set(tmp_path, without="number-107").say(CALL)


def test_clips_of_two_rates_are_not_joined(tmp_path: Path) -> None:
    clips = a_set(tmp_path)
    write(tmp_path / "uk" / "window-5.wav", silence(0.2, 22_050))
    with pytest.raises(VoiceAway, match="22050 Hz after 24000 Hz"):
        clips.say(CALL)


def test_what_is_no_call_is_not_for_clips(tmp_path: Path) -> None:
    with pytest.raises(VoiceAway):
        a_set(tmp_path).say(Phrase("uk", "Перевірка"))


def test_a_folder_of_clips_is_found(tmp_path: Path) -> None:
    a_set(tmp_path)
    assert open_voices("clips", ("uk", "en"), tmp_path)[0].title.startswith("clips uk")


def test_a_named_voice_begins_the_list_and_no_better_one_is_used(tmp_path: Path) -> None:
    assert [voice.name for voice in open_voices("chime", ("uk",), tmp_path)] == ["chime"]


def test_an_unknown_voice_is_a_mistake_in_the_settings(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="best, rhvoice, clips, espeak, chime"):
        open_voices("robot", ("uk",), tmp_path)
