"""Two thousand phones watch their tickets: what a call takes to reach them, what they cost the office, and whether the
queue notices: the same tickets and calls with nobody watching stand beside.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

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


def run(wishes: Wishes) -> Iterator[Figure]:
    phones, waiting, rounds, quiet = (200, 90, 20, 3.0) if wishes.quick else (PHONES, WAITING, 150, 20.0)
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
            before = megabytes(office.pid), megabytes(hall.master.pid)
            with _crowd(port, codes, hall.folder / "codes") as crowd:
                time.sleep(quiet)  # all are counted once
                used, master, begun = on_cpu(office.pid), on_cpu(hall.master.pid), time.monotonic()
                time.sleep(quiet)
                took = time.monotonic() - begun
                idle = percent_of_a_core(used, on_cpu(office.pid), took)
                idle_master = percent_of_a_core(master, on_cpu(hall.master.pid), took)
                used, master, begun = on_cpu(office.pid), on_cpu(hall.master.pid), time.monotonic()
                beside = _work(hall, asker, rounds)
                took = time.monotonic() - begun
                busy = percent_of_a_core(used, on_cpu(office.pid), took)
                busy_master = percent_of_a_core(master, on_cpu(hall.master.pid), took)
                after = megabytes(office.pid), megabytes(hall.master.pid)
                time.sleep(1.0)
                known = _told(crowd)
            alone.add(_work(hall, asker, rounds))  # before and after: a machine is not equally busy all the time
    if known["refused"] or known["lost"]:
        raise Wrong(f"{known['refused']} phones were refused, {known['lost']} lost their stream")
    reached = [moment - beside.called[code] for code, moments in known["known"].items() for moment in moments]
    missing = [code for code in beside.called if code in set(codes) and code not in known["known"]]
    if missing:
        raise Wrong(f"{len(missing)} called tickets whose phones never knew")
    yield Figure(
        what=f"a press of Next to the phone, {len(codes)} watching, {len(reached)} of them called",
        values=spread(reached),
        unit="ms",
        target="p50 ≤ 100, p99 ≤ 500",
    )
    for what, one, other in (
        ("take-ticket to reply", alone.taken, beside.taken),
        ("call-next to reply", alone.next, beside.next),
    ):
        yield Figure(what=f"{what}, nobody watching", values=spread(one), unit="ms")
        yield Figure(what=f"{what}, {len(codes)} phones watching", values=spread(other), unit="ms", target="the same")
    yield Figure(
        what=f"the office with {len(codes)} phones: while nothing happens; five tickets and calls a second",
        values={"% of a core": idle, "busy, % of a core": busy, "MB": after[0], "MB without": before[0]},
        unit="",
        target="≤ 30 % of a core, ≤ 300 MB",
    )
    yield Figure(
        what="the queue-master meanwhile",
        values={"% of a core": idle_master, "busy, % of a core": busy_master, "MB": after[1], "MB without": before[1]},
        unit="",
    )


class _Work:
    """What a hall's work took: seconds of each answer, and when each ticket's call was asked for."""

    def __init__(self) -> None:
        self.taken: list[float] = []
        self.next: list[float] = []
        self.called: dict[str, float] = {}

    def add(self, other: _Work) -> None:
        self.taken += other.taken
        self.next += other.next


def _work(hall: Standing, asker: Asker, rounds: int) -> _Work:
    """Somebody comes, somebody is served to the end and somebody called, five times a second."""
    work, begun = _Work(), time.monotonic()
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
def _crowd(port: int, codes: list[str], file: Path) -> Iterator[subprocess.Popen[str]]:
    file.write_text("\n".join(codes), encoding="utf-8")
    crowd = subprocess.Popen(
        (sys.executable, "-m", "bench.phone_crowd", str(port), str(file)),
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


def _told(crowd: subprocess.Popen[str]) -> dict[str, Any]:
    said, _ = crowd.communicate(timeout=PATIENCE)
    known: dict[str, Any] = json.loads(said.splitlines()[-1])
    return known
