"""ESC/POS as bytes: a picture as a job, asking a printer how it is, taking a job back. Pure.

From Epson's ESC/POS command reference (GS v 0, GS V, DLE EOT, DLE ENQ, DLE DC4, GS r, GS a); most makers follow it.
python-escpos has words for some of these, but prints a warning to the console for every band of a picture, and reads
an answer as a status whatever it answers (an answer that did not come is "paper in plenty").
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import TYPE_CHECKING

from kiosk.printing.status import PrinterStatus

if TYPE_CHECKING:
    from PIL import Image

PRINTER, OFFLINE_CAUSE, ERROR_CAUSE, PAPER = 1, 2, 3, 4  # n of DLE EOT n

OFFLINE, FEED_BUTTON = 0x08, 0x40  # of answer 1
COVER_OPEN = 0x04  # of answer 2
PAPER_JAM, CUTTER, BROKEN, HOT = 0x04, 0x08, 0x20, 0x40  # of answer 3
NEAR_END, OUT = 0x0C, 0x60  # of answer 4; two sensors each
FIXED = 0x12  # bits 1 and 4 are set, 0 and 7 clear, in every answer to DLE EOT

# The same of automatic status, four bytes: state, errors, paper, and one that says nothing to us.
AUTO_FIXED, AUTO_OFFLINE, AUTO_COVER, AUTO_FEED = 0x10, 0x08, 0x20, 0x40
AUTO_NEAR_END, AUTO_OUT = 0x03, 0x0C

# While a slip is printed, automatic status is off: its bytes could be taken for the answer that ends the slip.
QUIET = b"\x1da\x00"
TALK = b"\x1da\x0e"  # of being online, of errors, of paper
# GS g 2: how many cuts in its life. A printer that does not know the command may print its letters.
ASK_CUTS = b"\x1dg2\x00\xb2\x00"
# GS r 1 waits its turn behind the picture, so its answer means that the slip is printed.
CONFIRM = b"\x1dr\x01"
# What did not come out is thrown away: DLE ENQ 2 after an error, DLE DC4 8 where the printer is merely waiting.
FORGET = b"\x10\x05\x02" + b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"

_RESET = b"\x1b@"
_CUT = b"\x1dVB\x00"  # as far as the knife, and not the six lines that feeding would waste
_BLACK = bytes(255 - byte for byte in range(256))  # a set bit is white in a picture and burns a dot in a printer

# Rows of a picture that travel as one command. A printer cut off inside one takes what comes next for dots of it.
BAND = 256


def encoded(image: Image.Image) -> bytes:
    """A 1-bit picture, a multiple of 8 dots wide, as a job: reset, bands of raster dots, cut."""
    across = image.width // 8
    dots = image.tobytes().translate(_BLACK)
    bands = (dots[at : at + across * BAND] for at in range(0, len(dots), across * BAND))
    raster = b"".join(b"\x1dv0\x00" + struct.pack("<HH", across, len(band) // across) + band for band in bands)
    return _RESET + QUIET + raster + _CUT


def ask(n: int) -> bytes:
    """DLE EOT n: answered at once, even by a printer that is busy or offline."""
    return bytes((0x10, 0x04, n))


def status_from(answers: Mapping[int, int]) -> PrinterStatus:
    """The status in the answers to DLE EOT, by their n. A question that was not asked counts as all well."""
    paper = answers.get(PAPER, FIXED)
    return PrinterStatus(
        paper="out" if paper & OUT else "near-end" if paper & NEAR_END else "ok",
        cover_open=bool(answers.get(OFFLINE_CAUSE, FIXED) & COVER_OPEN),
        online=not answers.get(PRINTER, FIXED) & OFFLINE,
        feeding=bool(answers.get(PRINTER, FIXED) & FEED_BUTTON),
        **_errors(answers.get(ERROR_CAUSE, FIXED)),
    )


def status_of_itself(said: bytes) -> PrinterStatus:
    """The status in four bytes of automatic status back."""
    state, errors, paper, _ = said
    return PrinterStatus(
        paper="out" if paper & AUTO_OUT else "near-end" if paper & AUTO_NEAR_END else "ok",
        cover_open=bool(state & AUTO_COVER),
        online=not state & AUTO_OFFLINE,
        feeding=bool(state & AUTO_FEED),
        **_errors(errors),
    )


def _errors(byte: int) -> dict[str, bool]:
    """The bits of an error are the same in both."""
    bits = {"jammed": PAPER_JAM, "cutter": CUTTER, "broken": BROKEN, "hot": HOT}
    return {name: bool(byte & bit) for name, bit in bits.items()}
