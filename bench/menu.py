"""Do seven hundred services cost a visitor anything? The same dispenser with a small hall file and with a large one.

The two run by turns on the same screen; what is compared is their medians. And the search alone, letter by letter.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from bench.figures import Figure, percentile, spread
from bench.idle import first_frame
from bench.many_services import hall_file
from bench.screens import KIOSK, STRIKE, appliance
from bench.standing import standing
from bench.trace import Trace
from bench.virtual import VirtualScreen
from bench.wishes import Wishes
from broker.contracts.hall_check import parse
from kiosk.dispenser.menu import Menu

FEW, MANY = 160, 700
# Where a finger goes on the kiosk: the first tile, «back» below a list, «search», and a key of the third row.
TILE, BACK, SEARCH, KEY = (250, 400), (200, 1640), (190, 1635), (460, 1430)

Waits = dict[str, list[float]]


def run(wishes: Wishes) -> Iterator[Figure]:
    yield from _starts(2 if wishes.quick else 9)
    yield from _touches(3 if wishes.quick else 30)
    yield from _letters(5 if wishes.quick else 60)


def _starts(count: int) -> Iterator[Figure]:
    took: dict[int, list[float]] = {FEW: [], MANY: []}
    with VirtualScreen(KIOSK) as screen, tempfile.TemporaryDirectory(prefix="cherha-bench-") as name:
        folder = Path(name)
        program = (sys.executable, "-m", "provisioning.command", "run", "dispenser")
        bare: list[float] = []
        for place in range(count + 1):
            told = {
                **screen.environment,
                "CHERHA_STATE_DIR": name,
                "CHERHA_WINDOW_SIZE": KIOSK,
                "CHERHA_BROKER_PORT": "1",
            }
            window = first_frame((sys.executable, "-m", "bench.bare_window", name, KIOSK), folder, told)
            for services, waits in took.items():
                (folder / "hall.toml").write_text(hall_file(services), encoding="utf-8")
                found = first_frame(program, folder, {**told, "CHERHA_HALL": str(folder / "hall.toml")})
                if place:  # the first of each compiles and fills the disk's cache
                    waits.append(found)
            bare += [window] if place else []
    medians = {services: percentile(waits, 50) for services, waits in took.items()}
    values = {f"{services} services": median for services, median in medians.items()}
    yield Figure(what="start of the dispenser to its first frame", values=values, unit="s")
    yield _ratio(medians)
    many = {"×": medians[MANY] / percentile(bare, 50)}
    yield Figure(what="  many beside a bare window", values=many, unit="", target="≤ 1.3")


def _touches(count: int) -> Iterator[Figure]:
    """Finger to handler and handler to frame: a list is opened, a letter is typed."""
    found = {services: _fingers(services, count) for services in (FEW, MANY)}
    for what in found[FEW]:
        medians = {services: percentile(waits[what], 50) for services, waits in found.items()}
        target = "p99 ≤ 10" if what == "finger to handler" else ""
        yield Figure(what=f"{what}, {MANY} services", values=spread(found[MANY][what]), unit="ms", target=target)
        yield _ratio(medians)


def _fingers(services: int, count: int) -> Waits:
    waits: Waits = {
        "finger to handler": [],
        "handler to the frame of a list": [],
        "handler to the frame of a letter": [],
    }
    with standing(hall_file(services)) as hall, VirtualScreen(KIOSK) as screen:
        trace = Trace(hall.folder / "dispenser.trace")
        with appliance(hall, "dispenser", trace, {"CHERHA_WINDOW_SIZE": KIOSK, **screen.environment}):
            time.sleep(3)  # screens and names are read before the first visitor comes
            for place in range(count + 1):
                for where, shown, what in (
                    (TILE, "MenuFace", "handler to the frame of a list"),
                    (BACK, "MenuFace", ""),
                    (SEARCH, "SearchFace", ""),
                    (KEY, "SearchFace", "handler to the frame of a letter"),
                    (BACK, "MenuFace", ""),
                ):
                    begun = screen.touch(*where)
                    touched = trace.wait(lambda n: n["what"] == "touch", begun, what="a touch")
                    drawn = trace.of("shown", shown, begun)
                    if place and what:  # the first of each loads what the others find loaded
                        waits["finger to handler"].append(touched - begun / 1e9)
                        waits[what].append(drawn - touched)
                    time.sleep(STRIKE)
    return waits


def _letters(count: int) -> Iterator[Figure]:
    """What a letter costs without any screen."""
    hall = parse(hall_file(MANY))
    menu = Menu.of(hall)
    begun = time.perf_counter()
    menu.get_ready_to_find()
    ready = time.perf_counter() - begun
    took = []
    for service in islice(hall.service, count):
        for name in service.name.values():
            for letters in range(1, len(name)):
                begun = time.perf_counter()
                menu.find(name[:letters])
                took.append(time.perf_counter() - begun)
    yield Figure(what=f"all names of {MANY} services read, once", values={"": ready * 1000}, unit="ms")
    yield Figure(what="a letter searched", values=spread(took), unit="ms", target="a few")


def _ratio(medians: dict[int, float]) -> Figure:
    return Figure(what="  many beside few", values={"×": medians[MANY] / medians[FEW]}, unit="", target="1")
