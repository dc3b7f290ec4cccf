"""How understanding is measured: the candidates, the cut between sentences, the shares."""

from pathlib import Path

import numpy as np
import pytest

from announcer.phrasing import Phrase
from announcer.rendering import Rendering
from announcer.sound.pcm import read, silence
from announcer.voices.choose import open_voices
from announcer.voices.hum import Hum
from bench import heard
from bench.heard import Call, Questions, halves, random_calls, share
from bench.listener import Listener, missing
from bench.near import distance, nearest
from bench.wishes import Wishes
from broker.contracts.phrases import Phrases

PHRASES = Phrases.load(heard.PHRASES)


class Knowing:
    """A listener that knows what was said, but for one thing that it takes for another."""

    def __init__(self, *, said: str, taken_for: str = "") -> None:
        self._said, self._taken_for = said, taken_for or said

    def hear(self, _sound: object) -> None:
        return None

    def likelihood(self, _heard: object, _language: str, texts: list[str]) -> np.ndarray:
        return np.array([-float(distance(text, self._taken_for)) for text in texts])

    def expectation(self, _language: str, texts: list[str]) -> np.ndarray:
        return np.zeros(len(texts))


@pytest.mark.fast
def test_candidates_are_what_sounds_alike_and_the_true_one_is_among_them():
    names = {1: "один", 11: "одинадцять", 12: "дванадцять", 13: "тринадцять", 30: "тридцять", 100: "сто"}
    assert nearest(12, names, 3)[0] == 12
    assert 30 in nearest(13, names, 4)
    assert 100 not in nearest(12, names, 5)


@pytest.mark.fast
def test_calls_are_the_same_for_a_seed():
    assert random_calls(50, 1) == random_calls(50, 1)
    assert random_calls(50, 1) != random_calls(50, 2)


@pytest.mark.fast
def test_a_call_is_cut_in_the_middle_of_its_longest_pause():
    one, two = Hum().say(Phrase("uk", "раз два")), Hum().say(Phrase("uk", "три"))
    first, second = halves(one + silence(0.4) + two)
    assert first.seconds == pytest.approx(one.seconds + 0.2, abs=0.06)
    assert second.seconds == pytest.approx(two.seconds + 0.2, abs=0.06)


@pytest.mark.fast
def test_of_two_pauses_that_are_alike_the_last_parts_the_sentences():
    letter, number, window = (Hum().say(Phrase("uk", text)) for text in ("а", "раз два", "три"))
    _, second = halves(letter + silence(0.3) + number + silence(0.28) + window)
    assert second.seconds == pytest.approx(window.seconds + 0.14, abs=0.06)


@pytest.mark.fast
@pytest.mark.parametrize("language", ["uk", "en"])
def test_whoever_hears_right_is_counted_so(language: str):
    call, sound = Call("Б", 107, 5), Hum().say(Phrase("uk", "раз два"))
    letter = PHRASES.say(language, "letter.Б")
    text = f"{'Талон' if language == 'uk' else 'Ticket'} {letter}, 107."
    questions = Questions(Knowing(said=text), PHRASES, language)  # type: ignore[arg-type]
    understood = questions.understood(sound + silence(0.3) + sound, call)
    assert (understood.letter, understood.number) == ("Б", 107)


@pytest.mark.fast
def test_a_mishearing_is_counted_where_it_happened():
    said = Call("Б", 107, 5)
    found = share([(said, said), (said, Call("В", 107, 5)), (said, Call("Б", 107, 6)), (said, said)])
    assert found == {"all": 0.5, "letter": 0.75, "number": 1.0, "window": 0.75}


@pytest.mark.fast
def test_without_the_recogniser_the_bench_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(heard, "missing", lambda: ["ctranslate2"])
    (figure,) = heard.run(Wishes())
    assert "hearing" in figure.note


@pytest.mark.voice
@pytest.mark.hearing
@pytest.mark.skipif(bool(missing()), reason="the extra `hearing` is not installed")
def test_the_recogniser_chooses_what_the_best_voice_says(tmp_path: Path):
    voices = open_voices("best", ("uk", "en"), tmp_path / "clips")
    questions = Questions(Listener(), PHRASES, "uk")
    call = Call("Д", 107, 5)
    file = Rendering(voices, tmp_path).sound(Phrase("uk", questions.text(call)))
    assert file
    assert questions.understood(read(file), call) == call
