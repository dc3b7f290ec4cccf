"""Which reports of a screen tell of one and the same picture. Pure."""

from __future__ import annotations

from broker.contracts.shown import Shown

Essence = tuple[object, ...]


def told_apart(shown: Shown) -> Essence:
    """What makes a screen's picture another one: all but the clock and the forecasts. Of the hall's state, only what
    a screen of some `windows` shows of it.
    """
    return ("" if shown.windows else shown.snapshot, shown.calls, shown.banner, shown.stale)
