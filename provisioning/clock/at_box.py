"""A box's part: where nobody keeps its clock, it goes by that of the hall's desk, which shows who it is (TLS)."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from broker.bus.clock import new_id
from broker.bus.on_disk import keep
from broker.bus.this_start import this_start
from provisioning.clock.places import WANTED
from provisioning.clock.rules import Keeper, Wanted, follows
from provisioning.updating.own_clock import keeper


def go_by(
    hall: datetime,
    wanted: Path = WANTED,
    *,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    kept_by: Callable[[], Keeper] = keeper,
) -> bool:
    """Leave the desk's time, as it has just come, for who may set the clock. False: there is no need, or nobody here may."""
    steady = time.monotonic()
    if not follows(kept_by(), clock(), hall) or not os.access(wanted.parent, os.W_OK):
        return False
    wish = Wanted(id=new_id(), moment=hall, boot=this_start(), steady=steady, queue=hall, by="hall")
    keep(wanted, wish, sync=False)
    return True
