"""A board alone with its broker: idle, while a call blinks, after a reconnection, and through a day at a hundred times its pace."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import msgspec

from bench import hall as bench_hall
from bench.figures import Figure, percentile, spread
from bench.processes import Mosquitto, Started, role, until
from bench.quiet import megabytes, on_cpu, own_megabytes, percent_of_a_core
from bench.trace import Trace
from bench.virtual import VirtualScreen
from bench.wishes import Wishes
from bench.wrong import Wrong
from broker.bus.clock import now
from broker.bus.link import Link
from broker.contracts import codec
from broker.contracts.hall_check import parse
from broker.contracts.numbers import written
from broker.contracts.shown import Shown
from broker.contracts.snapshot import CallView, LineState, Range, Snapshot, WindowView
from broker.contracts.topics import Topics

SIZE = "1920x1080"
PACE = 100  # how much faster than a hall's day
DAY = 24 * 3600.0  # seconds
BETWEEN_CALLS = 3600 / 205  # seconds, in a full hall
HEARTBEAT = 2.0
BLINKING = 8.0  # seconds of the ten that a call blinks
SETTLES = 25.0


def run(wishes: Wishes) -> Iterator[Figure]:
    text = bench_hall.toml(windows=8, lines=8, priorities=False)
    with tempfile.TemporaryDirectory(prefix="cherha-bench-") as name, VirtualScreen(SIZE) as screen:
        folder = Path(name)
        (folder / "hall.toml").write_text(text, encoding="utf-8")
        with Mosquitto(folder / "broker") as broker:
            trace = Trace(folder / "board.trace")
            told = {
                **screen.environment,
                "CHERHA_BROKER_PORT": str(broker.port),
                "CHERHA_HALL": str(folder / "hall.toml"),
                "CHERHA_WINDOW_SIZE": SIZE,
                "CHERHA_TRACE": str(trace.path),
            }
            hall = Hall(text, broker, Random(wishes.seed))  # noqa: S311 - no secret hangs on it
            with role("board", folder / "board", told) as board:
                hall.begin()
                yield from _idle(hall, board, 5.0 if wishes.quick else 60.0)
                yield from _blinking(hall, board, 1 if wishes.quick else 5)
                yield from _back(hall, broker, 1 if wishes.quick else 7)
                yield from _day(hall, board, DAY / PACE / (60 if wishes.quick else 1))
            hall.link.stop()


class Hall:
    """The queue-master as far as a board can tell: as many calls as wanted, as fast as wanted."""

    def __init__(self, text: str, broker: Mosquitto, chance: Random) -> None:
        self.plan = parse(text)
        self._chance, self._topics = chance, Topics(self.plan.hall.id)
        self.reports: list[tuple[float, Shown]] = []
        self.link = Link(self.plan.hall.id, "queue-master", "127.0.0.1", broker.port)
        self.link.subscribe(
            self._topics.shown("board-1"), lambda m: self.reports.append((time.monotonic(), codec.read(Shown, m.body)))
        )
        self.greeted = 0.0  # when the board, or we ourselves, were last connected: whichever came later
        self.link.subscribe(self._topics.status("board-1"), lambda _: self._greet())
        self.link.start()
        until(lambda: self.link.connected)
        self.snapshot = self._empty()

    def begin(self) -> None:
        self.say()
        until(lambda: any(shown.seq == self.snapshot.seq for _, shown in self.reports), 60, "the board did not draw")

    def _greet(self) -> None:
        self.greeted = time.monotonic()

    def say(self, **changes: object) -> Snapshot:
        self.snapshot = msgspec.structs.replace(self.snapshot, at=now(self.plan.timezone), **changes)
        self.link.publish(self._topics.state, codec.encode(self.snapshot), retain=True)
        return self.snapshot

    def rest(self, seconds: float) -> None:
        """Heartbeats and nothing else."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.say()
            time.sleep(min(HEARTBEAT, left))

    def call(self) -> Snapshot:
        """The next visitor, at a window that whoever was there has left."""
        window = self._chance.choice(self.plan.window)
        line = self._chance.choice(self.plan.line)
        number, at = written(line.letter, self.snapshot.seq % 1000), now(self.plan.timezone)
        made = CallView(number=number, window=window.id, zone=window.zone, at=at, times=1, priority=False, line=line.id)
        windows = tuple(
            msgspec.structs.replace(each, state="calling", ticket=number)
            if each.id == window.id
            else msgspec.structs.replace(each, state="serving")
            for each in self.snapshot.windows
        )
        calls = (made, *self.snapshot.calls)[:20]
        return self.say(seq=self.snapshot.seq + 1, calls=calls, windows=windows, lines=self._lines(at))

    def _lines(self, at: datetime) -> tuple[LineState, ...]:
        found = []
        for line in self.plan.line:
            waiting = self._chance.randrange(12)
            likely = at + timedelta(minutes=5 * waiting)
            found.append(
                LineState(
                    id=line.id,
                    letter=line.letter,
                    open=True,
                    waiting=waiting,
                    held=0,
                    estimate=Range(earliest=at, likely=likely, latest=likely + timedelta(minutes=9)),
                )
            )
        return tuple(found)

    def _empty(self) -> Snapshot:
        at = now(self.plan.timezone)
        windows = tuple(
            WindowView(id=each.id, zone=each.zone, state="free", ticket=None, since=None) for each in self.plan.window
        )
        return Snapshot(
            seq=1, at=at, hall="open", until=None, why=None, lines=self._lines(at), windows=windows, calls=(), epoch="b"
        )


def _cost(board: Started, seconds: float, hall: Hall) -> float:
    """Per cent of a core that the board takes while the hall only lives on."""
    before, begun = on_cpu(board.pid), time.monotonic()
    hall.rest(seconds)
    return percent_of_a_core(before, on_cpu(board.pid), time.monotonic() - begun)


def _idle(hall: Hall, board: Started, seconds: float) -> Iterator[Figure]:
    hall.call()
    hall.rest(SETTLES)
    yield Figure(
        what=f"idle: board, {SIZE}",
        values={"% of a core": _cost(board, seconds, hall), "MB": megabytes(board.pid)},
        unit="",
        target="≤ 0.1 %, ≤ 185 MB",
        note="one frame a minute, for the clock; the less, the longer it is measured",
    )


def _blinking(hall: Hall, board: Started, count: int) -> Iterator[Figure]:
    costs = []
    for _ in range(count):
        hall.call()
        hall.rest(1.0)  # the call's own frame
        costs.append(_cost(board, BLINKING, hall))
        hall.rest(4.0)
    yield Figure(
        what="while a call blinks, two frames a second",
        values={"% of a core": percentile(costs, 50)},
        unit="",
        target="≤ 10 %",
    )


def _back(hall: Hall, broker: Mosquitto, count: int) -> Iterator[Figure]:
    waits, pictures = [], []
    for _ in range(count):
        broker.end()
        until(lambda: not hall.link.connected)
        hall.call()
        time.sleep(hall._chance.uniform(0.5, 6.0))  # noqa: SLF001 - its own chance
        begun = time.monotonic()
        broker.start()
        until(lambda: hall.reports[-1][1].seq == hall.snapshot.seq, 60, "the board is not back")
        waits.append(hall.reports[-1][0] - begun)
        pictures.append(hall.reports[-1][0] - hall.greeted)
        hall.rest(2.0)
    yield Figure(
        what="board's link back to a frame with what it missed",
        values=spread(pictures),
        unit="ms",
        target="≤ 2,000",
    )
    yield Figure(
        what="  the same from the start of the broker, with its own and the link's pauses",
        values=spread(waits),
        unit="ms",
    )


def _day(hall: Hall, board: Started, seconds: float) -> Iterator[Figure]:
    """Calls as in a full hall, around the clock; each hour an alarm, each day the hall closes and opens."""
    sizes: list[float] = []
    begun, calls = time.monotonic(), 0
    while (gone := time.monotonic() - begun) < seconds:
        hall.call()
        calls += 1
        if calls % 205 == 0:
            hall.say(hall="suspended", why="air-raid", mode="air-raid")
            time.sleep(1.0)
            hall.say(hall="open", why=None, mode="normal")
        if len(sizes) < gone / seconds * 48:
            sizes.append(own_megabytes(board.pid))
        if board.ended:
            raise Wrong(f"the board ended: {board.words()}")
        time.sleep(BETWEEN_CALLS / PACE)
    sizes.append(own_megabytes(board.pid))
    settled = sizes[len(sizes) // 2 :]  # by then the letters of every number are drawn, and what keeps them is full
    yield Figure(
        what=f"a day of calls at {PACE} ×: memory of its own after half of it, at the end, at the most",
        values={"then": settled[0], "end": settled[-1], "most": max(settled)},
        unit="MB",
        target="no growth",
        note=f"{calls:,} calls in {seconds:,.0f} s",
    )
