"""Are calls understood? Each voice speaks the same random calls; a recogniser chooses among near candidates.

Forced choice, slot by slot: letter, number and window each among the 12 whose names are nearest, the other slots given.
The two sentences of a call are listened to one by one. A candidate is scored as the call written out in words and in digits, less half of what the recogniser would
expect of that text without hearing anything: it likes round numbers, and tickets do not.
"""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from announcer import phrasing
from announcer.rendering import Rendering
from announcer.sound.finish import to_pcm, to_samples
from announcer.sound.pcm import Pcm, read
from announcer.voices.choose import ways
from announcer.voices.seam import Voice, VoiceAway
from bench.figures import Figure
from bench.listener import Heard, Listener, missing
from bench.near import nearest
from bench.wishes import Wishes
from bench.wrong import Wrong
from broker.contracts.numbers import written
from broker.contracts.phrases import Phrases

PHRASES = Path(phrasing.__file__).with_name("phrases")
LANGUAGES = ("uk", "en")
AIMS = {"rhvoice": "≥ 0.95", "clips": "within 0.05 of RHVoice"}
LETTERS = phrasing.LETTERS.replace("Ґ", "").replace("Ь", "")  # no hall would take these two
CALLS, FEW = 200, 5
_WINDOWS = 20
_CANDIDATES = 12
_FINALISTS = 4  # of the candidates by the digits alone; only these are asked about a second time
_EXPECTED = 0.5
_SLICE, _QUIET = 0.01, 0.03  # seconds; of the peak
_LONG = 0.75  # of the longest pause; some voices make no difference between a comma and a full stop
_NAMED = 12  # confusions


@dataclass(frozen=True, slots=True)
class Call:
    letter: str
    number: int
    window: int


def run(wishes: Wishes) -> Iterator[Figure]:
    if lacking := missing():
        how = "pip install -c constraints.txt -e '.[hearing]'"
        yield Figure(what="not measured", values={}, unit="", note=f"not installed: {', '.join(lacking)}; {how}")
        return
    listener = Listener()
    phrases = Phrases.load(PHRASES)
    calls = random_calls(wishes.rounds or (FEW if wishes.quick else CALLS), wishes.seed)
    with tempfile.TemporaryDirectory(prefix="cherha-bench-") as folder:
        for name, opened in ways(LANGUAGES, Path(folder)).items():
            if wishes.only and name not in wishes.only:
                continue
            try:
                voice = opened()
                voice.say(phrasing.Phrase("uk", phrasing.cardinal(phrases, "uk", 1) + "."))
            except VoiceAway:
                continue
            for language in LANGUAGES:
                key = "call.short" if wishes.short else "call.first"
                yield _figure(voice, calls, Questions(listener, phrases, language, key), language, Path(folder))
            voice.close()


def random_calls(count: int, seed: int) -> list[Call]:
    chance = random.Random(seed)  # noqa: S311 - calls, not secrets
    return [
        Call(chance.choice(LETTERS), chance.randint(1, phrasing.MOST), chance.randint(1, _WINDOWS))
        for _ in range(count)
    ]


class Questions:
    """What a listener is asked about a call in one language."""

    def __init__(self, listener: Listener, phrases: Phrases, language: str, key: str = "call.first") -> None:
        self._listener, self._phrases, self._language, self._key = listener, phrases, language, key
        self._letters = {one: phrasing.letter(phrases, language, one) for one in LETTERS}
        self._numbers = {n: phrasing.cardinal(phrases, language, n) for n in range(1, phrasing.MOST + 1)}
        self._windows = {n: self._numbers[n] for n in range(1, _WINDOWS + 1)}
        head, stop, tail = phrases.template(language, key).partition(". ")
        self._head, self._tail = head + stop.strip(), tail

    @property
    def wording(self) -> str:
        return " in short words" if self._key == "call.short" else ""

    def text(self, call: Call) -> str:
        number, window = written(call.letter, call.number), self._windows[call.window]
        return phrasing.sentence(self._phrases, self._language, self._key, number, window).text

    def understood(self, sound: Pcm, call: Call) -> Call:
        """What was chosen, each slot with the others given."""
        first, second = (self._listener.hear(part) for part in halves(sound))
        letters = [replace(call, letter=one) for one in nearest(call.letter, self._letters, _CANDIDATES)]
        numbers = [replace(call, number=one) for one in nearest(call.number, self._numbers, _CANDIDATES)]
        windows = [replace(call, window=one) for one in nearest(call.window, self._windows, _CANDIDATES)]
        return Call(
            self._choice(first, self._head, letters).letter,
            self._choice(first, self._head, numbers).number,
            self._choice(second, self._tail, windows).window,
        )

    def _choice(self, heard: Heard, template: str, candidates: list[Call]) -> Call:
        in_digits = [self._in_digits(template, each) for each in candidates]
        likely = self._listener.likelihood(heard, self._language, in_digits)
        best = [int(place) for place in np.argsort(-likely)[:_FINALISTS]]
        finalists, digits = [candidates[place] for place in best], [in_digits[place] for place in best]
        words = [self._in_words(template, each) for each in finalists]
        score = likely[best] + self._listener.likelihood(heard, self._language, words)
        score -= _EXPECTED * self._listener.expectation(self._language, words)
        score -= _EXPECTED * self._listener.expectation(self._language, digits)
        return finalists[int(score.argmax())]

    def _in_words(self, template: str, call: Call) -> str:
        letter, number, window = self._letters[call.letter], self._numbers[call.number], self._numbers[call.window]
        return phrasing.plain(template.format(letter=letter, number=number, window=window))

    def _in_digits(self, template: str, call: Call) -> str:
        letter = self._letters[call.letter]
        return phrasing.plain(template.format(letter=letter, number=call.number, window=call.window))


def halves(sound: Pcm) -> tuple[Pcm, Pcm]:
    """A call cut in the middle of the pause between its sentences: the last of its long ones, as the second has none."""
    samples = to_samples(sound)
    step = round(_SLICE * sound.rate)
    level = np.abs(samples[: len(samples) // step * step].reshape(-1, step)).max(axis=1)
    loud = np.flatnonzero(level > _QUIET * level.max())
    gaps = np.diff(loud)
    last = int(np.flatnonzero(gaps >= _LONG * gaps.max())[-1])
    middle = int(loud[last] + gaps[last] // 2 + 1) * step
    return to_pcm(samples[:middle], sound.rate), to_pcm(samples[middle:], sound.rate)


def share(pairs: Sequence[tuple[Call, Call]]) -> dict[str, float]:
    """Of all calls, how many were understood: all of it, and each part."""
    found = {"all": sum(said == heard for said, heard in pairs) / len(pairs)}
    for part in ("letter", "number", "window"):
        found[part] = sum(getattr(said, part) == getattr(heard, part) for said, heard in pairs) / len(pairs)
    return found


def _figure(voice: Voice, calls: Sequence[Call], questions: Questions, language: str, folder: Path) -> Figure:
    rendering = Rendering([voice], folder / "speech")
    pairs: list[tuple[Call, Call]] = []
    seconds = 0.0
    for call in calls:
        file = rendering.sound(phrasing.Phrase(language, questions.text(call)))
        if file is None:
            raise Wrong(f"{voice.title}: {rendering.failed}")
        sound = read(file)
        seconds += sound.seconds
        pairs.append((call, questions.understood(sound, call)))
    return Figure(
        what=f"{language}, {voice.name}: understood, of {len(pairs)} calls{questions.wording}",
        values=share(pairs),
        unit="",
        target=AIMS.get(voice.name, ""),
        note=f"{voice.title}; a call takes {seconds / len(pairs):.1f} s; taken for another: {_mistakes(pairs) or 'none'}",
    )


def _mistakes(pairs: Sequence[tuple[Call, Call]]) -> str:
    """The commonest confusions: "Ї→Є 3, 889→189"."""
    wrong: Counter[str] = Counter()
    for said, heard in pairs:
        for part in ("letter", "number", "window"):
            one, other = getattr(said, part), getattr(heard, part)
            if one != other:
                wrong[f"{one}→{other}"] += 1
    return ", ".join(f"{which} {count}" if count > 1 else which for which, count in wrong.most_common(_NAMED))
