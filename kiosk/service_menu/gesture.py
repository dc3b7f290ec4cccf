"""The way in: five taps in the upper right corner, then a sixth that is held for three seconds. Pure.

No visitor may come in by chance, so whatever is not exactly this begins anew: a second finger anywhere (a palm, a
child's hand), a touch elsewhere, a slide, a finger that trembles faster than anybody taps, a sixth tap let go too soon.
"""

from __future__ import annotations

from math import hypot

from msgspec import Struct
from msgspec.structs import replace

TAPS = 5
WITHIN = 3.0  # seconds from the first touch to the end of the fifth tap
LONGEST_TAP = 0.6
SHORTEST_REST = 0.08  # between two taps; a trembling finger comes back sooner
LONGEST_REST = 1.5
HOLD = 3.0
CORNER_MM = (30.0, 16.0)  # width, height: within the bar with the hall's name, where no button of visitors is
DRIFT_MM = 6.0  # how far a finger rolls on the glass without meaning it


class Finger(Struct, frozen=True):
    """One finger, where it is now. px from the lower left corner; `at` is monotonic."""

    at: float
    id: int
    x: float
    y: float


class Corner(Struct, frozen=True):
    """Where it is knocked: everything right of `left` and above `low`; `mm` is how many px a millimetre has."""

    left: float
    low: float
    mm: float

    @classmethod
    def of(cls, width: float, height: float, mm: float) -> Corner:
        """The upper right corner of a screen of so many px."""
        return cls(width - CORNER_MM[0] * mm, height - CORNER_MM[1] * mm, mm)

    def holds(self, finger: Finger) -> bool:
        return finger.x >= self.left and finger.y >= self.low


class Knock(Struct, frozen=True):
    """How far somebody has come. `down`: the finger that is in the corner now, as it came down.

    `spoilt`: this cannot become anything before all fingers have left.
    """

    taps: int = 0
    began: float = 0.0
    rested: float = 0.0  # since when no finger is down
    down: Finger | None = None
    fingers: frozenset[int] = frozenset()
    spoilt: bool = False

    @property
    def opens_at(self) -> float | None:
        """When it opens if the finger stays; None while it does not look like it."""
        return self.down.at + HOLD if self.down is not None and self.taps == TAPS else None

    def opens(self, at: float) -> bool:
        return self.opens_at is not None and at >= self.opens_at


def came(knock: Knock, finger: Finger, corner: Corner) -> Knock:
    """A finger comes down."""
    fingers = knock.fingers | {finger.id}
    if knock.fingers or not corner.holds(finger):
        return Knock(fingers=fingers, spoilt=True)
    rest = finger.at - knock.rested
    too_late = finger.at - knock.began > WITHIN and knock.taps < TAPS
    if knock.taps and not too_late and SHORTEST_REST <= rest <= LONGEST_REST:
        return replace(knock, down=finger, fingers=fingers)
    return Knock(began=finger.at, down=finger, fingers=fingers)


def moved(knock: Knock, finger: Finger, corner: Corner) -> Knock:
    """A finger that is down is somewhere else."""
    down = knock.down
    if down is None or down.id != finger.id:
        return knock
    if hypot(finger.x - down.x, finger.y - down.y) <= DRIFT_MM * corner.mm and corner.holds(finger):
        return knock
    return Knock(fingers=knock.fingers, spoilt=True)


def left(knock: Knock, finger: Finger) -> Knock:
    """A finger leaves."""
    fingers = knock.fingers - {finger.id}
    down = knock.down
    if knock.spoilt or down is None or down.id != finger.id:
        return Knock(fingers=fingers, spoilt=bool(fingers))
    tapped = finger.at - down.at <= LONGEST_TAP and finger.at - knock.began <= WITHIN
    if knock.taps == TAPS or not tapped:
        return Knock(fingers=fingers)
    return replace(knock, taps=knock.taps + 1, rested=finger.at, down=None, fingers=fingers)
