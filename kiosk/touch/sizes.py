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
LARGE = 2.0  # how much bigger the letters are for whoever asks for it (WCAG 2.2, 1.4.4)
LEAST_LETTERS, LARGE_LETTERS = 5.5, 10.2  # mm; the least of either: the large are 0.7° from 0.6 m

# From the floor to the highest thing that may be touched in low mode (ISO 21542), and the least that a screen needs.
REACH = 1100.0
LEAST_ROOM = {"standing": 350.0, "lying": 250.0}


def low_room(screen_bottom: float, width: float, height: float) -> float:
    """How many mm of a screen, from its lower edge `screen_bottom` above the floor, low mode may use.

    All of it where its top is within reach. A screen that hangs too high for its buttons keeps the least they need.
    """
    return min(height, max(REACH - screen_bottom, LEAST_ROOM["lying" if width > height else "standing"]))


SMALL_PANEL, NEARER = 13.0, 0.75  # inches; a tablet on a desk is read from 0.4 m, not from 0.55 m


def nearness(panel_inches: float) -> float:
    """How much smaller all but targets may be on a panel of this diagonal, because whoever uses it is nearer to it."""
    return NEARER if panel_inches < SMALL_PANEL else 1.0


def px_per_mm(width: int, height: int, panel_inches: float) -> float:
    """Pixels a millimetre, of a panel whose diagonal measures `panel_inches`. 4.03 on 1080x1920 at 21.5"."""
    return hypot(width, height) / (panel_inches * MM_PER_INCH)
