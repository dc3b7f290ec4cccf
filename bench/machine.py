"""What the figures were measured on: without it they say nothing."""

from __future__ import annotations

import os
import platform
import sqlite3
import tempfile
import time
from pathlib import Path

from msgspec import Struct

from bench.figures import percentile


class Machine(Struct, frozen=True, kw_only=True):
    """`load`: of the last minute, before the bench; `fsync_ms`: median of a 4 KiB write that is forced to the disk."""

    cpu: str
    cores: int
    load: float
    fsync_ms: float
    python: str
    sqlite: str


def look() -> Machine:
    return Machine(
        cpu=_cpu(),
        cores=len(os.sched_getaffinity(0)),
        load=os.getloadavg()[0],
        fsync_ms=_fsync_ms(),
        python=platform.python_version(),
        sqlite=sqlite3.sqlite_version,
    )


def line(machine: Machine) -> str:
    return (
        f"{machine.cpu}, {machine.cores} cores, load {machine.load:.1f}, fsync {machine.fsync_ms:.2f} ms, "
        f"Python {machine.python}, SQLite {machine.sqlite}"
    )


def _cpu() -> str:
    """The processor's name; a Raspberry Pi says it elsewhere."""
    try:
        for row in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
            name, _, value = row.partition(":")
            if name.strip() in ("model name", "Model"):
                return value.strip()
    except OSError:
        pass
    return platform.machine()


def _fsync_ms(count: int = 20) -> float:
    taken = []
    with tempfile.TemporaryFile() as file:
        for _ in range(count):
            file.write(bytes(4096))
            begun = time.perf_counter()
            file.flush()
            os.fsync(file.fileno())
            taken.append(time.perf_counter() - begun)
    return percentile(taken, 50) * 1000
