"""A scanner on the keyboard's wire: keys in, scans out, in the screen's own thread."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from kivy.clock import Clock

from kiosk.touch.keys import Key, Keys
from kiosk.touch.scanning import ENTER, NOTHING, Scan, Scanning, heard, passed


class Scanner:
    """Tells `scanned` what was read. Takes all signs, and the Enter that ends a scan; other keys are not its own."""

    def __init__(self, keys: Keys, scanned: Callable[[str], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._scanned, self._clock = scanned, clock
        self._scanning: Scanning = NOTHING
        self._alarm: Any = None
        keys.listen(self.hear)

    def hear(self, key: Key) -> bool:
        if key.sign:
            self._go_on(*heard(self._scanning, key.sign, key.at))
            return True
        if key.name != "enter":
            return False
        scanning, scan = heard(self._scanning, ENTER, key.at)
        self._go_on(scanning, scan)
        return scan is not None

    def _go_on(self, scanning: Scanning, scan: Scan | None) -> None:
        self._scanning = scanning
        if scan is not None:
            self._scanned(scan.text)
        if self._alarm is None and scanning.due is not None:
            self._alarm = Clock.schedule_once(self._pause, max(0.0, scanning.due - self._clock()))

    def _pause(self, _: float) -> None:
        # One alarm for a whole scan: it looks again instead of being set anew at each sign.
        self._alarm = None
        self._go_on(*passed(self._scanning, self._clock()))
