"""Moments as the hall's clock shows them, with the offset of that moment.

A fixed offset, not a named zone: two moments of one named zone are compared, and subtracted, by their wall clocks,
wrongly when the clocks go back.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone, tzinfo
from functools import cache


def local(moment: datetime, zone: tzinfo) -> datetime:
    """`moment` as the clock of `zone` shows it."""
    here = moment.astimezone(zone)
    return here.replace(tzinfo=_fixed(here.utcoffset() or timedelta(0)), fold=0)


@cache
def _fixed(offset: timedelta) -> timezone:
    """One zone for one offset: moments that share it are compared without asking each for its offset."""
    return timezone(offset)
