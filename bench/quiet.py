"""What a process and its children cost the machine, as the kernel counts it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

_PROC = Path("/proc")


def family(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for task in (_PROC / str(pid) / "task").iterdir():
        with suppress(OSError):
            for child in (task / "children").read_text("ascii").split():
                found += family(int(child))
    return found


def on_cpu(pid: int) -> dict[int, int]:
    """Nanoseconds that each thread of a family has run, by the scheduler: a tick counter misses short work."""
    ran: dict[int, int] = {}
    for member in family(pid):
        for task in (_PROC / str(member) / "task").iterdir():
            with suppress(OSError):  # it has just ended
                ran[int(task.name)] = int((task / "schedstat").read_text("ascii").split()[0])
    return ran


def percent_of_a_core(before: dict[int, int], after: dict[int, int], seconds: float) -> float:
    """What ran between two looks; a thread that was born meanwhile counts from its birth."""
    ran = sum(now - before.get(thread, 0) for thread, now in after.items())
    return ran / 1e9 / seconds * 100


def megabytes(pid: int) -> float:
    """Proportional set size of a family: what is shared with others counts by its share."""
    return _held(pid, "Pss:")


def own_megabytes(pid: int) -> float:
    """Of it, what nobody else has a part in: programs that come and go beside it change nothing."""
    return _held(pid, "Pss_Anon:")


def _held(pid: int, what: str) -> float:
    total = 0
    for member in family(pid):
        for row in (_PROC / str(member) / "smaps_rollup").read_text("ascii").splitlines():
            if row.startswith(what):
                total += int(row.split()[1])
    return total / 1024
