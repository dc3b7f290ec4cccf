"""Two thousand phones whose network lets no stream through: each asks for its ticket every ten seconds, more or less. What
an answer takes, what they cost the office, and whether the queue notices: the same with nobody asking stands beside.
"""

from __future__ import annotations

from collections.abc import Iterator

from bench.figures import Figure, spread
from bench.phone_hall import watched
from bench.wishes import Wishes
from bench.wrong import Wrong


def run(wishes: Wishes) -> Iterator[Figure]:
    # Whoever was called last knows when their phone has asked once more.
    seen = watched(wishes, "bench.asking_crowd", rounds=100, linger=15.0)
    if seen.said["refused"]:
        raise Wrong(f"{seen.said['refused']} questions were turned away")
    took = seen.said["took"]
    yield Figure(
        what=f"an answer to a phone, {seen.phones} asking every {seen.said['every']:g} s",
        values=spread(took) | {"a second": len(took) / seen.said["seconds"]},
        unit="ms",
        target="p99 ≤ 250",
    )
    yield Figure(
        what=f"a press of Next to the phone, {len(seen.reached)} of them called",
        values=spread(seen.reached),
        unit="ms",
        target="as long as a phone waits, 12 s",
    )
    yield from seen.work("asking")
    yield seen.office.figure(
        f"the office with {seen.phones} phones that ask: while nothing happens; five tickets and calls a second",
        "≤ 30 % of a core",
    )
    yield seen.master.figure("the queue-master meanwhile")
