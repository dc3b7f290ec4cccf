"""What can be wrong with a printer, one table: the code, how it is seen, and (in phrases/) what to do by hand. Pure.

The order is that of seeing to it: an open cover also reports "no paper" on most printers, and every fault "offline".
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from broker.contracts.errors import HardwareError
from broker.contracts.fields import Text
from broker.contracts.phrases import Phrases
from kiosk.printing.status import PrinterStatus

PHRASES = Phrases.load(Path(__file__).parent / "phrases")


class PrinterError(HardwareError):
    """The slip is not out. `begun`: a part of it may be."""

    code = "printer-away"

    def __init__(self, why: str = "", *, begun: bool = False) -> None:
        super().__init__(why or self.code)
        self.begun = begun


class CoverOpen(PrinterError):
    code = "printer-cover-open"


class PaperOut(PrinterError):
    code = "printer-paper-out"


class CutterJammed(PrinterError):
    code = "printer-cutter-jammed"


class PrinterJammed(PrinterError):
    code = "printer-jammed"


class PrinterBroken(PrinterError):
    code = "printer-broken"


class PrinterHot(PrinterError):
    code = "printer-hot"


class PrinterAway(PrinterError):
    """Switched off, unplugged, or silent."""

    code = "printer-away"


# It works on, but somebody should come.
NEAR_END = "printer-paper-near-end"
LOW = "printer-paper-low"  # by our own count, in slips; see `roll`


class Problem(Struct, frozen=True):
    """`seen`: whether a status shows it. `error`: what a print is refused with; None: it is only a warning."""

    code: str
    seen: Callable[[PrinterStatus], bool]
    error: type[PrinterError] | None


def _stops(error: type[PrinterError], seen: Callable[[PrinterStatus], bool]) -> Problem:
    return Problem(error.code, seen, error)


TABLE: tuple[Problem, ...] = (
    _stops(CoverOpen, lambda s: s.cover_open),
    _stops(PaperOut, lambda s: s.paper == "out"),
    _stops(CutterJammed, lambda s: s.cutter),
    _stops(PrinterJammed, lambda s: s.jammed),
    _stops(PrinterBroken, lambda s: s.broken),
    _stops(PrinterHot, lambda s: s.hot),
    _stops(PrinterAway, lambda s: not s.online and not s.feeding),
    Problem(NEAR_END, lambda s: s.paper == "near-end", None),
)
PROBLEMS = tuple(each.code for each in TABLE)


def fault(status: PrinterStatus) -> type[PrinterError] | None:
    """Why a printer of this status cannot print: the first thing to see to, or None."""
    return next((each.error for each in TABLE if each.error and each.seen(status)), None)


def problem(status: PrinterStatus) -> str | None:
    """The stable code of what staff should be told about this status, or None."""
    return next((each.code for each in TABLE if each.seen(status)), None)


def words_for(code: str, **slots: object) -> tuple[Text, Text]:
    """What is wrong and what to do about it, in every language. KeyError for a code that nobody wrote."""
    return PHRASES.text(f"{code}.message", **slots), PHRASES.text(f"{code}.remedy", **slots)
