"""Who is next, with a hundred and with a hundred thousand waiting: it should cost the same."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from bench.days import Days, visitor
from bench.figures import Figure, percentile, spread
from bench.hall import plan
from bench.wishes import Wishes
from bench.wrong import Wrong
from broker.contracts import codec
from broker.contracts import commands as c
from broker.contracts.phrases import Phrases
from broker.contracts.replies import Reply
from broker.queuemaster.hall import Hall, decide, evolve
from broker.queuemaster.journal import Journal
from broker.queuemaster.master import Incoming, QueueMaster
from broker.queuemaster.reserve import Reserve
from broker.queuemaster.run import PHRASES
from broker.queuemaster.state import Memory

FEW, MANY = 100, 100_000


def run(wishes: Wishes) -> Iterator[Figure]:
    many, calls = (10_000, 100) if wishes.quick else (MANY, 500)
    halls = {waiting: _hall_of(waiting) for waiting in (FEW, many)}
    yield from _compared("decided and evolved, in memory", halls, calls, _in_memory)
    yield from _compared("through the journal, on disk", halls, calls, _through_journal)


def _compared(
    how: str, halls: dict[int, Days], calls: int, measure: Callable[[Days, int], list[float]]
) -> Iterator[Figure]:
    typical = []
    for waiting, days in halls.items():
        taken = measure(days, calls)
        typical.append(percentile(taken, 50))
        yield Figure(what=f"call-next {how}, {waiting:,} waiting", values=spread(taken), unit="ms")
    yield Figure(what="  ratio of the medians", values={"×": typical[1] / typical[0]}, unit="", target="≤ 2")


def _hall_of(waiting: int) -> Days:
    days = Days()
    days.do(c.OpenWindow, window=1)
    days.wait_for(waiting)
    return days


def _copy(days: Days) -> Memory:
    return msgspec.json.decode(msgspec.json.encode(days.hall.memory), type=Memory)


def _in_memory(days: Days, calls: int) -> list[float]:
    hall = Hall(days.hall.plan, _copy(days))
    taken = []
    for place in range(calls):
        wish = days.wish(c.CallNext, window=1)
        begun = time.perf_counter()
        for fact in decide(hall, wish, days.now, "window-1").events:
            evolve(hall, fact)
        taken.append(time.perf_counter() - begun)
        _serve(days, place, lambda wish: [evolve(hall, f) for f in decide(hall, wish, days.now, "window-1").events])
    return taken


def _through_journal(days: Days, calls: int) -> list[float]:
    with tempfile.TemporaryDirectory(prefix="cherha-bench-") as name:
        journal = Journal.create(Path(name) / "journal.db")
        journal.append(days.written, [], 0)
        journal.save_checkpoint(msgspec.json.encode(days.hall.memory))
        master = QueueMaster(plan(), journal, Phrases.load(PHRASES), Reserve(Path(name)))
        taken = []

        def handle(wish: c.Command) -> Reply:
            answers = master.handle([Incoming("window-1", codec.encode(wish))], days.now).answers
            return codec.read(Reply, answers[0][1])

        for place in range(calls):
            wish = days.wish(c.CallNext, window=1)
            begun = time.perf_counter()
            reply = handle(wish)
            taken.append(time.perf_counter() - begun)
            if not reply.ticket:
                raise Wrong(f"nobody was called: {reply.status} {reply.reason}")
            _serve(days, place, handle)
        journal.close()
    return taken


def _serve(days: Days, place: int, handle: Callable[[c.Command], object]) -> None:
    """The called one is served and another like it comes, so that as many wait as before, in as many rows."""
    handle(days.wish(c.StartService, window=1))
    handle(days.wish(c.Finish, window=1))
    handle(days.wish(c.TakeTicket, **visitor(place)))
