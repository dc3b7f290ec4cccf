"""The desk's part: tells who keeps this machine's clock, and leaves a technician's wish where root looks for it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from msgspec import UNSET

from broker.bus.on_disk import keep, kept
from broker.bus.this_start import this_start
from broker.contracts.enrolling import DeskWish, OwnClock
from broker.contracts.errors import Refused
from provisioning.clock.places import DONE, WANTED, Done
from provisioning.clock.rules import Keeper, Wanted, check, time_now
from provisioning.updating.own_clock import built, keeper


class DeskClock:
    """`wanted`: its folder is there where somebody looks into it. `done`: what came of the last wish."""

    def __init__(
        self,
        wanted: Path = WANTED,
        done: Path = DONE,
        *,
        boot: Callable[[], str] = this_start,
        steady: Callable[[], float] = time.monotonic,
        kept_by: Callable[[], Keeper] = keeper,
    ) -> None:
        self._wanted, self._done = wanted, done
        self._boot, self._steady, self._keeper = boot, steady, kept_by

    def told(self) -> OwnClock:
        """How it stands now."""
        last = kept(self._done, Done) if self._done.exists() else None
        return OwnClock(
            kept=self._keeper(),
            boot=self._boot(),
            settable=self._settable,
            wish=last.id if last else "",
            outcome=last.outcome if last else "",
        )

    def wish(self, wish: DeskWish, queue: datetime | None) -> None:
        """Leave it for who may set the clock. `queue`: the hall's time; None: nobody hears it. Refused by the rules."""
        if not self._settable:
            raise Refused("not-here")
        if queue is None:
            raise Refused("queue-silent")
        if wish.moment is UNSET:
            raise Refused("no-moment")
        wanted = Wanted(id=wish.id, moment=wish.moment, boot=wish.boot, steady=wish.steady, queue=queue)
        check(time_now(wanted, self._boot(), self._steady()), queue, built(), self._keeper())
        keep(self._wanted, wanted, sync=False)

    def believed(self) -> datetime | None:
        """The time that boxes may go by; None: nobody has told it to this machine."""
        now = datetime.now(UTC)
        return now if self._keeper() != "nobody" and now >= built() else None

    @property
    def _settable(self) -> bool:
        return os.access(self._wanted.parent, os.W_OK)
