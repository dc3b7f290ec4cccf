"""When each window will be free of the visitor whom it has now."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

import numpy as np

from broker.queuemaster.chance import OF_TICKETS, Array, normal_above, normal_quantile
from broker.queuemaster.expectation import Duration
from broker.queuemaster.outlook import Outlook
from broker.queuemaster.standstill import back_at, stood_still
from broker.queuemaster.state import Ticket, Window

_SURE = 1e-9
_BARELY = 1.0  # seconds; whoever is about to leave or to come does not do so in no time


def until_free(outlook: Outlook, windows: Sequence[Window]) -> Array:
    """Seconds from now [plays, windows]; 0 for a window that has nobody."""
    hall, expectation, chance = outlook.hall, outlook.expectation, outlook.chance
    back = outlook.until(back_at(hall) or outlook.now)  # all may still be on their way back from a shelter
    free = np.full((outlook.plays, len(windows)), max(0.0, back))
    serving: list[tuple[int, Duration, float, int]] = []
    for at, window in enumerate(windows):
        ticket = hall.memory.tickets.get(window.ticket or "")
        if ticket is None:
            continue
        mu, sigma, _ = expectation.service(ticket.service, ticket.line)
        duration = Duration(mu + log(expectation.pace(window.id)[0]), sigma)
        spent = (outlook.now - window.since - stood_still(hall.memory, window.since, outlook.now)).total_seconds()
        if ticket.state == "called":
            free[:, at] += _called(outlook, ticket, duration, spent)
        else:
            serving.append((at, duration, spent, ticket.seq % OF_TICKETS))
    if serving:
        at_, durations, spent_, columns = zip(*serving, strict=True)
        free[:, at_] += remaining(
            np.array([duration[:2] for duration in durations]), np.array(spent_), chance.even[:, columns]
        )
    return free


def _called(outlook: Outlook, ticket: Ticket, duration: Duration, spent: float) -> Array:
    """The visitor is on the way, or does not come at all."""
    column = ticket.seq % OF_TICKETS
    expectation, chance = outlook.expectation, outlook.chance
    timeout = max(outlook.hall.plan.policy.no_show_after.total_seconds() - spent, _BARELY)
    walk = max(expectation.walk - spent, _BARELY)
    service = np.exp(duration.mu + duration.sigma * chance.normal[:, column])
    absent = chance.even[:, (column + OF_TICKETS // 2) % OF_TICKETS] < expectation.absent_after(spent)
    return np.where(absent, timeout, walk + service)


def remaining(durations: Array, spent: Array, even: Array) -> Array:
    """What is left of log-normal times that have lasted `spent` seconds [times] already; `even` [plays, times] draws.

    `durations` [times, 2]: mean and deviation of the logarithm.
    """
    mu, sigma = durations[:, 0], np.maximum(durations[:, 1], _SURE)
    longer = np.array([normal_above(z) for z in ((np.log(np.maximum(spent, _SURE)) - mu) / sigma).tolist()])
    left = np.exp(mu - sigma * normal_quantile(longer * (1.0 - even))) - spent
    return np.asarray(np.maximum(left, _BARELY))
