"""From a finger to a number, a printer and a frame: real screens on Xvfb, real touches, a printer on the network.

In a hall each of these is a machine of its own; here too, one appliance runs at a time beside broker and queue-master.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC
from random import Random

from bench import bare_board
from bench import hall as bench_hall
from bench.figures import Figure, percentile, spread
from bench.loudspeaker import Loudspeaker
from bench.processes import Started, role, until
from bench.standing import Standing, standing
from bench.trace import Note, Trace
from bench.virtual import VirtualScreen
from bench.wishes import Wishes
from bench.wrong import Wrong
from broker.bus.asking import Asker
from broker.bus.clock import new_id, now
from broker.bus.link import Link
from broker.bus.seam import Message
from broker.contracts import codec
from broker.contracts import commands as c
from broker.contracts.status import Did, Do, Status
from broker.contracts.topics import Topics
from kiosk.printing.emulator import NetworkPrinter

KIOSK, BOARD = "1080x1920", "1920x1080"
# Where a finger goes on the kiosk: any place on the menu's first row of tiles, and the ticket's big button below.
TILE, DONE = (300, 500), (540, 1610)
STRIKE = 0.7  # seconds between touches; the kiosk takes two within 0.5 s for one


def run(wishes: Wishes) -> Iterator[Figure]:
    count = 5 if wishes.quick else 40
    chance = Random(wishes.seed)  # noqa: S311 - no secret hangs on it
    with standing(bench_hall.toml(windows=4, lines=8, priorities=False)) as hall:
        window = _Window(hall)
        window.open(waiting=3 * count)
        yield from _touches(hall, count)
        yield from _board(hall, window, count, chance)
        yield from _gong(hall, window, max(3, count // 4), chance)
        window.link.stop()


def _touches(hall: Standing, count: int) -> Iterator[Figure]:
    trace = Trace(hall.folder / "dispenser.trace")
    found: dict[str, list[float]] = {"reply": [], "first-printer-byte": [], "flip": []}
    with NetworkPrinter() as printer, VirtualScreen(KIOSK) as screen:
        told = {"CHERHA_PRINTER": printer.setting, "CHERHA_WINDOW_SIZE": KIOSK, **screen.environment}
        with appliance(hall, "dispenser", trace, told):
            time.sleep(3)  # the printer's thread reads its fonts before the first visitor comes
            for place in range(count + 1):
                begun = time.monotonic_ns()
                screen.touch(*TILE)
                touched = trace.wait(lambda n: n["what"] == "touch", begun, what="a touch")
                ticket = trace.first(lambda n: n["what"] == "take-sent", begun)["about"]
                for what, waits in found.items():
                    waits.append(trace.of(what, ticket, begun) - touched)
                printer.wait_for_slips(place + 1)
                time.sleep(STRIKE)
                begun = time.monotonic_ns()
                screen.touch(*DONE)
                trace.of("shown", "MenuFace", begun)
                time.sleep(STRIKE)
    for what, waits in (
        ("touch to reply", found["reply"]),
        ("touch to the ticket's frame on the screen, 1080x1920", found["flip"]),
        ("touch to the printer's first byte", found["first-printer-byte"]),
    ):
        yield Figure(what=what, values=spread(waits[1:]), unit="ms")  # the first one loads what all others find loaded


def _board(hall: Standing, window: _Window, count: int, chance: Random) -> Iterator[Figure]:
    """A board beside the least that is one: what a board adds is what it may be blamed for."""
    board, least = _Frames(), _Frames()
    told = {"CHERHA_WINDOW_SIZE": BOARD}
    with VirtualScreen(BOARD) as screen:
        trace = Trace(hall.folder / "board.trace")
        with appliance(hall, "board", trace, {**told, **screen.environment}):
            board.measure(window, Technician(hall, "board-1"), trace, count, chance)
    with VirtualScreen(BOARD) as screen:
        trace = Trace(hall.folder / "bare-board.trace")
        with _bare_board(hall, trace, screen):
            least.measure(window, Technician(hall, bare_board.NAME), trace, count, chance)
    yield Figure(what="Next to reply", values=spread(board.replied), unit="ms")
    yield Figure(
        what="Next to the message in the board's hands", values=spread(board.heard), unit="ms", target="p99 ≤ 15"
    )
    yield Figure(what="Next to the board's flipped frame, 1920x1080", values=spread(board.flipped), unit="ms")
    yield Figure(what="  of it, from the message to the flip", values=spread(board.drew), unit="ms")
    yield Figure(
        what="  the same window from a wish to the flip of a frame with nothing new",
        values=spread(board.bare),
        unit="ms",
    )
    yield Figure(
        what="Next to the flipped frame of a bare window with one label, which hears the same",
        values=spread(least.flipped),
        unit="ms",
    )
    yield Figure(what="  of it, from the message to the flip", values=spread(least.drew), unit="ms")
    # Three things that "a bare frame" may mean, from the mildest to the strictest.
    flipped, bare = _median_of(board.flipped), _median_of(board.bare)
    for what, beside in (
        ("its own frame of nothing new, come the same way", _median_of(board.heard) + bare),
        ("its own frame of nothing new, without any way", bare),
        ("the bare window's, come the same way: one label on an empty screen", _median_of(least.flipped)),
    ):
        yield Figure(what=f"  beside {what}", values={"×": flipped / beside}, unit="", target="≤ 1.2")


class _Frames:
    """Seconds from Next to each step of a screen, call by call. `bare`: of frames in which nothing is new."""

    def __init__(self) -> None:
        self.replied: list[float] = []
        self.heard: list[float] = []
        self.flipped: list[float] = []
        self.bare: list[float] = []

    @property
    def drew(self) -> list[float]:
        return [flipped - heard for flipped, heard in zip(self.flipped, self.heard, strict=True)]

    def measure(self, window: _Window, technician: Technician, trace: Trace, count: int, chance: Random) -> None:
        for place in range(count + 1):
            # At no fixed distance from the heartbeat, and with the last call's flashing over.
            time.sleep(chance.uniform(1.0, 3.0))
            bare = technician.self_test()
            time.sleep(chance.uniform(0.3, 1.0))
            asked, answered, seq = window.call()
            heard = trace.wait(_has("heard", seq), asked, what="the call")
            flipped = trace.wait(_has("flip", seq), asked, what="its frame")
            window.serve()
            if place:  # the first one loads what all others find loaded
                self.bare.append(bare)
                self.replied.append(answered - asked / 1e9)
                self.heard.append(heard - asked / 1e9)
                self.flipped.append(flipped - asked / 1e9)
        technician.link.stop()


def _median_of(seconds: list[float]) -> float:
    return percentile(seconds, 50)


@contextmanager
def _bare_board(hall: Standing, trace: Trace, screen: VirtualScreen) -> Iterator[Started]:
    program = (
        sys.executable,
        "-m",
        "bench.bare_board",
        str(hall.folder),
        BOARD,
        hall.environment["CHERHA_HALL"],
        str(hall.port),
    )
    told = {**screen.environment, "CHERHA_TRACE": str(trace.path)}
    with _ready(hall, bare_board.NAME, lambda: Started(program, hall.folder / "bare-board.log", told)) as process:
        yield process


def _gong(hall: Standing, window: _Window, count: int, chance: Random) -> Iterator[Figure]:
    trace = Trace(hall.folder / "announcer.trace")
    started, sounded = [], []
    told = {"CHERHA_SOUND": "player"}
    with (
        Loudspeaker(hall.folder) as speaker,
        appliance(hall, "announcer", trace, {**told, **speaker.environment}),
    ):
        time.sleep(5)  # the voice warms up
        for _ in range(count + 1):
            speaker.wait_for_silence()
            time.sleep(chance.uniform(0.2, 1.0))
            asked, _, _ = window.call()
            started.append(trace.wait(lambda n: n["what"] == "first-sample", asked, what="the gong") - asked / 1e9)
            sounded.append(speaker.wait_for_sound(asked) - asked / 1e9)
            window.serve()
    started, sounded = started[1:], sounded[1:]
    yield Figure(what="Next to the start of the system's player", values=spread(started), unit="ms")
    yield Figure(
        what="Next to the gong's first sample at the sound card",
        values=spread(sounded),
        unit="ms",
        target="≤ 150",
        note="aplay into an ALSA device that is a pipe; a real card adds its own buffer",
    )


class _Window:
    """An operator at window 1, who does what it takes to call the next."""

    def __init__(self, hall: Standing) -> None:
        self._hall = hall
        self.link = hall.link("window-1")
        self._asker = Asker(self.link)
        self.link.start()
        until(lambda: self.link.connected)

    def open(self, waiting: int) -> None:
        self._do(c.OpenWindow, window=1)
        for _ in range(waiting):
            self._do(c.TakeTicket, service="service-1")

    def call(self) -> tuple[int, float, int]:
        """When Next was pressed (ns), when it was answered (s), and the call's place in the journal."""
        asked = time.monotonic_ns()
        seq = self._do(c.CallNext, window=1)
        return asked, time.monotonic(), seq

    def serve(self) -> None:
        self._do(c.StartService, window=1)
        self._do(c.Finish, window=1)

    def _do(self, kind: type[c.Command], **fields: object) -> int:
        reply = self._asker.ask(self._hall.wish(kind, **fields), 30)
        if reply.status != "done" or reply.seq is None or reply.ticket is None:
            raise Wrong(f"{kind.__name__} was {reply.status}: {reply.reason}")
        return reply.seq


class Technician:
    """Asks a screen what a frame costs it in which nothing is new."""

    def __init__(self, hall: Standing, appliance: str) -> None:
        self._answers: list[Did] = []
        self._topics, self._appliance = Topics(hall.plan.hall.id), appliance
        self.link: Link = hall.link("technician")
        self.link.subscribe(self._topics.did(appliance), self._hear)
        self.link.start()
        until(lambda: self.link.connected)

    def self_test(self) -> float:
        """Seconds from a bare change to its flip."""
        before = len(self._answers)
        wish = Do(id=new_id(), what="self-test", at=now(UTC))
        self.link.publish(self._topics.do(self._appliance), codec.encode(wish))
        until(lambda: len(self._answers) > before, what="no self-test")
        return float(self._answers[-1].message.split()[0]) / 1000

    def _hear(self, message: Message) -> None:
        self._answers.append(codec.read(Did, message.body))


@contextmanager
def appliance(hall: Standing, name: str, trace: Trace, told: dict[str, str]) -> Iterator[Started]:
    """A role that has said that it is ready."""
    environment = {**hall.environment, **told, "CHERHA_TRACE": str(trace.path)}
    with _ready(hall, f"{name}-1", lambda: role(name, hall.folder / name, environment)) as process:
        yield process


@contextmanager
def _ready(hall: Standing, name: str, start: Callable[[], Started]) -> Iterator[Started]:
    states: list[str] = []

    def hear(message: Message) -> None:
        states.append(codec.read(Status, message.body).state)

    link = hall.link(f"bench-{name}")
    link.subscribe(Topics(hall.plan.hall.id).status(name), hear)
    link.start()
    with start() as process:
        until(lambda: process.ended or {"ready", "degraded"} & set(states), 60, f"{name} was not ready")
        if process.ended:
            raise Wrong(f"{name} ended: {process.words()}")
        yield process
    link.stop()


def _has(what: str, seq: int) -> Callable[[Note], bool]:
    """Notes of what was heard or drawn, once the event `seq` is in it."""
    return lambda n: bool(n["what"] == what and n["about"].isdigit() and int(n["about"]) >= seq)
