"""A busy minute of the voice through the real chain: events on a bus, the announcer, the system's player, PipeWire, two
sinks of which everything is recorded. What was heard is found again in the recording and measured.
"""

from __future__ import annotations

import math
import os
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import numpy as np

from announcer.announcing import Announcer, Making
from announcer.outlets import Opening
from announcer.rendering import Rendering
from announcer.sound.finish import to_pcm, to_samples
from announcer.sound.gong import GONG, SHORT_GONG
from announcer.sound.loudness import Samples, loudness, peak_dbfs
from announcer.sound.pcm import RATE, read, write
from announcer.voices.choose import open_voices
from bench.figures import Figure, percentile
from bench.sound_server import Recording, SoundServer, found, led_to, missing
from bench.wishes import Wishes
from bench.wrong import Wrong
from broker.bus.clock import now
from broker.bus.memory import MemoryBroker, MemoryBus
from broker.bus.speech import SpeechWatch
from broker.contracts import codec
from broker.contracts.events import Decision, TicketCalled, TicketRecalled
from broker.contracts.hall_file import HallFile, HallPart
from broker.contracts.hall_voice import Output
from broker.contracts.phrases import FIRST
from broker.contracts.topics import Topics

HALL = HallFile(hall=HallPart(id="hall", name={FIRST: "Зала"}), output=(Output(id="main", device="hall", loop="loop"),))
# Seconds into the minute, number, window. Two windows call within 0.3 s, three more while those are being said.
CALLS = (
    (0.0, "А012", 3), (0.3, "А013", 5), (11.0, "Б107", 1), (12.0, "К041", 7), (13.5, "А014", 3), (32.0, "М200", 12),
    (44.0, "К042", 4), (45.0, "Р009", 2),
)  # fmt: skip
TONE = 9_000.0  # Hz of what stands for media: above the voices, so that it is found beside them
BED = 0.05  # its amplitude
GIVEN_UP = 60.0  # seconds after the last word in which no other begins: nothing more is coming
PATIENCE = 10.0  # seconds for a program of the sound server
RAMP = 5  # steps of 50 ms in which media go down and come back


@dataclass
class _Media:
    """A tone in the place of a video's sound, made quieter by what the announcer says on the bus."""

    server: SoundServer
    folder: Path
    watch: SpeechWatch | None = None
    over: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        moment = np.arange(RATE * 120) / RATE
        write(self.folder / "bed.wav", to_pcm(BED * np.sin(2 * np.pi * TONE * moment), RATE))
        self.player = self.server.play(["paplay", "--device=hall", str(self.folder / "bed.wav")])
        self.thread = threading.Thread(target=self._follow, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.over.set()
        self.thread.join()
        self.player.terminate()
        self.player.wait()

    def _follow(self) -> None:
        level = 0.0
        while not self.over.wait(0.05):
            aim = self.watch.duck if self.watch else 0.0
            if level != aim:
                level += max(-20.0 / RAMP, min(20.0 / RAMP, aim - level))
                with suppress(subprocess.SubprocessError):  # the next step tells it again
                    self._set(level)

    def _set(self, down: float) -> None:
        listed = subprocess.run(
            ["pactl", "list", "short", "sink-inputs"],
            env=self.server.environment, capture_output=True, text=True, check=True, timeout=PATIENCE,
        ).stdout  # fmt: skip
        mine = listed.split("\t")[0]  # it began before every announcement
        subprocess.run(
            ["pactl", "set-sink-input-volume", mine, f"{10 ** (-down / 20):.4f}"],
            env=self.server.environment,
            check=True,
            timeout=PATIENCE,
        )


def run(wishes: Wishes) -> Iterator[Figure]:
    if lacks := missing():
        raise Wrong(f"this machine lacks {', '.join(lacks)}: no PipeWire to record")
    calls = CALLS[:3] if wishes.quick else CALLS
    with TemporaryDirectory() as name, SoundServer("hall", "loop") as server, led_to(server):
        folder = Path(name)
        hall, loop = server.record("hall"), server.record("loop")
        told = _minute(server, folder, calls)
        yield from _measured(calls, told, hall, loop)


@dataclass
class _Told:
    """When each call was published, and what the announcer said of its announcements."""

    born: dict[str, float] = field(default_factory=dict)
    words: list[tuple[str, tuple[str, ...], float]] = field(default_factory=list)

    def over(self, calls: tuple[tuple[float, str, int], ...]) -> bool:
        if self.unsaid(calls):
            return False
        state, _, at = self.words[-1]
        return state != "started" and time.monotonic() - at > 1.0  # nothing more follows

    def unsaid(self, calls: tuple[tuple[float, str, int], ...]) -> tuple[str, ...]:
        ended = {number for state, numbers, _ in self.words if state != "started" for number in numbers}
        return tuple(number for _, number, _ in calls if number not in ended)

    def given_up(self, last: float, moment: float) -> bool:
        """Whether at `moment` nothing more is to be hoped for. A voice that is too far behind drops a call without a word
        here. `last`: when the last call was published.
        """
        return moment - max([last, *(at for _, _, at in self.words)]) > GIVEN_UP

    def begun(self) -> list[tuple[tuple[str, ...], bool]]:
        """The calls of each announcement, and whether it goes on with what was begun, in their second language."""
        found: list[tuple[tuple[str, ...], bool]] = []
        named: set[str] = set()
        for numbers in (numbers for state, numbers, _ in self.words if state == "started"):
            found.append((numbers, named >= set(numbers)))
            named |= set(numbers)
        return found


def _minute(server: SoundServer, folder: Path, calls: tuple[tuple[float, str, int], ...]) -> _Told:
    """Let the minute happen."""
    told = _Told()
    broker = MemoryBroker()
    bus, master, board = broker.client("announcer-1"), broker.client("queue-master"), broker.client("board-1")
    voices = open_voices("best", HALL.hall.languages, folder / "clips")
    rendering = Rendering(voices, folder / "speech")
    opening = Opening(HALL, "player", folder / "spare", _must, lambda: now(HALL.timezone))
    outlets = opening.outlets("announcer-1")
    announcer = Announcer(bus, HALL, Making(rendering, outlets[0].player, outlets=outlets))
    media = _Media(server, folder)
    media.watch = SpeechWatch(board, lambda: None)
    master.subscribe(Topics(bus.hall).speaking("+"), lambda m: _hear(told, m.body))
    for each in (master, bus, board):
        each.start()
    outlets[0].check()
    media.start()
    announcer.start()
    try:
        _let_pass(broker, master, told, calls)
    finally:
        media.stop()
        announcer.stop()
        for voice in voices:
            voice.close()
    return told


def _let_pass(broker: MemoryBroker, master: MemoryBus, told: _Told, calls: tuple[tuple[float, str, int], ...]) -> None:
    """Publish each call in its time, until all of them were said. Wrong when one of them will not be."""
    begun = time.monotonic() + 2.0  # the voices are warm, the tone is heard by itself
    waiting = list(calls)
    last = begun + 3
    while waiting or not told.over(calls) or time.monotonic() < last + 3:
        while waiting and time.monotonic() >= begun + waiting[0][0]:
            _, number, window = waiting.pop(0)
            call = _call(len(calls) - len(waiting), number, window)
            master.publish(Topics(master.hall).event, codec.encode(call))
            told.born[number] = last = time.monotonic()
        broker.deliver()
        if not waiting and told.given_up(last, time.monotonic()):
            raise Wrong(
                f"{', '.join(told.unsaid(calls)) or 'the last announcement'}: not said to the end, and nothing was for "
                f"{GIVEN_UP:.0f} s; with a load of {os.getloadavg()[0]:.1f} the voice may have dropped what had grown old"
            )
        time.sleep(0.002)
    time.sleep(2.0)  # media come back


def _must(output: str, why: str | None) -> None:
    if why is not None:
        raise Wrong(f"{output}: {why}")


def _hear(told: _Told, body: bytes) -> None:
    word = msgspec.json.decode(body)
    told.words.append((word["state"], tuple(call["number"] for call in word["calls"]), time.monotonic()))


def _call(seq: int, number: str, window: int) -> TicketCalled | TicketRecalled:
    return TicketCalled(
        seq=seq, at=now(HALL.timezone), by=f"window-{window}", ticket=f"ticket-{number}", number=number, window=window,
        zone="hall-1", line="residence", languages=HALL.hall.languages, reason="oldest",
        decision=Decision(policy="accumulating", candidates=()),
    )  # fmt: skip


def _measured(
    calls: tuple[tuple[float, str, int], ...], told: _Told, hall: Recording, loop: Recording
) -> Iterator[Figure]:
    heard, clean = to_samples(hall.end()), to_samples(loop.end())
    begun = [numbers for numbers, rest in told.begun() if not rest]
    if [number for numbers in begun for number in numbers] != [number for _, number, _ in calls]:
        raise Wrong(f"not every call was said, or not in order: {begun}")
    struck, in_hall = _struck(clean, len(begun)), [at for at, _ in _struck(heard, len(begun))]
    strikes, gongs = [at for at, _ in struck], [gong for _, gong in struck]
    late = [hall.came(at) - told.born[numbers[0]] for at, numbers in zip(in_hall, begun, strict=True)]
    yield Figure(
        what="calls said, in order, in so many announcements",
        values={
            "calls": len(calls),
            "announcements": len(told.begun()),
            "gongs": gongs.count(GONG),
            "short gongs": gongs.count(SHORT_GONG),
        },
        unit="",
        note="; ".join(f"{' '.join(numbers)}{' (second language)' if rest else ''}" for numbers, rest in told.begun()),
    )
    idle = [one for one in late if one < 1.0]  # the others waited for one another
    yield Figure(
        what="event to the gong's first sample at the sink, voice idle",
        values={"p50": percentile(idle, 50) * 1000, "max": max(idle) * 1000} if idle else {"p50": math.nan},
        unit="ms",
        target="100 ms",
        note="at most 20 ms of it are the recorder's",
    )
    yield Figure(
        what="event to the gong's first sample, all", values={"p50": percentile(late, 50), "max": max(late)}, unit="s"
    )
    ends = [*strikes[1:], len(clean)]
    parts = [clean[at:end] for at, end in zip(strikes, ends, strict=True)]
    gaps = [
        _gap(part[round(read(gong).seconds * RATE) - RATE // 20 :]) for part, gong in zip(parts, gongs, strict=True)
    ]
    yield Figure(
        what="silence between gong and speech",
        values={"p50": percentile(gaps, 50) * 1000, "max": max(gaps) * 1000},
        unit="ms",
    )
    rests = [_longest_rest(part[: _end(part)]) for part in parts]
    yield Figure(
        what="longest silence within a stretch of speech, between phrases and announcements",
        values={"p50": percentile(rests, 50) * 1000, "max": max(rests) * 1000},
        unit="ms",
    )
    levels = [loudness(part[: _end(part)], RATE) for part in parts]
    yield Figure(
        what="loudness of an announcement",
        values={"least": min(levels), "most": max(levels)},
        unit="LUFS",
        target="-16 ± 1",
    )
    yield Figure(
        what="highest sample",
        values={"loop": peak_dbfs(clean), "hall": peak_dbfs(heard)},
        unit="dBFS",
        target="under -1",
    )
    tone = _tone(heard)
    speaking = np.zeros(len(tone), dtype=bool)
    for at, part in zip(in_hall, parts, strict=True):
        first, final = (at + RATE) // _HOP, (at + _end(part) - RATE // 2) // _HOP
        speaking[first:final] = True
    quiet = tone[speaking]
    first = in_hall[0] // _HOP
    before, after = float(np.median(tone[first - 20 : first])), float(np.median(tone[-30:-20]))
    if not quiet.size or not min(before, after, float(np.median(quiet))) > 0.0:
        raise Wrong("the tone in the place of media was not heard all through")
    yield Figure(
        what="media while the voice speaks, and after it",
        values={"down": 20 * math.log10(before / float(np.median(quiet))), "back to": 20 * math.log10(after / before)},
        unit="dB",
        target="20 dB, and back to 0",
    )


_HOP = RATE // 20
_ALIKE = {GONG: 0.7, SHORT_GONG: 0.85}  # as half of the long gong, the short one is 0.62 like it


def _struck(recording: Samples, count: int) -> list[tuple[int, Path]]:
    """Where a gong begins, and which. Wrong when there are not `count` in all."""
    places: list[tuple[int, Path]] = []
    left = recording.copy()
    for gong, alike in _ALIKE.items():  # the longer one first, because the other is a part of it
        sound = to_samples(read(gong))
        with suppress(Wrong):
            while True:
                (at,) = found(left, sound, 1, alike)
                places.append((at, gong))
                left[max(0, at) : at + len(sound)] = 0.0
    if len(places) != count:
        raise Wrong(f"{len(places)} gongs are in the recording of {count} announcements")
    return sorted(places)


def _gap(sound: Samples) -> float:
    """Seconds of silence before something is heard."""
    loud = np.flatnonzero(np.abs(sound) > 0.01)  # noqa: PLR2004 - the gong has died away below it
    return loud[0] / RATE if len(loud) else 0.0


def _longest_rest(sound: Samples) -> float:
    """Seconds of the longest silence in the middle of it."""
    loud = np.flatnonzero(np.abs(sound) > 0.003)  # noqa: PLR2004 - under every voice
    return float(np.diff(loud).max()) / RATE if len(loud) > 1 else 0.0


def _end(sound: Samples) -> int:
    loud = np.flatnonzero(np.abs(sound) > 0.003)  # noqa: PLR2004 - under every voice
    return int(loud[-1]) if len(loud) else len(sound)


def _tone(recording: Samples) -> Samples:
    """How loud the tone is, twenty times a second."""
    blocks = recording[: len(recording) // _HOP * _HOP].reshape(-1, _HOP) * np.hanning(_HOP)
    wave = np.exp(-2j * np.pi * TONE * np.arange(_HOP) / RATE)
    loud: Samples = np.abs(blocks @ wave) / _HOP * 4
    return loud
