"""How large the screen of a box is about which nobody has said anything yet: as it says itself, or by its pixels."""

from __future__ import annotations

from math import hypot
from pathlib import Path

from kiosk.touch.sizes import MM_PER_INCH

LARGEST = 21.5  # inches; on a larger one all is as large as its pixels allow, for it hangs farther away
_SMALL = ((1024, 7.0), (1366, 10.1))  # pixels of the longer side, and inches of the usual panel
_FINE, _BIG = 1920, 10.0  # a television that has so many pixels and says to be smaller says the ratio of its sides


def inches(width: int, height: int, root: Path = Path("/")) -> float:
    """The diagonal of a window of so many pixels that fills it, at most LARGEST."""
    longer = max(width, height)
    usual = next((each for pixels, each in _SMALL if longer <= pixels), LARGEST)
    told = [size for each in sorted((root / "sys/class/drm").glob("*/edid")) if (size := _told(each))]
    believed = [size for size in told if longer < _FINE or size >= _BIG]
    return min(min(believed, default=usual), LARGEST)


def _told(file: Path) -> float:
    """The diagonal by the screen's own description, 0.0 for none: of its best mode in mm, else in whole cm."""
    try:
        said = file.read_bytes()
    except OSError:
        return 0.0
    if len(said) < 128 or said[:8] != b"\0\xff\xff\xff\xff\xff\xff\0":  # noqa: PLR2004 - a whole block
        return 0.0
    across, down = said[66] | (said[68] & 0xF0) << 4, said[67] | (said[68] & 0x0F) << 8
    if not (said[54] or said[55]) or not across or not down:  # no mode, or one without a size
        across, down = said[21] * 10, said[22] * 10
    size = hypot(across, down) / MM_PER_INCH if across and down else 0.0
    return size if size > 3 else 0.0  # noqa: PLR2004 - inches
