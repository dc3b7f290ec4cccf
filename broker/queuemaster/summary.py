"""`state/branch`: the hall in one line, for whoever gathers the halls of a city and tells each of the others. Pure."""

from __future__ import annotations

from statistics import fmean

from broker.contracts.city import Branch
from broker.contracts.hall_file import HallPart
from broker.contracts.snapshot import LineState, Snapshot

EVERY = 60.0  # seconds between two summaries; who shows one shows its age


def summary(hall: HallPart, picture: Snapshot) -> Branch:
    """How busy the hall is. `likely` is the mean of its open lines' waits: one number for whoever has not chosen yet."""
    waits = [_minutes(line, picture) for line in picture.lines if line.open and line.estimate is not None]
    is_open = picture.hall == "open"
    return Branch(
        id=hall.id,
        name=hall.name,
        address=hall.address,
        open=is_open,
        waiting=sum(line.waiting for line in picture.lines),
        likely=round(fmean(waits), 1) if waits and is_open else None,
        at=picture.at,
    )


def _minutes(line: LineState, picture: Snapshot) -> float:
    assert line.estimate is not None
    return max(0.0, (line.estimate.likely - picture.at).total_seconds() / 60)
