"""A hall at work with a crowd of phones around it, and the same with nobody watching: what both took."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from msgspec import Struct

from bench.figures import Figure, spread
from bench.hall import SERVICES
from bench.processes import ROOT, role, until
from bench.quiet import megabytes, on_cpu, percent_of_a_core
from bench.standing import Standing, standing
from bench.wishes import Wishes
from bench.wrong import Wrong
from broker.bus.asking import Asker
from broker.contracts import commands as c
from broker.contracts.replies import TicketView
from provisioning.demo import ports

PHONES, WAITING, WINDOWS = 2000, 900, 20
FIRST = 10
EVERY = 0.2  # seconds between two calls
PATIENCE = 30.0


class Work:
    """What a hall's work took: seconds of each answer, and when each ticket's call was asked for."""

    def __init__(self) -> None:
        self.taken: list[float] = []
        self.next: list[float] = []
        self.called: dict[str, float] = {}

    def add(self, other: Work) -> None:
        self.taken += other.taken
        self.next += other.next


class Cost(Struct, frozen=True):
    """Of a process with the phones around: percent of a core while nothing happens and at work; MB with and without."""

    idle: float
    busy: float
    held: float
    alone: float

    def figure(self, what: str, target: str = "") -> Figure:
        values = {"% of a core": self.idle, "busy, % of a core": self.busy, "MB": self.held, "MB without": self.alone}
        return Figure(what=what, values=values, unit="", target=target)


class Seen(Struct, frozen=True):
    """`said`: what the crowd printed at its end. `reached`: seconds from each call to each phone that knew of it."""

    phones: int
    alone: Work
    beside: Work
    said: dict[str, Any]
    reached: list[float]
    office: Cost
    master: Cost

    def work(self, doing: str) -> Iterator[Figure]:
        """Whether the queue notices. `doing`: what the phones do."""
        for what, one, other in (
            ("take-ticket to reply", self.alone.taken, self.beside.taken),
            ("call-next to reply", self.alone.next, self.beside.next),
        ):
            yield Figure(what=f"{what}, nobody watching", values=spread(one), unit="ms")
            yield Figure(
                what=f"{what}, {self.phones} phones {doing}", values=spread(other), unit="ms", target="the same"
            )


def watched(wishes: Wishes, crowd: str, rounds: int = 150, linger: float = 1.0) -> Seen:
    """Have `crowd`, a module, watch a hall at work. `linger`: seconds until the last phone must know of the last call."""
    phones, waiting, rounds, quiet = (200, 90, 20, 3.0) if wishes.quick else (PHONES, WAITING, rounds, 20.0)
    with standing(windows=WINDOWS) as hall, _asker(hall) as asker:
        tickets = [_take(hall, asker, place)[0] for place in range(waiting + FIRST + rounds)]
        for window in range(1, WINDOWS + 1):
            asker.ask(hall.wish(c.OpenWindow, window=window), PATIENCE)
        port = ports.any_free()
        environment = {**hall.environment, "CHERHA_OFFICE_PORT": str(port)}
        with role("office", hall.folder / "office", environment) as office:
            until(lambda: not ports.is_free(port), what="the office does not listen")
            _work(hall, asker, FIRST)  # the first of everything
            alone = _work(hall, asker, rounds)
            watched = tickets[FIRST + rounds :]
            codes = [watched[place % len(watched)] for place in range(phones)]
            processes = (office.pid, hall.master.pid)
            before = [megabytes(each) for each in processes]
            with _crowd(crowd, port, codes, hall.folder / "codes") as around:
                time.sleep(quiet)  # all are counted once
                idle = _ran(processes, lambda: time.sleep(quiet))
                works: list[Work] = []
                busy = _ran(processes, lambda: works.append(_work(hall, asker, rounds)))
                after = [megabytes(each) for each in processes]
                time.sleep(linger)
                said = _said(around)
            alone.add(_work(hall, asker, rounds))  # before and after: a machine is not equally busy all the time
    (beside,) = works
    costs = [Cost(*each) for each in zip(idle, busy, after, before, strict=True)]
    reached = [moment - beside.called[code] for code, moments in said["known"].items() for moment in moments]
    missing = [code for code in beside.called if code in set(codes) and code not in said["known"]]
    if missing:
        raise Wrong(f"{len(missing)} called tickets whose phones never knew")
    return Seen(phones, alone, beside, said, reached, *costs)


def _ran(processes: tuple[int, ...], work: Callable[[], None]) -> list[float]:
    """Percent of a core that each process ran while `work` was done."""
    used, begun = [on_cpu(each) for each in processes], time.monotonic()
    work()
    took = time.monotonic() - begun
    return [percent_of_a_core(before, on_cpu(each), took) for each, before in zip(processes, used, strict=True)]


def _work(hall: Standing, asker: Asker, rounds: int) -> Work:
    """Somebody comes, somebody is served to the end and somebody called, five times a second."""
    work, begun = Work(), time.monotonic()
    for place in range(rounds):
        time.sleep(max(0.0, begun + place * EVERY - time.monotonic()))
        work.taken.append(_take(hall, asker, place)[1])
        window = place % WINDOWS + 1
        # Whoever was called there last is served by now: a call stands on the phone for a while, as in a hall.
        for step in (c.StartService, c.Finish):
            asker.ask(hall.wish(step, window=window), PATIENCE)
        asked = time.monotonic()
        ticket = asker.ask(hall.wish(c.CallNext, window=window), PATIENCE).ticket
        work.next.append(time.monotonic() - asked)
        if not isinstance(ticket, TicketView):
            raise Wrong("nobody waits any more")
        work.called[ticket.id] = asked
    return work


def _take(hall: Standing, asker: Asker, place: int) -> tuple[str, float]:
    asked = time.monotonic()
    reply = asker.ask(hall.wish(c.TakeTicket, service=SERVICES[place % len(SERVICES)]), PATIENCE)
    if not isinstance(reply.ticket, TicketView):
        raise Wrong(f"a ticket was {reply.status}: {reply.reason}")
    return reply.ticket.id, time.monotonic() - asked


@contextmanager
def _asker(hall: Standing) -> Iterator[Asker]:
    link = hall.link("dispenser-1")
    asker = Asker(link)
    link.start()
    until(lambda: link.connected)
    try:
        yield asker
    finally:
        link.stop()


@contextmanager
def _crowd(module: str, port: int, codes: list[str], file: Path) -> Iterator[subprocess.Popen[str]]:
    file.write_text("\n".join(codes), encoding="utf-8")
    crowd = subprocess.Popen(
        (sys.executable, "-m", module, str(port), str(file)),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert crowd.stdout
        if crowd.stdout.readline().strip() != "ready":
            raise Wrong("the phones did not get through")
        yield crowd
    finally:
        crowd.kill()
        crowd.wait()


def _said(crowd: subprocess.Popen[str]) -> dict[str, Any]:
    said, _ = crowd.communicate(timeout=PATIENCE)
    told: dict[str, Any] = json.loads(said.splitlines()[-1])
    return told
