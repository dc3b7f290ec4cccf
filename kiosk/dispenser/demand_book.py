"""What was taken at this dispenser, on its disk. A broken or lost book is an empty one: it is only an order of buttons."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from broker.bus.on_disk import keep, kept
from kiosk.dispenser.demand import Demand

log = logging.getLogger(__name__)


class DemandBook:
    """`clock` tells the time on the hall's own clock."""

    def __init__(self, folder: Path, clock: Callable[[], datetime]) -> None:
        self._path, self._clock = folder / "demand.json", clock
        self._lock = threading.Lock()
        self._demand = kept(self._path, Demand) or Demand()

    def lately(self) -> Mapping[str, float]:
        """What the menu is to be ordered by today."""
        with self._lock:
            self._demand = self._demand.on(self._today())
            return self._demand.lately

    def took(self, service: str) -> None:
        """A ticket was given for `service`. From any thread."""
        with self._lock:
            self._demand = self._demand.on(self._today()).took(service)
            try:
                keep(self._path, self._demand, sync=False)  # a power cut may cost the day, not a ticket the wait
            except OSError:
                log.warning("what was taken today could not be noted", exc_info=True)

    def _today(self) -> str:
        return self._clock().date().isoformat()
