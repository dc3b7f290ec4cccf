"""The seam: what a printer is to an appliance.

Real printers are in `escpos_printer`, the one without paper in `paper_tape`; `opening` knows which is meant. How one can
fail, and what to do about it with one's hands, is a table in `problems`.
"""

from __future__ import annotations

from typing import Protocol

from PIL.Image import Image

from kiosk.printing.problems import (
    NEAR_END,
    PHRASES,
    PROBLEMS,
    CoverOpen,
    CutterJammed,
    PaperOut,
    PrinterAway,
    PrinterBroken,
    PrinterError,
    PrinterHot,
    PrinterJammed,
    fault,
    problem,
    words_for,
)
from kiosk.printing.status import Paper, PrinterStatus

__all__ = [
    "NEAR_END",
    "PHRASES",
    "PROBLEMS",
    "CoverOpen",
    "CutterJammed",
    "Paper",
    "PaperOut",
    "Printer",
    "PrinterAway",
    "PrinterBroken",
    "PrinterError",
    "PrinterHot",
    "PrinterJammed",
    "PrinterStatus",
    "fault",
    "problem",
    "words_for",
]


class Printer(Protocol):
    """Prints slips, one at a time, from one thread. No call hangs: each ends within seconds, whatever the device."""

    def status(self) -> PrinterStatus:
        """How the printer is now. Never raises: a printer that cannot be asked is not online."""

    def print(self, image: Image, *, ticket: str) -> None:
        """One slip: a 1-bit picture as wide as the paper, cut off. `ticket` names it in traces and file names.

        Asks the status first. Raises PrinterError, of which `begun` tells if paper may hold a part of the slip;
        what did not come out then is thrown away, so that no old slip comes out when the printer is back.
        """

    def cuts(self) -> int | None:
        """How many slips it has cut off in its life, where it counts them itself; None: nobody knows.

        So that whoever lost its memory in the middle of a print can see if the slip came out.
        """

    def changed(self) -> bool:
        """Whether the printer has said by itself that something is not as it was. Returns at once."""

    def close(self) -> None:
        """Lets go of the device. Another call opens it again."""
