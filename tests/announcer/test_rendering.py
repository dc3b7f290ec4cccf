"""From a phrase to a file: once, and by the best voice that can."""

from pathlib import Path

import pytest

from announcer.phrasing import Phrase
from announcer.rendering import Rendering
from announcer.sound.finish import TARGET, to_samples
from announcer.sound.loudness import loudness
from announcer.sound.pcm import RATE, read
from announcer.voices.hum import Hum
from announcer.voices.seam import ChimeOnly

pytestmark = pytest.mark.fast

CALL = Phrase("uk", "Талон бе, сто сім.")


def test_a_phrase_is_made_once_and_then_found_again_even_by_another_process(tmp_path: Path) -> None:
    first, second = Hum(), Hum()
    made = Rendering([first], tmp_path).sound(CALL)
    assert Rendering([second], tmp_path).sound(CALL) == made
    assert first.said == [CALL]
    assert second.said == []


def test_what_is_made_is_as_loud_as_the_gong(tmp_path: Path) -> None:
    made = Rendering([Hum()], tmp_path).sound(CALL)
    assert made
    assert loudness(to_samples(read(made)), RATE) == pytest.approx(TARGET, abs=1.0)


def test_text_language_and_voice_each_make_another_sound(tmp_path: Path) -> None:
    files = {
        Rendering([Hum(voice)], tmp_path).sound(Phrase(language, text))
        for voice in ("one", "two")
        for language in ("uk", "en")
        for text in ("а", "б")
    }
    assert len(files) == 8


def test_a_file_torn_by_a_power_cut_is_made_again(tmp_path: Path) -> None:
    voice = Hum()
    rendering = Rendering([voice], tmp_path)
    made = rendering.sound(CALL)
    assert made
    whole = made.read_bytes()
    for torn in (b"", whole[:20], whole[:-100]):
        made.write_bytes(torn)
        assert rendering.sound(CALL) == made
        assert made.read_bytes() == whole


def test_when_the_best_voice_fails_the_next_one_speaks_and_the_failure_is_told(tmp_path: Path) -> None:
    best, spare = Hum("best"), Hum("spare")
    rendering = Rendering([best, spare, ChimeOnly()], tmp_path)
    best.away = True
    assert rendering.sound(CALL)
    assert (rendering.used, rendering.failed) == ("spare", "best is away")
    best.away = False
    assert rendering.sound(CALL)
    assert (rendering.used, rendering.failed) == ("best", "")


def test_when_no_voice_can_the_gong_is_left_alone(tmp_path: Path) -> None:
    rendering = Rendering([Hum(languages=("en",)), ChimeOnly()], tmp_path)
    assert rendering.sound(CALL) is None
    assert rendering.used == "chime"


def test_a_disk_that_takes_nothing_does_not_silence_the_voice(tmp_path: Path) -> None:
    blocked = tmp_path / "state"
    blocked.write_text("a file where the folder should be")
    rendering = Rendering([Hum()], blocked / "speech")
    made = rendering.sound(CALL)
    assert made
    assert read(made).seconds > 1
    assert rendering.sound(CALL) == made


def test_the_cache_keeps_its_bound_and_what_was_used_last(tmp_path: Path) -> None:
    voice = Hum()
    rendering = Rendering([voice], tmp_path, bound=200_000)
    often = Phrase("uk", "А")
    for number in range(20):
        rendering.sound(Phrase("uk", f"слово {number}"))
        assert rendering.sound(often)
    assert sum(file.stat().st_size for file in tmp_path.glob("*")) <= 200_000
    assert voice.said.count(often) == 1
