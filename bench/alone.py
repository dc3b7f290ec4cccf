"""The hall is lost: how soon a dispenser goes on alone, and what a ticket of its own costs it.

The dispenser's flow and backstage in this process, a real broker and queue-master that are killed, a printer on the
network. A touch is one where the dispenser's own screen would tell of it: drawing is no part of this.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bench import hall as bench_hall
from bench.figures import Figure, spread
from bench.processes import until
from bench.screen_thread import ScreenThread
from bench.standing import Standing, standing
from bench.trace import Trace
from bench.wishes import Wishes
from broker.bus.clock import new_id, now
from broker.contracts.replies import TicketView
from broker.contracts.status import About
from kiosk.dispenser.attendant import Attendant
from kiosk.dispenser.backstage import Backstage
from kiosk.dispenser.inputs import ChooseService
from kiosk.dispenser.run import words_of
from kiosk.dispenser.visit import Issued
from kiosk.printing.emulator import NetworkPrinter
from kiosk.printing.minded_printer import MindedPrinter
from kiosk.printing.opening import open_printer
from kiosk.touch.presses import Leave

LONG_AWAY = 10.0  # seconds
STRIKE = 0.6  # seconds between touches; two within 0.5 s are one


def run(wishes: Wishes) -> Iterator[Figure]:
    count = 3 if wishes.quick else 30
    for victim in ("broker", "queue-master"):
        # No priorities: the first touch on a service takes a ticket.
        with standing(bench_hall.toml(windows=1, lines=4, priorities=False).replace("accessible = true", "")) as hall:
            yield from _lost(hall, victim, count)


def _lost(hall: Standing, victim: str, count: int) -> Iterator[Figure]:
    trace = Trace(hall.folder / "trace")
    with NetworkPrinter() as printer, _traced(trace), _dispenser(hall, printer) as (screen, attendant, backstage):
        heard = lambda: (seen := backstage.hall_seen()) is not None and len(seen.reserve) > 3  # noqa: E731, PLR2004
        _run(screen, heard)
        begun = time.monotonic()
        (hall.broker if victim == "broker" else hall.master).end()
        _run(screen, lambda: attendant.state.alone)
        yield Figure(
            what=f"{victim} killed to the dispenser that goes on alone",
            values={"s": time.monotonic() - begun},
            unit="",
            target="≤ 3",
        )
        answers, papers = [], []
        for place in range(count):
            _run(screen, _after(STRIKE))
            begun_ns = time.monotonic_ns()
            attendant.touched(ChooseService(f"service-{place % 4 + 1}"), new_id())
            _run(screen, lambda: isinstance(attendant.state.place, Issued))
            answers.append(time.monotonic() - begun_ns / 1e9)
            ticket = _ticket(attendant)
            papers.append(trace.of("first-printer-byte", ticket.id, begun_ns) - begun_ns / 1e9)
            _run(screen, _printed(attendant))
            _run(screen, _after(STRIKE))
            attendant.touched(Leave(), new_id())
        if victim == "broker":
            yield _back(hall, screen, attendant)
        yield Figure(what="  touch to a ticket of its own, on disk", values=spread(answers[1:]), unit="ms")
        yield Figure(what="  touch to the printer's first byte", values=spread(papers[1:]), unit="ms")


def _back(hall: Standing, screen: ScreenThread, attendant: Attendant) -> Figure:
    """The broker is there again, after long enough for everybody to try but seldom."""
    _run(screen, _after(LONG_AWAY))
    hall.broker.start()
    begun = time.monotonic()
    _run(screen, lambda: not attendant.state.lost)
    return Figure(
        what="  broker back to the dispenser that is with the hall again",
        values={"s": time.monotonic() - begun},
        unit="",
        target="≤ 5",
    )


def _ticket(attendant: Attendant) -> TicketView:
    place = attendant.state.place
    assert isinstance(place, Issued)
    return place.ticket


def _printed(attendant: Attendant) -> Callable[[], bool]:
    return lambda: not isinstance(attendant.state.place, Issued) or attendant.state.place.slip != "printing"


def _after(seconds: float) -> Callable[[], bool]:
    end = time.monotonic() + seconds
    return lambda: time.monotonic() >= end


def _run(screen: ScreenThread, over: Callable[[], object]) -> None:
    """Turn until something holds. Looks every 5 ms at the latest, and every figure above is no better than that."""

    def turned() -> object:
        screen.turn()
        return over()

    until(turned)


@contextmanager
def _dispenser(hall: Standing, printer: NetworkPrinter) -> Iterator[tuple[ScreenThread, Attendant, Backstage]]:
    screen, folder = ScreenThread(), hall.folder / "dispenser-1"
    attendant = Attendant(words_of(hall.plan), show=lambda _frame: None, wake_in=screen.wake_in)
    backstage = Backstage(
        hall.link("dispenser-1"),
        hall.plan,
        about=About(role="dispenser", version="0"),
        state_dir=folder,
        opened=lambda: MindedPrinter(
            open_printer(printer.setting, 80, folder), folder, 80.0, lambda: now(hall.plan.timezone)
        ),
        paper_mm=80,
        tell=attendant.tell,
        later=screen.later,
    )
    screen.drawn = attendant.drawn
    attendant.serve(backstage.act, backstage.hall_seen)
    backstage.start()
    try:
        yield screen, attendant, backstage
    finally:
        backstage.stop()


@contextmanager
def _traced(trace: Trace) -> Iterator[None]:
    os.environ["CHERHA_TRACE"] = str(trace.path)
    try:
        yield
    finally:
        del os.environ["CHERHA_TRACE"]
