"""What a scanner has read, told from what a person types: a scanner is a keyboard that types faster than anybody.

Pure: signs and moments in, scans out. A scan is at least `FEWEST` signs, half of which come within `FAST` of the one
before, ended by Enter or, from a scanner that sends none, by a second of silence. Half and not all, because a busy
machine hears keys late and then many at once. Slow typing is nobody's scan and is forgotten; a stream that does not
end costs no memory.
"""

from __future__ import annotations

from statistics import median

from msgspec import Struct

FAST = 0.05  # seconds between two signs; scanners need 1 to 20 ms, a good typist 80
PAUSE = 1.0
FEWEST = 4
MOST = 100  # signs; a longer code (a passport's, a payment's) is none of ours

ENTER = "\n"


class Scanning(Struct, frozen=True):
    """Signs since the last silence and when each came; `spilt`: there were more than any code of ours has."""

    signs: str = ""
    moments: tuple[float, ...] = ()
    spilt: bool = False

    @property
    def due(self) -> float | None:
        """When silence ends it, if nothing more comes."""
        return self.moments[-1] + PAUSE if self.moments else None

    def fast(self) -> bool:
        gaps = [after - before for before, after in zip(self.moments, self.moments[1:], strict=False)]
        return len(gaps) >= FEWEST - 1 and median(gaps) <= FAST


NOTHING = Scanning()


class Scan(Struct, frozen=True):
    """One code as it was typed. "": something was read that is too long to be ours."""

    text: str


def heard(scanning: Scanning, sign: str, at: float) -> tuple[Scanning, Scan | None]:
    """A sign (or ENTER) was typed. A silence that nobody noticed in time ends what came before it."""
    scanning, scan = passed(scanning, at)
    if sign == ENTER:
        return NOTHING, _scan(scanning) or scan
    if len(scanning.signs) >= MOST:
        return Scanning(scanning.signs, (*scanning.moments[1:], at), spilt=True), scan
    return Scanning(scanning.signs + sign, (*scanning.moments, at), scanning.spilt), scan


def passed(scanning: Scanning, at: float) -> tuple[Scanning, Scan | None]:
    """Time has passed; a silence ends a scan as Enter does."""
    if scanning.due is None or at < scanning.due:
        return scanning, None
    return NOTHING, _scan(scanning)


def _scan(scanning: Scanning) -> Scan | None:
    if not scanning.fast():
        return None
    return Scan("" if scanning.spilt else scanning.signs.strip())
