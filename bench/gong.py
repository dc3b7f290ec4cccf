"""How soon the gong is heard: events on a bus, the announcer on an output by name, the system's player, PipeWire, a sink.

The voice is idle each time, as it is for most calls of most halls; no words follow, which would only take time.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import numpy as np

from announcer.announcing import Announcer, Making
from announcer.outlets import Opening
from announcer.rendering import Rendering
from announcer.sound.finish import to_samples
from announcer.sound.loudness import Samples
from announcer.voices.seam import ChimeOnly
from bench.figures import Figure, percentile
from bench.muted import muted
from bench.sound_server import RATE, SoundServer, led_to, missing
from bench.wishes import Wishes
from bench.wrong import Wrong
from broker.bus.clock import now
from broker.bus.memory import MemoryBroker
from broker.contracts import codec
from broker.contracts.events import Decision, TicketCalled
from broker.contracts.hall_file import HallFile, HallPart
from broker.contracts.hall_voice import Output
from broker.contracts.phrases import FIRST
from broker.contracts.topics import Topics

HALL = HallFile(hall=HallPart(id="hall", name={FIRST: "Зала"}), output=(Output(id="main", device="hall"),))
GONGS, FEW = 30, 3
BETWEEN = 0.3  # seconds of silence
_PATIENCE = 20.0


def run(wishes: Wishes) -> Iterator[Figure]:
    if lacks := missing():
        raise Wrong(f"this machine lacks {', '.join(lacks)}: no PipeWire to record")
    count = wishes.rounds or (FEW if wishes.quick else GONGS)
    hall = SoundServer("hall", "other")
    with TemporaryDirectory() as folder, hall as server, led_to(server), muted("announcer"):  # nobody takes its reports
        recording = server.record("hall")
        born = _calls(Path(folder), count)
        onsets = [recording.came(at) for at in _onsets(to_samples(recording.end()))]
        # A machine that is busy breaks a gong in pieces: its first one counts.
        late = [min(each - moment for each in onsets if each > moment) * 1000 for moment in born]
    yield Figure(
        what=f"event to the gong's first sample at the sink, {count} calls, voice idle",
        values={"p50": percentile(late, 50), "p95": percentile(late, 95), "max": max(late)},
        unit="ms",
        target="≤ 100 ms",
        note="at most 20 ms of it are the recorder's",
    )


def _calls(folder: Path, count: int) -> list[float]:
    """When each was published; the next comes when the one before is over."""
    broker, ended, born = MemoryBroker(), [], []
    bus, master = broker.client("announcer-1"), broker.client("queue-master")
    opening = Opening(HALL, "player", folder / "spare", _must, lambda: now(HALL.timezone))
    outlets = opening.outlets("announcer-1")
    rendering = Rendering([ChimeOnly()], folder / "speech")
    making = Making(rendering, outlets[0].player, wanted="chime", outlets=outlets)
    announcer = Announcer(bus, HALL, making)
    master.subscribe(Topics(bus.hall).speaking("+"), lambda m: ended.append(msgspec.json.decode(m.body)["state"]))
    for each in (master, bus):
        each.start()
    outlets[0].check()
    announcer.start()
    time.sleep(1.0)
    for seq in range(1, count + 1):
        born.append(time.monotonic())
        master.publish(Topics(bus.hall).event, codec.encode(_call(seq)))
        until = time.monotonic() + _PATIENCE
        while ended.count("finished") < seq:
            broker.deliver()
            if time.monotonic() > until:
                raise Wrong(f"call {seq} was not said: {ended[-2:]}")
            time.sleep(0.002)
        time.sleep(BETWEEN)
    announcer.stop()
    return born


def _onsets(recording: Samples) -> list[int]:
    """Where something begins after a silence: nobody else plays there."""
    loud = np.flatnonzero(np.abs(recording) > 0.01)  # noqa: PLR2004 - the gong dies away below it
    return [int(at) for at, before in zip(loud, [-RATE, *loud], strict=False) if at - before > RATE * BETWEEN / 2]


def _must(output: str, why: str | None) -> None:
    if why is not None:
        raise Wrong(f"{output}: {why}")


def _call(seq: int) -> TicketCalled:
    return TicketCalled(
        seq=seq, at=now(HALL.timezone), by="window-1", ticket=f"ticket-{seq}", number=f"А{seq:03d}", window=1,
        zone="hall-1", line="residence", languages=HALL.hall.languages, reason="oldest",
        decision=Decision(policy="accumulating", candidates=()),
    )  # fmt: skip
