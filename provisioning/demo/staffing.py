"""Which windows the made-up operators take, and how many visitors that makes a lively hall for. Pure."""

from __future__ import annotations

from broker.contracts.hall_file import HallFile, Window

WALK = 0.5  # minutes from a call to the start of a service
BUSY = 0.85  # the share of their time that operators serve; above it rows grow without end


def attended(hall: HallFile) -> tuple[Window, ...]:
    """The windows with a made-up operator. About a third are left to whoever wants to try a console.

    A window is left free only if every line that it names is also named by a window with an operator, and never two
    neighbours. A window for all lines always has its operator: it is the one that shortens the longest row.
    """
    manned = list(hall.window)
    spare = len(manned) // 3
    last_free: int | None = None
    for place, window in reversed(list(enumerate(hall.window))):
        others = {line for other in manned if other is not window for line in other.lines}
        if spare and last_free != place + 1 and "*" not in window.lines and others.issuperset(window.lines):
            manned.remove(window)
            spare -= 1
            last_free = place
    return tuple(manned)


def shares(hall: HallFile) -> dict[str, float]:
    """How much of the operators' time each line gets, in windows. A window gives its preferred line the most."""
    given = {line.id: 0.0 for line in hall.line}
    for window in attended(hall):
        lines = [line for line in hall.served_by(window) if line in given]
        weights = [1.0 if "*" in window.lines else 1 / 2**place for place in range(len(lines))]
        for line, weight in zip(lines, weights, strict=True):
            given[line] += weight / sum(weights)
    return given


def rates(hall: HallFile) -> dict[str, float]:
    """Visitors a minute that keep each line's operators busy for `BUSY` of their time: the mean over a day."""
    return {
        line: BUSY * share / (hall.lines[line].minutes + WALK)
        for line, share in shares(hall).items()
        if any(service.line == line for service in hall.service)
    }
