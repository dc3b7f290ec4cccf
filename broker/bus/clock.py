"""The two impure things that every role needs: what time it is, and a new id."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, tzinfo

from broker.contracts.ids import ulid
from broker.contracts.moments import local


def now(zone: tzinfo) -> datetime:
    """This moment to the millisecond, with the offset of the hall's time zone."""
    moment = local(datetime.now(UTC), zone)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def new_id() -> str:
    """A new ULID."""
    return ulid(time.time_ns() // 1_000_000, os.urandom(10))
