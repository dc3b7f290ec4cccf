"""How far the voice is behind the boards in the busiest hour of a large hall: the real line-up in virtual time.

How long an announcement takes is measured on this machine's best voice, once for each kind of phrase.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from announcer.line_up import Call, Limits, LineUp, Turn
from announcer.rendering import Rendering
from announcer.sound.gong import GONG, SHORT_GONG
from announcer.sound.pcm import read
from announcer.together import in_words, left
from announcer.voices.choose import open_voices
from bench.figures import Figure, percentile
from bench.wishes import Wishes
from broker.contracts.phrases import Phrases

HOUR = 205  # calls, as at the peak of a hall of forty windows
PHRASES = Path(__file__).parents[1] / "announcer" / "phrases"
BOTH = ("uk", "en")
OWN = 0.1  # of the visitors took their ticket in English
WALK = 30.0  # seconds from a call to the window; whoever is there is called no more
SAMPLES = 12  # calls of each kind that are made to learn how long their phrases are
START = 0.06  # seconds to start a player for one part
STAND_IN = Phrases.load(PHRASES)


@dataclass(frozen=True, slots=True)
class Lengths:
    """Seconds of a phrase by its kind (full, short, among others) and language, with the pause after it."""

    gong: float
    short_gong: float
    kinds: dict[tuple[str, str], float]

    def of(self, turn: Turn, language: str) -> float:
        kind = "among" if turn.others else "short" if turn.short else "full"
        return self.kinds[kind, language] + START


@dataclass(slots=True)
class Found:
    """Seconds from each call to the gong, to the end of its first words, and of its last; how many were never said."""

    gong: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    last: dict[int, float] = field(default_factory=dict)
    short: int = 0
    dropped: int = 0


def run(wishes: Wishes) -> Iterator[Figure]:
    count = 400 if wishes.quick else 20_000
    with TemporaryDirectory() as folder:
        lengths = _lengths(Path(folder), wishes.seed)
    yield Figure(
        what="a call's words",
        values={f"{language} {kind}": seconds for (kind, language), seconds in lengths.kinds.items()},
        unit="s",
    )
    for hour, limits, own, walk, what in (
        (HOUR, Limits(), 1.0, 0.0, "nobody comes before it was said"),
        (HOUR, Limits(), 1.0, WALK, f"all come in {WALK:.0f} s"),
        (HOUR, Limits(wording="full"), 1.0, 0.0, "in full words"),
        (HOUR, Limits(wording="short"), 1.0, 0.0, "in short words"),
        (HOUR, Limits(merge=1), 1.0, 0.0, "one by one"),
        (HOUR / 2, Limits(), 1.0, 0.0, "at each of two outputs, by zone"),
        (HOUR, Limits(), OWN, 0.0, f"in Ukrainian, and in English to {OWN:.0%} of the visitors"),
    ):
        found = _hours(count, wishes.seed, lengths, limits, hour=hour, own=own, walk=walk)
        last = list(found.last.values())
        yield Figure(
            what=f"board to the gong, {hour:.0f} calls an hour, {what}",
            values={"p50": percentile(found.gong, 50), "p95": percentile(found.gong, 95), "max": max(found.gong)},
            unit="s",
            target="p95 ≤ 10 s",
            note=f"to the end of its first words p50 {percentile(found.first, 50):.1f}, "
            f"p95 {percentile(found.first, 95):.1f} s, of its last {percentile(last, 50):.1f}, "
            f"{percentile(last, 95):.1f} s; {found.short / count:.0%} begun in short words; "
            f"{found.dropped} of {count} ({found.dropped / count:.2%}) grew stale and were dropped",
        )


def _lengths(folder: Path, seed: int) -> Lengths:
    """Made by the real voice and finished as they are in a hall, so the pause after each counts too."""
    chance = Random(seed)  # noqa: S311 - a bench
    voices = open_voices("best", BOTH, folder / "clips")
    rendering = Rendering(voices, folder / "speech")
    found: dict[tuple[str, str], float] = {}
    for kind, several in (("full", 1), ("short", 1), ("among", 3)):
        total = dict.fromkeys(BOTH, 0.0)
        for _ in range(SAMPLES):
            calls = [
                _call(seq, 0.0, f"{chance.choice('АБГКМРТ')}{chance.randrange(1, 1000):03d}", chance.randrange(1, 41))
                for seq in range(several)
            ]
            for words in in_words(STAND_IN, Turn(calls[0], 1, tuple(calls[1:]), short=kind == "short")):
                file = rendering.sound(words.phrase)
                total[words.phrase.language] += read(file).seconds if file else 0.0
        found |= {(kind, language): seconds / (SAMPLES * several) for language, seconds in total.items()}
    for voice in voices:
        voice.close()
    return Lengths(read(GONG).seconds, read(SHORT_GONG).seconds, found)


def _hours(count: int, seed: int, lengths: Lengths, limits: Limits, *, hour: float, own: float, walk: float) -> Found:
    """`own`: the share of those who are called in English, too. `walk`: after so long a visitor is there; 0: never."""
    coming = _coming(count, seed, hour, own)
    found, line_up, now, place, ended = Found(), LineUp(limits), 0.0, 0, float("-inf")
    arrived: list[Call] = []

    def hear() -> None:
        nonlocal line_up, place
        while place < count and coming[place].born <= now:
            line_up = line_up.hear(coming[place], coming[place].born)
            arrived.append(coming[place])
            place += 1
        while walk and arrived and arrived[0].born + walk <= now:
            line_up = line_up.withdraw(arrived.pop(0).ticket, place + count, "serving")
        found.dropped += sum(drop.why == "stale" and drop.call.seq not in found.last for drop in line_up.drops)
        line_up = line_up.accounted()

    while place < count or line_up.waiting or line_up.rest:
        hear()
        line_up, turn = line_up.take(now)
        if turn is None:
            hear()
            now = coming[place].born if place < count else now
            continue
        if not turn.rest:
            found.gong += [now - call.born for call in turn.calls]
            found.short += len(turn.calls) if turn.short or turn.others else 0
            now += (lengths.short_gong if now - ended < 1.0 else lengths.gong) + START
        words = in_words(STAND_IN, turn)
        for at, each in enumerate(words):
            hear()
            rest = left(words, at) if at else None
            if rest is not None and (kept := line_up.let_in(rest, now)) is not None:
                line_up = kept
                break
            now += lengths.of(turn, each.phrase.language)
            if each.call.seq not in found.last:
                found.first.append(now - each.call.born)
            found.last[each.call.seq] = now - each.call.born
        ended = now
    return found


def _coming(count: int, seed: int, hour: float, own: float) -> Sequence[Call]:
    chance, moment = Random(seed), 0.0  # noqa: S311 - a bench
    coming = []
    for seq in range(count):
        moment += chance.expovariate(hour / 3600)
        languages = BOTH if chance.random() < own else BOTH[:1]
        coming.append(replace(_call(seq, moment, f"А{seq % 999 + 1:03d}", seq % 999 + 1), languages=languages))
    return coming


def _call(seq: int, born: float, number: str, window: int) -> Call:
    return Call(seq=seq, ticket=str(seq), number=number, window=window, languages=BOTH, born=born, zone="hall-1")
