"""How far the voice is behind the boards in the busiest hour of a large hall: the real line-up in virtual time.

How long an announcement takes is measured on this machine's best voice, once for each kind of phrase.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from announcer.line_up import Call, Limits, LineUp, Turn
from announcer.rendering import Rendering
from announcer.sound.gong import GONG
from announcer.sound.pcm import read
from announcer.together import in_words
from announcer.voices.choose import open_voices
from bench.figures import Figure, percentile
from bench.wishes import Wishes
from broker.contracts.phrases import Phrases

HOUR = 205  # calls, as at the peak of a hall of forty windows
PHRASES = Path(__file__).parents[1] / "announcer" / "phrases"
BOTH = ("uk", "en")
OWN = 0.1  # of the visitors took their ticket in English
SAMPLES = 12  # phrases of each kind that are made to learn how long they are
START = 0.06  # seconds to start a player for one part


@dataclass(frozen=True, slots=True)
class Lengths:
    """Seconds of a phrase: by language, of a call alone and of one among several."""

    gong: float
    alone: dict[str, float]
    among: dict[str, float]

    def of(self, turn: Turn) -> tuple[float, list[float]]:
        """How long an announcement takes, and after what time each of its calls has been named once."""
        kind = self.among if turn.others else self.alone
        named, at = [], self.gong + START
        for place, language in enumerate(BOTH):
            for call in turn.calls:
                if language in call.languages:
                    at += kind[language] + START
                    if place == 0:
                        named.append(at)
        return at, named


def run(wishes: Wishes) -> Iterator[Figure]:
    count = 400 if wishes.quick else 20_000
    with TemporaryDirectory() as folder:
        lengths = _lengths(Path(folder), wishes.seed)
    yield Figure(
        what="a call's words, uk and en; among several",
        values={
            f"{language} {name}": kind[language]
            for name, kind in (("alone", lengths.alone), ("among", lengths.among))
            for language in BOTH
        },
        unit="s",
    )
    for hour, merge, own, what in (
        (HOUR, 3, 1.0, "said together, three at most"),
        (HOUR, 1, 1.0, "one by one"),
        (HOUR / 2, 3, 1.0, "at each of two outputs, by zone"),
        (HOUR, 3, OWN, f"in Ukrainian, and in English to {OWN:.0%} of the visitors"),
    ):
        behind, named, dropped = _hours(count, wishes.seed, lengths, Limits(merge=merge), hour=hour, own=own)
        yield Figure(
            what=f"board to the gong, {hour:.0f} calls an hour, {what}",
            values={"p50": percentile(behind, 50), "p95": percentile(behind, 95), "max": max(behind)},
            unit="s",
            target="p95 ≤ 10 s",
            note=f"to the end of a call's own words p95 {percentile(named, 95):.1f} s; "
            f"{dropped} of {count} ({dropped / count:.2%}) grew stale and were dropped",
        )


def _lengths(folder: Path, seed: int) -> Lengths:
    """Made by the real voice and finished as they are in a hall, so the pause after each counts too."""
    chance, phrases = Random(seed), Phrases.load(PHRASES)  # noqa: S311 - a bench
    voices = open_voices("best", BOTH, folder / "clips")
    rendering = Rendering(voices, folder / "speech")
    found: dict[int, dict[str, float]] = {}
    for several in (1, 3):
        total = dict.fromkeys(BOTH, 0.0)
        for _ in range(SAMPLES // several):
            calls = [
                _call(seq, 0.0, f"{chance.choice('АБГКМРТ')}{chance.randrange(1, 1000):03d}", chance.randrange(1, 41))
                for seq in range(several)
            ]
            for phrase in in_words(phrases, Turn(calls[0], 1, tuple(calls[1:]))):
                file = rendering.sound(phrase)
                total[phrase.language] += read(file).seconds if file else 0.0
        found[several] = {language: seconds / (SAMPLES // several * several) for language, seconds in total.items()}
    for voice in voices:
        voice.close()
    return Lengths(read(GONG).seconds, found[1], found[3])


def _hours(
    count: int, seed: int, lengths: Lengths, limits: Limits, *, hour: float, own: float
) -> tuple[list[float], list[float], int]:
    """`own`: the share of those who are called in English, too. Seconds from each call to the gong of its announcement, and to the end of its own words; how many were dropped."""
    chance, line_up, now, moment = Random(seed), LineUp(limits), 0.0, 0.0  # noqa: S311 - a bench
    behind: list[float] = []
    named: list[float] = []
    coming = []
    for seq in range(count):
        moment += chance.expovariate(hour / 3600)
        languages = BOTH if chance.random() < own else BOTH[:1]
        coming.append(replace(_call(seq, moment, f"А{seq % 999 + 1:03d}", seq), languages=languages))
    place = 0
    while place < count or line_up.waiting:
        while place < count and coming[place].born <= now:
            line_up = line_up.hear(coming[place], coming[place].born).accounted()
            place += 1
        taken, turn = line_up.take(now)
        line_up = taken.accounted()
        if turn is None:
            if place < count:
                now = coming[place].born
            continue
        takes, words = lengths.of(turn)
        behind += [now - call.born for call in turn.calls]
        named += [now - call.born + at for call, at in zip(turn.calls, words, strict=True)]
        now += takes
    return behind, named, line_up.dropped


def _call(seq: int, born: float, number: str, window: int) -> Call:
    return Call(seq=seq, ticket=str(seq), number=number, window=window, languages=BOTH, born=born, zone="hall-1")
