"""Real speech engines: what comes out is speech, as loud as promised, and the same every time."""

import hashlib
import sys
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import announcer
from announcer import phrasing
from announcer.phrasing import Phrase
from announcer.rendering import Rendering
from announcer.sound.finish import TARGET, to_samples
from announcer.sound.loudness import loudness, peak_dbfs
from announcer.sound.pcm import RATE, Pcm, read
from announcer.voices.choose import open_voices
from announcer.voices.espeak import Espeak
from announcer.voices.rhvoice import RHVoice
from announcer.voices.seam import Voice, VoiceAway
from broker.contracts.phrases import Phrases

pytestmark = pytest.mark.voice

PHRASES = Phrases.load(Path(announcer.__file__).with_name("phrases"))


def opened(kind: type[RHVoice | Espeak]) -> Voice:
    try:
        voice: Voice = kind()
        voice.say(Phrase("uk", "один"))
    except VoiceAway as away:
        pytest.skip(f"{kind.__name__} is not here: {away}")
    return voice


@pytest.fixture(scope="module")
def rhvoice() -> Iterator[Voice]:
    voice = opened(RHVoice)
    yield voice
    voice.close()


@pytest.fixture(scope="module", params=[RHVoice, Espeak])
def voice(request: pytest.FixtureRequest) -> Iterator[Voice]:
    made = opened(request.param)
    yield made
    made.close()


def call(language: str = "uk", number: str = "Б107", window: int = 5) -> Phrase:
    return phrasing.call(PHRASES, language, number, window, again=False)


def digest(sound: Pcm) -> str:
    return hashlib.sha256(sound.samples).hexdigest()


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize("number", ["А001", "Б107", "Ж999"])
def test_a_call_is_some_seconds_of_sound_at_the_promised_loudness(
    voice: Voice, language: str, number: str, tmp_path: Path
) -> None:
    made = Rendering([voice], tmp_path).sound(call(language, number))
    assert made
    sound = read(made)
    samples = to_samples(sound)
    assert sound.rate == RATE
    assert 2.0 < sound.seconds < 8.0
    assert loudness(samples, RATE) == pytest.approx(TARGET, abs=1.0)
    assert peak_dbfs(samples) < -1.0
    # Speech is many short sounds: most of 50 ms slices are well above silence, none of the edges clicks.
    slices = samples[: len(samples) // 1200 * 1200].reshape(-1, 1200)
    assert (np.sqrt((slices**2).mean(axis=1)) > 0.01).mean() > 0.4
    assert abs(samples[0]) < 0.01
    assert abs(samples[-1]) < 0.01


def test_a_longer_number_takes_longer(voice: Voice) -> None:
    lengths = [voice.say(call(number=number)).seconds for number in ("А001", "А042", "А999")]
    assert all(shorter < longer for shorter, longer in pairwise(lengths))


def test_the_same_words_are_the_same_samples_in_every_run(rhvoice: Voice) -> None:
    again = RHVoice()
    assert digest(again.say(call())) == digest(rhvoice.say(call())) == digest(rhvoice.say(call()))
    again.close()


def test_all_apostrophes_sound_the_same_once_they_are_made_plain(rhvoice: Voice) -> None:
    spoken = {digest(rhvoice.say(Phrase("uk", phrasing.plain(f"вікно п{mark}ять")))) for mark in "'\u2019\u02bc"}
    assert len(spoken) == 1


def test_the_modifier_letter_apostrophe_would_be_misread_if_it_were_left(rhvoice: Voice) -> None:
    assert digest(rhvoice.say(Phrase("uk", "вікно п\u02bcять"))) != digest(rhvoice.say(Phrase("uk", "вікно п'ять")))


def test_number_words_are_those_that_the_engine_itself_would_say(rhvoice: Voice) -> None:
    for number in (42, 107, 999):
        words = phrasing.cardinal(PHRASES, "uk", number)
        assert digest(rhvoice.say(Phrase("uk", f"вікно {number}"))) == digest(
            rhvoice.say(Phrase("uk", f"вікно {words}"))
        )


def test_every_letter_has_a_sound_of_its_own(rhvoice: Voice) -> None:
    letters = "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ"
    for language in PHRASES.languages:
        spoken = {digest(rhvoice.say(Phrase(language, PHRASES.say(language, f"letter.{one}")))) for one in letters}
        assert len(spoken) == len(letters)


def test_a_language_without_a_voice_is_refused(voice: Voice) -> None:
    with pytest.raises(VoiceAway):
        voice.say(Phrase("tlh", "wa'"))


def test_warm_speech_takes_less_of_a_processor_than_the_gong_lasts(rhvoice: Voice, tmp_path: Path) -> None:
    rendering = Rendering([rhvoice], tmp_path)
    rendering.sound(call(number="А001"))
    begun = time.process_time()  # not of the clock: others may be at work
    assert rendering.sound(call(number="А002"))
    assert time.process_time() - begun < 1.2


def test_a_closed_voice_says_no_more() -> None:
    voice = opened(RHVoice)
    voice.close()
    voice.close()
    with pytest.raises(VoiceAway):
        voice.say(call())


def test_without_its_data_the_engine_is_away(tmp_path: Path) -> None:
    opened(RHVoice).close()
    with pytest.raises(VoiceAway):
        RHVoice(data=tmp_path)


def test_the_best_voice_comes_first_and_the_gong_is_always_left(tmp_path: Path) -> None:
    opened(RHVoice).close()
    names = [voice.name for voice in open_voices("best", ("uk", "en"), tmp_path)]
    assert (names[0], names[-1]) == ("rhvoice", "chime")


def test_espeak_does_not_pass_over_an_unknown_voice(monkeypatch: pytest.MonkeyPatch) -> None:
    voice = opened(Espeak)
    monkeypatch.setattr("announcer.voices.espeak.VOICES", {"uk": "xx-nope"})
    with pytest.raises(VoiceAway, match="no voice xx-nope"):
        voice.say(call())


def test_espeak_says_ten_phrases_in_a_row_each_whole(tmp_path: Path) -> None:
    voice = opened(Espeak)
    spoken = [voice.say(call(number=f"А{number:03d}")) for number in (1, 2, 3, 11, 12, 13, 42, 107, 213, 999)]
    assert len({digest(sound) for sound in spoken}) == 10
    assert all(sound.seconds > 1.5 for sound in spoken)


def test_espeak_that_hangs_is_killed_in_time() -> None:
    opened(Espeak)
    hanging = Espeak(worker=(sys.executable, "-c", "import time; time.sleep(600)"), patience=0.3)
    begun = time.monotonic()
    with pytest.raises(VoiceAway, match="hung"):
        hanging.say(call())
    assert time.monotonic() - begun < 5
