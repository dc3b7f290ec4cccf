"""Every screen of the information terminal, measured. Run by a test."""

from __future__ import annotations

import sys
from pathlib import Path

from kiosk.info.frame import frame
from kiosk.info.samples import STATES
from kiosk.info.screens import SCREENS
from tests.kiosk.info.halls import NOW, words
from tests.kiosk.measuring import measure

if __name__ == "__main__":
    only = sys.argv[2:]  # these states alone, for whoever mends one of them
    measure(
        Path(sys.argv[1]),
        SCREENS,
        lambda wide: (
            (name, sample(words(wide=wide).content, NOW)) for name, sample in STATES.items() if not only or name in only
        ),
        lambda state, wide: frame(state, words(wide=wide)),
        {
            (1080, 1920): ("uk", "uk large", "en large low"),
            (1920, 1080): ("uk", "en large"),
        },
    )
