"""A week of touches at speed, on real screens: does an appliance grow?

A finger strikes anywhere, as children do: it opens lists, types, takes tickets, turns letters and languages, calls a
person, and comes back. 8,000 touches are what 2,000 visitors of five days need. The window is small and the guard
against double strikes off, so that a week takes minutes; what a screen holds on to does not hang on its size.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from random import Random

from bench import hall as bench_hall
from bench import many_cards
from bench.figures import Figure
from bench.many_services import hall_file
from bench.quiet import megabytes
from bench.screens import appliance
from bench.standing import standing
from bench.trace import Trace
from bench.virtual import VirtualScreen
from bench.wishes import Wishes
from bench.wrong import Wrong

WEEK, DAYS = 8000, 5
SCREENS = {"dispenser": (540, 960), "info": (540, 960), "survey": (640, 400)}
PACE = 0.03  # seconds between strikes
SETTLES = 3.0  # seconds


def run(wishes: Wishes) -> Iterator[Figure]:
    for role in SCREENS:
        yield _week(role, WEEK // 20 if wishes.quick else WEEK, Random(wishes.seed))  # noqa: S311 - no secret


def _week(role: str, touches: int, chance: Random) -> Figure:
    """What it holds after each day. On the first, every screen is seen and caches fill."""
    width, height = SCREENS[role]
    size = f"{width}x{height}"
    text = hall_file(200) if role == "dispenser" else bench_hall.toml(windows=4, lines=8)
    held = []
    with standing(text) as hall, VirtualScreen(size) as screen:
        trace = Trace(hall.folder / f"{role}.trace")
        told = {
            **screen.environment,
            "CHERHA_WINDOW_SIZE": size,
            "CHERHA_WINDOW": "1",
            "CHERHA_STRIKE_GUARD": "0",
            "CHERHA_CATALOGUE": str(many_cards.write(hall.folder / "catalogue", 200)),
        }
        with appliance(hall, role, trace, told) as process:
            time.sleep(SETTLES)
            before = _touched(trace)
            for day in range(1, DAYS + 1):
                while _touched(trace) - before < touches * day // DAYS:
                    for _ in range(50):
                        screen.touch(chance.randrange(width), chance.randrange(height), 0)
                        time.sleep(PACE)
                    if process.ended:
                        raise Wrong(f"the {role} ended after {_touched(trace)} touches: {process.words()}")
                time.sleep(SETTLES)
                held.append(megabytes(process.pid))
    return Figure(
        what=f"{role}: {touches} touches that a button answered, what it holds after each fifth",
        values={str(day): megabyte for day, megabyte in enumerate(held, 1)},
        unit="MB",
        target="no growth",
    )


def _touched(trace: Trace) -> int:
    return trace.count("touch")
