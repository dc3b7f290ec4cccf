"""A quiet hall: what each role costs while nothing happens, and how long a screen needs to its first frame."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bench import hall as bench_hall
from bench import many_cards
from bench.figures import Figure, percentile
from bench.processes import ROOT, Started
from bench.quiet import megabytes, on_cpu, percent_of_a_core
from bench.trace import Trace
from bench.virtual import VirtualScreen
from bench.wishes import Wishes
from bench.wrong import Wrong

SETTLES = 30.0  # seconds after which nothing of the start is under way
AIMS = {
    "board-1": "≤ 0.1 %, ≤ 185 MB",
    "window-sign-1": "≤ 0.3 %, ≤ 150 MB",
    "dispenser-1": "≤ 0.3 %, ≤ 185 MB",
    "info-1": "≤ 0.3 %, ≤ 200 MB",
    "survey-1": "≤ 0.3 %, ≤ 185 MB",
    "queue-master": "≤ 0.5 %, ≤ 60 MB",
    "announcer-1": "≤ 0.5 %",
}
SCREENS = {
    "board": "1920x1080",
    "window-sign": "800x480",
    "dispenser": "1080x1920",
    "info": "1080x1920",
    "survey": "1280x800",
}


def run(wishes: Wishes) -> Iterator[Figure]:
    yield from _quiet_hall(*((5.0, 10.0) if wishes.quick else (SETTLES, 60.0)))
    yield from _first_frames(2 if wishes.quick else 7)


def _quiet_hall(settles: float, seconds: float) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="cherha-bench-") as folder:
        demo = subprocess.Popen(
            (sys.executable, "-m", "provisioning.command", "demo", "--headless", "--json", "--visitors", "0"),
            env={**os.environ, "CHERHA_BROKER_PORT": "0", "CHERHA_STATE_DIR": folder, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert demo.stdout
        try:
            ready: dict[str, Any] = json.loads(demo.stdout.readline() or "{}")
            if not ready:
                raise Wrong("the demo does not start")
            time.sleep(settles)
            pids: dict[str, int] = ready["pids"]
            before = {role: on_cpu(pid) for role, pid in pids.items()}
            begun = time.monotonic()
            time.sleep(seconds)
            took = time.monotonic() - begun
            for role, pid in pids.items():
                yield Figure(
                    what=f"idle: {role}",
                    values={"% of a core": percent_of_a_core(before[role], on_cpu(pid), took), "MB": megabytes(pid)},
                    unit="",
                    target=AIMS.get(role, ""),
                )
        finally:
            demo.terminate()
            demo.wait(30)
            demo.stdout.close()


def _first_frames(count: int) -> Iterator[Figure]:
    for role, size in SCREENS.items():
        bare, own = [], []
        with VirtualScreen(size) as screen, tempfile.TemporaryDirectory(prefix="cherha-bench-") as name:
            folder = Path(name)
            (folder / "hall.toml").write_text(bench_hall.toml(), encoding="utf-8")
            told = {
                **screen.environment,
                "CHERHA_CATALOGUE": str(many_cards.write(folder / "catalogue")),
                "CHERHA_HALL": str(folder / "hall.toml"),
                "CHERHA_STATE_DIR": str(folder),
                "CHERHA_WINDOW_SIZE": size,
                "CHERHA_WINDOW": "1",
                "CHERHA_BROKER_PORT": "1",  # nobody is there: the first frame waits for nobody
                # An appliance compiles its program once, when it is installed; so does this folder, at the first start.
                "PYTHONDONTWRITEBYTECODE": "",
                "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
            }
            window = (sys.executable, "-m", "bench.bare_window", name, size)
            appliance = (sys.executable, "-m", "provisioning.command", "run", role)
            for place in range(count + 1):
                pair = (first_frame(window, folder, told), first_frame(appliance, folder, told))
                if place:  # the first of each compiles and fills the disk's cache
                    bare.append(pair[0])
                    own.append(pair[1])
        yield Figure(
            what=f"start of the {role} to its first frame, {size}",
            values={"median": percentile(own, 50), "a bare window's": percentile(bare, 50)},
            unit="s",
        )
        ratio = percentile(own, 50) / percentile(bare, 50)
        yield Figure(what="  ratio of the medians", values={"×": ratio}, unit="", target="≤ 1.3")


def first_frame(arguments: Sequence[str], folder: Path, told: dict[str, str]) -> float:
    """Seconds from a program's start to its first frame."""
    note = folder / "first-frame.trace"
    note.unlink(missing_ok=True)
    begun = time.monotonic()
    with Started(arguments, folder / "first-frame.log", {**told, "CHERHA_TRACE": str(note)}):
        return Trace(note).wait(lambda n: n["what"] in ("flip", "shown"), seconds=60, what="a frame") - begun
