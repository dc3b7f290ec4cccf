"""Two thousand phones watch their tickets: what a call takes to reach them, what they cost the office, and whether the
queue notices: the same tickets and calls with nobody watching stand beside.
"""

from __future__ import annotations

from collections.abc import Iterator

from bench.figures import Figure, spread
from bench.phone_hall import watched
from bench.wishes import Wishes
from bench.wrong import Wrong


def run(wishes: Wishes) -> Iterator[Figure]:
    seen = watched(wishes, "bench.phone_crowd")
    if seen.said["refused"] or seen.said["lost"]:
        raise Wrong(f"{seen.said['refused']} phones were refused, {seen.said['lost']} lost their stream")
    yield Figure(
        what=f"a press of Next to the phone, {seen.phones} watching, {len(seen.reached)} of them called",
        values=spread(seen.reached),
        unit="ms",
        target="p50 ≤ 100, p99 ≤ 500",
    )
    yield from seen.work("watching")
    yield seen.office.figure(
        f"the office with {seen.phones} phones: while nothing happens; five tickets and calls a second",
        "≤ 30 % of a core, ≤ 300 MB",
    )
    yield seen.master.figure("the queue-master meanwhile")
