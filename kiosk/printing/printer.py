"""The seam: what a printer is to an appliance, how it can fail, and what to do about it with one's hands.

Real printers are in `escpos_printer`, the one without paper in `paper_tape`; `opening` knows which is meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from PIL.Image import Image

from broker.contracts.errors import HardwareError
from broker.contracts.fields import Text
from broker.contracts.phrases import Phrases

PHRASES = Phrases.load(Path(__file__).parent / "phrases")

Paper = Literal["ok", "near-end", "out"]


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """What a printer says of itself. `jammed`: paper or cutter. Offline, the rest is what was known last."""

    paper: Paper = "ok"
    cover_open: bool = False
    online: bool = True
    jammed: bool = False

    @property
    def can_print(self) -> bool:
        return fault(self) is None


class Printer(Protocol):
    """Prints slips, one at a time, from one thread. No call hangs: each ends within seconds, whatever the device."""

    def status(self) -> PrinterStatus:
        """How the printer is now. Never raises: a printer that cannot be asked is not online."""

    def print(self, image: Image, *, ticket: str) -> None:
        """One slip: a 1-bit picture as wide as the paper, cut off. `ticket` names it in traces and file names.

        Asks the status first. Raises PrinterError, of which `begun` tells if paper may hold a part of the slip;
        what did not come out then is thrown away, so that no old slip comes out when the printer is back.
        """

    def close(self) -> None:
        """Lets go of the device. Another call opens it again."""


class PrinterError(HardwareError):
    """The slip is not out. `begun`: a part of it may be."""

    code = "printer-away"

    def __init__(self, why: str = "", *, begun: bool = False) -> None:
        super().__init__(why or self.code)
        self.begun = begun


class PaperOut(PrinterError):
    code = "printer-paper-out"


class CoverOpen(PrinterError):
    code = "printer-cover-open"


class PrinterJammed(PrinterError):
    code = "printer-jammed"


class PrinterAway(PrinterError):
    """Switched off, unplugged, or silent."""

    code = "printer-away"


# Works on, but somebody should come.
NEAR_END = "printer-paper-near-end"


def fault(status: PrinterStatus) -> type[PrinterError] | None:
    """Why a printer of this status cannot print: the first thing to see to, or None."""
    # An open cover also reports "no paper" on most printers, and every fault "offline": the most exact one first.
    wrong: tuple[tuple[bool, type[PrinterError]], ...] = (
        (status.cover_open, CoverOpen),
        (status.paper == "out", PaperOut),
        (status.jammed, PrinterJammed),
        (not status.online, PrinterAway),
    )
    return next((error for is_so, error in wrong if is_so), None)


def problem(status: PrinterStatus) -> str | None:
    """The stable code of what staff should be told about this status, or None."""
    found = fault(status)
    if found:
        return found.code
    return NEAR_END if status.paper == "near-end" else None


PROBLEMS = (PaperOut.code, NEAR_END, CoverOpen.code, PrinterJammed.code, PrinterAway.code)


def words_for(code: str) -> tuple[Text, Text]:
    """What is wrong and what to do about it, in every language. KeyError for a code that is not in PROBLEMS."""
    return PHRASES.text(f"{code}.message"), PHRASES.text(f"{code}.remedy")
