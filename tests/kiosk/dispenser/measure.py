"""Every screen of the dispenser, measured. Run by a test."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

from broker.contracts.hall_check import load
from kiosk.dispenser.frame import frame
from kiosk.dispenser.run import words_of
from kiosk.dispenser.samples import STATES
from kiosk.dispenser.screens import SCREENS
from tests.kiosk.measuring import measure

if __name__ == "__main__":
    hall = load(Path(sys.argv[1]))
    words = words_of(hall)
    now = datetime(2026, 11, 23, 10, 42, 7, tzinfo=hall.timezone)
    measure(
        Path(sys.argv[2]),
        SCREENS,
        lambda _wide: ((name, sample(hall, now)) for name, sample in STATES.items()),
        lambda state, _wide: frame(state, words),
    )
