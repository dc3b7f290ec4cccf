"""A finger on each of the three touched screens: lifted, to the handler that hears of it, to the frame that shows it.

The frame is compared with the same window's frame in which nothing is new, asked for between the touches: what
drawing costs by itself on this machine. By the clock, and by the time of the processor: on a busy machine the clock
counts what others do.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bench import hall as bench_hall
from bench import many_cards
from bench.figures import Figure, percentile, spread
from bench.many_services import hall_file
from bench.quiet import on_cpu
from bench.screens import KIOSK, STRIKE, Technician, appliance
from bench.standing import Standing, standing
from bench.trace import Trace
from bench.virtual import VirtualScreen
from bench.wishes import Wishes

Pixel = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Walk:
    """Touches that lead back to where they began, and what each draws anew. «English» and «Українська» stand on every
    screen, and each changes every word on it.
    """

    role: str
    size: str
    steps: tuple[tuple[str, Pixel], ...]


_LANGUAGES = (("all words", (539, 1767)), ("all words", (194, 1767)))
WALKS = (
    Walk("dispenser", KIOSK, (*_LANGUAGES, ("a list", (250, 400)), ("back", (200, 1640)))),
    Walk("info", KIOSK, (*_LANGUAGES, ("a list", (267, 657)), ("back", (200, 1640)))),
    Walk("survey", "1280x800", (("all words", (390, 761)), ("all words", (139, 761)))),
)


class Meter:
    """What a process works between two moments, all its threads together, in seconds of the processor."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._before: dict[int, int] = {}

    def start(self) -> None:
        self._before = on_cpu(self._pid)

    def read(self) -> float:
        return sum(ran - self._before.get(thread, 0) for thread, ran in on_cpu(self._pid).items()) / 1e9


def run(wishes: Wishes) -> Iterator[Figure]:
    for walk in WALKS:
        with _served(walk) as hall:
            yield from _walked(hall, walk, 3 if wishes.quick else 60)


@contextmanager
def _served(walk: Walk) -> Iterator[Standing]:
    """A hall of 700 services for the dispenser; for the others a plain one."""
    with standing(hall_file(700) if walk.role == "dispenser" else bench_hall.toml(windows=4, lines=8)) as hall:
        yield hall


def _walked(hall: Standing, walk: Walk, rounds: int) -> Iterator[Figure]:
    trace = Trace(hall.folder / f"{walk.role}.trace")
    heard, bare = [], []
    drawn: dict[str, list[float]] = {what: [] for what, _ in walk.steps}
    worked: dict[str, list[float]] = {what: [] for what in (*drawn, "nothing new")}
    with VirtualScreen(walk.size) as screen:
        told = {
            **screen.environment,
            "CHERHA_WINDOW_SIZE": walk.size,
            "CHERHA_WINDOW": "1",
            "CHERHA_CATALOGUE": str(many_cards.write(hall.folder / "catalogue")),
        }
        with appliance(hall, walk.role, trace, told) as process:
            meter = Meter(process.pid)
            technician = Technician(hall, f"{walk.role}-1")
            time.sleep(3)  # all screens are read before the first visitor comes
            for place in range(rounds + 1):
                for what, pixel in walk.steps:
                    lifted = screen.touch(*pixel, lifting=meter.start)
                    touched = trace.wait(lambda n: n["what"] == "touch", lifted, what=f"a touch on the {walk.role}")
                    shown = trace.wait(lambda n: n["what"] == "shown", lifted, what="its frame")
                    work = meter.read()
                    if place:  # the first of each loads what the others find loaded
                        heard.append(touched - lifted / 1e9)
                        drawn[what].append(shown - touched)
                        worked[what].append(work)
                    time.sleep(STRIKE)
                meter.start()
                bare.append(technician.self_test())
                worked["nothing new"].append(meter.read())
                time.sleep(STRIKE)  # no finger comes down on a frame that nobody asked for in a hall
            technician.link.stop()
    yield Figure(what=f"{walk.role}: finger lifted to its handler", values=spread(heard), unit="ms", target="p99 ≤ 10")
    yield Figure(what="  a frame in which nothing is new", values=spread(bare[1:]), unit="ms")
    for what, waits in drawn.items():
        yield Figure(what=f"  handler to the frame with {what}", values=spread(waits), unit="ms")
        ratio = percentile(waits, 50) / percentile(bare[1:], 50)
        work = percentile(worked[what], 50) / percentile(worked["nothing new"][1:], 50)
        yield Figure(
            what="    beside the frame in which nothing is new",
            values={"×": ratio, "× of the processor": work},
            unit="",
            target="≤ 1.3",
        )
