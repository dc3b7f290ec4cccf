"""A ticket's slip once more, because the reception asks for it: lost, unreadable, or issued at the desk."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from broker.bus.appliance import Outcome
from broker.contracts.hall_file import HallFile
from broker.contracts.replies import TicketView
from broker.contracts.status import Do
from kiosk.printing.desk import Loan

if TYPE_CHECKING:
    from kiosk.printing.printer import Printer

PATIENCE = 10.0  # seconds; nothing is printed late


class CopyWish(msgspec.Struct, frozen=True):
    """The arguments of `print-slip`. `copy`: the slip says that it is one."""

    ticket: TicketView
    copy: bool = True
    large: bool = False


class Copying:
    """`lend` gives the printer for a moment, in its own thread."""

    def __init__(self, lend: Callable[[Loan], None], hall: HallFile, paper_mm: int, patience: float = PATIENCE) -> None:
        self._lend, self._hall, self._paper, self._patience = lend, hall, paper_mm, patience

    def print(self, do: Do) -> Outcome:
        """Print it, and wait until it is out. In a thread of its own."""
        try:
            wish = msgspec.convert(do.arguments, CopyWish, strict=False)
        except msgspec.ValidationError as error:
            return "failed", str(error), ""
        over, given_up = threading.Event(), threading.Event()
        wrong: list[str] = []

        def loan(printer: Printer) -> None:
            if not given_up.is_set():
                wrong.extend(_printed(printer, wish, self._hall, self._paper))
            over.set()

        self._lend(loan)
        if not over.wait(self._patience):
            given_up.set()
            return "failed", "the printer is busy or does not answer", ""
        return ("failed", wrong[0], "") if wrong else ("done", "", "")


def _printed(printer: Printer, wish: CopyWish, hall: HallFile, paper_mm: int) -> list[str]:
    """What went wrong, if anything did. It must not raise: the printer's thread lives on."""
    from kiosk.dispenser.slips.ticket_slip import slip_for  # noqa: PLC0415
    from kiosk.printing.drawing import draw  # noqa: PLC0415 - Pillow, not before the first frame

    try:
        words = slip_for(wish.ticket, hall, wish.ticket.language, copy=wish.copy, large=wish.large)
        printer.print(draw(words, paper_mm), ticket=wish.ticket.id)
    except Exception as error:  # noqa: BLE001 - whatever a device does, the next visitor has a printer
        return [str(error) or type(error).__name__]
    return []
