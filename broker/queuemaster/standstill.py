"""Time in which the whole hall stood still, as in an air raid: it counts as nobody's waiting for a deadline, nor as
service. What was due is due later by as much, and after an alarm everybody first has time to come back.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from broker.queuemaster.state import Hall, Memory

NOBODY_LEFT = frozenset({"registers-down", "power"})  # the building: people sat and waited, nobody has to come back


def stood_still(memory: Memory, since: datetime, until: datetime) -> timedelta:
    """How much of the time from `since` to `until` the hall stood still."""
    still = timedelta(0)
    for each in memory.standstills:
        still += max(timedelta(0), min(each.end or until, until) - max(each.begin, since))
    return still


def due_at(memory: Memory, start: datetime, wait: timedelta) -> datetime | None:
    """When `wait` after `start` is over, standstills not counted. None while the hall stands still: nobody knows."""
    if memory.suspended is not None:
        return None
    moment = start + wait
    for each in memory.standstills:
        if each.end is not None and each.end > start and each.begin < moment:
            moment += each.end - max(each.begin, start)
    return moment


def back_at(hall: Hall) -> datetime | None:
    """From when everybody is back after the last standstill. None when there was none since the journal began."""
    memory = hall.memory
    if memory.resumed_at is None:
        return None
    left = bool(memory.standstills) and memory.standstills[-1].why not in NOBODY_LEFT
    return memory.resumed_at + (hall.plan.policy.resume_grace if left else timedelta(0))


def calls_from(hall: Hall, window: int) -> datetime | None:
    """From when a window calls by itself after the last standstill: one after another, so that not all call at once."""
    back = back_at(hall)
    if back is None:
        return None
    return back + sorted(hall.memory.windows).index(window) * hall.plan.policy.resume_step
