"""The two impure things that every role needs: what time it is, and a new id."""

from __future__ import annotations

import os
import time
from datetime import datetime, timedelta, timezone, tzinfo
from functools import cache

from broker.contracts.ids import ulid


def now(zone: tzinfo) -> datetime:
    """This moment to the millisecond, with the offset of the hall's time zone."""
    moment = datetime.now(zone)
    # A fixed offset: two moments of one named zone are compared by their wall clocks, wrongly when clocks go back.
    offset = _fixed(moment.utcoffset() or timedelta(0))
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000, tzinfo=offset)


@cache
def _fixed(offset: timedelta) -> timezone:
    """One zone for one offset: moments that share it are compared without asking each for its offset."""
    return timezone(offset)


def new_id() -> str:
    """A new ULID."""
    return ulid(time.time_ns() // 1_000_000, os.urandom(10))
