"""What somebody has touched on a box without a role: told to whoever asks for it, in a file beside its own."""

from __future__ import annotations

import logging
from pathlib import Path

import msgspec

from broker.bus.on_disk import keep
from broker.contracts.arrival import WANTED, Arrival, Wanted

log = logging.getLogger(__name__)


class Touched:
    """`file`: of the arrival. What was touched is shown at once, until whoever asks has taken it in."""

    def __init__(self, file: Path) -> None:
        self._file = file.parent / WANTED
        self._role: str | None = None

    def touch(self, role: str) -> None:
        """Nothing changes where it cannot be written."""
        try:
            keep(self._file, msgspec.convert({"role": role}, Wanted), sync=False)
            self._role = role
        except OSError as error:
            log.warning("%s: %s", self._file, error)

    def over(self, arrival: Arrival) -> Arrival:
        """What there is to show of it."""
        if arrival.role == self._role or arrival.stage == "accepted":
            self._role = None
        return arrival if self._role is None else msgspec.structs.replace(arrival, role=self._role)
