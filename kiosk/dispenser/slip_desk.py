"""Tickets on paper, and what was in the printer when the power went.

Nothing is printed late. A slip whose visitor was already shown the number on the screen is thrown away: a paper that
comes out minutes later is a ticket in strange hands. What is in the printer is written down first, so that after a
power cut it is known which slip that was.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import structs

from broker.bus.clock import now
from broker.contracts.hall_file import HallFile
from kiosk.dispenser.inputs import PrintSlip
from kiosk.dispenser.recovering import Printing, fate
from kiosk.dispenser.visit import PRINT_PATIENCE
from kiosk.dispenser.visit_record import VisitRecord
from kiosk.printing.desk import Desk

if TYPE_CHECKING:
    from kiosk.printing.forecast import Forecast
    from kiosk.printing.printer import Printer, PrinterStatus

log = logging.getLogger(__name__)

MOST_WAITING = 4  # slips: one visitor at a time stands there, so more are none


class SlipDesk(Desk[PrintSlip]):
    """`on_settled` hears each slip: (ticket id, printed), `on_paper` how long the paper will last, None when that is not
    the question now. Both are called in the printer's thread.
    """

    def __init__(
        self,
        opened: Callable[[], Printer],
        hall: HallFile,
        paper_mm: int,
        record: VisitRecord,
        *,
        on_status: Callable[[PrinterStatus], None],
        on_settled: Callable[[str, bool], None],
        on_paper: Callable[[Forecast | None], None] = lambda _: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(opened, PRINT_PATIENCE, on_status, clock)
        self._hall, self._paper, self._record = hall, paper_mm, record
        self._on_settled, self._on_paper = on_settled, on_paper

    def print(self, wish: PrintSlip) -> None:
        """Print a slip as soon as the printer is free. Returns at once."""
        if self.waiting >= MOST_WAITING:
            self._settle(wish.ticket.id, printed=False)
        else:
            self.ask(wish)

    def begin(self, printer: Printer) -> None:
        from kiosk.dispenser.slips.warm_up import warm_up  # noqa: PLC0415 - Pillow, not before the first frame

        self._recover(printer)
        warm_up(self._hall, self._paper, now(self._hall.timezone))

    def work(self, printer: Printer, wish: PrintSlip, *, in_time: bool) -> None:
        self._settle(wish.ticket.id, printed=in_time and self._print(printer, wish))

    def looked(self, printer: Printer, status: PrinterStatus) -> None:
        from kiosk.printing.minded_printer import MindedPrinter  # noqa: PLC0415 - it loads Pillow

        if isinstance(printer, MindedPrinter):
            self._on_paper(printer.forecast() if status.can_print else None)

    def _settle(self, ticket: str, *, printed: bool) -> None:
        self._record.over(ticket)
        self._on_settled(ticket, printed)

    def _print(self, printer: Printer, wish: PrintSlip) -> bool:
        at = now(self._hall.timezone)
        slip = Printing(
            ticket=wish.ticket, language=wish.language, alone=wish.alone, at=at, cuts=printer.cuts(), large=wish.large
        )
        return self._printed(printer, slip)

    def _recover(self, printer: Printer) -> None:
        """What was in the printer when the power went."""
        for left in self._record.printing:
            cuts = printer.cuts() if left.cuts is not None else None
            found = fate(left, now(self._hall.timezone), cuts)
            log.warning("%s was in the printer when the power went: %s", left.ticket.number, found)
            again = found == "again" and self._printed(printer, structs.replace(left, copies=left.copies + 1))
            self._settle(left.ticket.id, printed=again or found == "out")

    def _printed(self, printer: Printer, slip: Printing) -> bool:
        from kiosk.dispenser.slips.ticket_slip import slip_for  # noqa: PLC0415
        from kiosk.printing.drawing import draw  # noqa: PLC0415 - Pillow, not before the first frame
        from kiosk.printing.printer import PrinterError  # noqa: PLC0415

        ticket = slip.ticket
        try:
            self._record.print(slip)
            words = slip_for(
                ticket, self._hall, slip.language, alone=slip.alone, copy=slip.copies > 0, large=slip.large
            )
            printer.print(draw(words, self._paper), ticket=ticket.id)
        except PrinterError as error:
            log.warning("no slip for %s: %s", ticket.number, error)
            return False
        except Exception:  # whatever a device does, its visitor has a number, and the next one a printer
            log.exception("no slip for %s", ticket.number)
            return False
        return True
