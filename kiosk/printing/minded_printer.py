"""Any printer, with its paper counted: what went out is written down, so that a restart does not forget the roll."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from msgspec import structs
from PIL.Image import Image

from broker.bus.on_disk import keep, kept
from kiosk.printing import roll as rolls
from kiosk.printing.forecast import Forecast, forecast
from kiosk.printing.printer import Printer, PrinterError, PrinterStatus
from kiosk.printing.roll import Roll

log = logging.getLogger(__name__)

FILE = "roll.json"
_REMEMBERED = 300  # slips, for their pace


class MindedPrinter:
    """See `printer.Printer`. `clock`: the hall's; `roll_metres`: how long a new roll is, until that is learnt."""

    def __init__(self, inner: Printer, state_dir: Path, roll_metres: float, clock: Callable[[], datetime]) -> None:
        self.inner = inner
        self._path, self._clock = state_dir / FILE, clock
        self._times: deque[datetime] = deque(maxlen=_REMEMBERED)
        self.roll = kept(self._path, Roll) or Roll(length_mm=roll_metres * 1000)

    def status(self) -> PrinterStatus:
        status = self.inner.status()
        self._set(rolls.seen(self.roll, status))
        return status

    def print(self, image: Image, *, ticket: str) -> None:
        try:
            self.inner.print(image, ticket=ticket)
        except PrinterError as error:
            if error.begun:  # nobody knows how much of it; half is less wrong than all or nothing
                self._set(rolls.printed(self.roll, image.height // 2))
            raise
        self._times.append(self._clock())
        self._set(rolls.printed(self.roll, image.height))

    def cuts(self) -> int | None:
        return self.inner.cuts()

    def changed(self) -> bool:
        return self.inner.changed()

    def close(self) -> None:
        self.inner.close()

    def forecast(self) -> Forecast:
        """How long the paper will last."""
        return forecast(self.roll, tuple(self._times), self._clock())

    def new_roll(self, metres: float | None = None) -> None:
        """A technician put in another roll, `metres` long if they know."""
        roll = rolls.changed(self.roll)
        self._set(structs.replace(roll, length_mm=metres * 1000) if metres else roll)

    def _set(self, roll: Roll) -> None:
        if roll == self.roll:
            return
        self.roll = roll
        try:
            # Not synced: a power cut may forget the last slips of a roll of thousands.
            keep(self._path, roll, sync=False)
        except OSError as error:
            log.warning("the count of the paper is not kept: %s", error)
