"""How big things are under a finger: millimetres to pixels. Pure.

A target is at least 20 mm and stands 3 mm from the next; a capital letter read from half a metre is at least
6.1 mm high (EN 301 549, 5.1.4: 0.7°), which with Noto Sans (capitals of 0.714 em) is a letter size of 8.6 mm.
"""

from __future__ import annotations

from math import hypot

MM_PER_INCH = 25.4

TARGET = 20.0
GAP = 4.0
LETTERS = 9.0
LARGE = 1.5  # how much bigger the letters are for whoever asks for it


def px_per_mm(width: int, height: int, panel_inches: float) -> float:
    """Pixels a millimetre, of a panel whose diagonal measures `panel_inches`. 4.03 on 1080x1920 at 21.5"."""
    return hypot(width, height) / (panel_inches * MM_PER_INCH)
