"""Kill -9, hundreds of times: nothing that was acknowledged is lost or doubled. See `killing`."""

from __future__ import annotations

import time
from collections.abc import Iterator
from random import Random

from bench.figures import Figure
from bench.killing import Clients, Listener, fire, mistakes
from bench.standing import standing
from bench.wishes import Wishes
from bench.wrong import Wrong

ROUNDS, QUICK_ROUNDS = 200, 10


def run(wishes: Wishes) -> Iterator[Figure]:
    """Wrong, with all that was found, when anything was."""
    rounds = wishes.rounds or (QUICK_ROUNDS if wishes.quick else ROUNDS)
    begun = time.monotonic()
    with standing() as hall:
        listener = Listener(hall)
        clients = Clients(hall)
        deaths = fire(hall, clients, rounds, Random(wishes.seed))  # noqa: S311 - no secret hangs on it
        clients.stop()
        found = mistakes(hall, clients.heard, listener)
        listener.stop()
    yield Figure(
        what=f"deaths in {time.monotonic() - begun:.0f} s, all started again at once",
        values={
            "queue-master": deaths["queue-master"],
            "broker": deaths["broker"],
            "ended in order": deaths["in order"],
        },
        unit="",
    )
    yield Figure(
        what="acknowledged, and found in the journal exactly once",
        values={"tickets": len(clients.heard.tickets), "calls": len(clients.heard.calls)},
        unit="",
    )
    yield Figure(
        what="events heard by a listener; of these asked for after a gap",
        values={"events": len(listener.events), "after a gap": listener.missed},
        unit="",
    )
    yield Figure(what="false afterwards", values={"mistakes": len(found)}, unit="", target="0")
    if found:
        raise Wrong("\n".join(found[:20]))
