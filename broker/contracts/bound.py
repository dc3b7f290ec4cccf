"""How far a priority reaches: the bound that `docs/fairness.md` states and proves, computed for a hall file."""

from __future__ import annotations

from datetime import timedelta

from broker.contracts.hall_file import HallFile


def reach(plan: HallFile, waited: timedelta, head_start: timedelta | None = None) -> timedelta:
    """How much later than an ordinary ticket that is called after `waited` a priority one may come to go before it.

    So no more priority tickets go before it than come in the first `reach` of its wait. `head_start`: how many
    seconds windows prefer the one to the other; None: as many as the hall file makes possible.
    """
    ahead = greatest_head_start(plan) if head_start is None else head_start
    everybody = plan.guarantee(None)
    lower = waited if everybody is None else min(waited, everybody)  # afterwards nobody junior goes before it
    farthest = timedelta(0)
    for each in plan.priority:
        promised = plan.guarantee(each.id)
        if promised is not None:
            farthest = max(farthest, lower - promised)
        if each.rate > 1.0:
            gained = lower if plan.policy.priority == "strict" else (1.0 - 1.0 / each.rate) * lower + ahead / each.rate
            farthest = max(farthest, gained)
    return min(lower, farthest)


def greatest_head_start(plan: HallFile) -> timedelta:
    """What the place of a line among a window's preferences, and needs that few windows meet, can make up at most."""
    steps = max((len(window.lines) for window in plan.window), default=1) - 1
    return plan.policy.preference * (steps + 1)
