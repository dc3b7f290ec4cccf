"""The printer's own thread: a printer may be slow, away or on fire, and the screen goes on.

Nothing is printed late. A slip whose visitor was already shown the number on the screen is thrown away: a paper that
comes out minutes later is a ticket in strange hands. What is in the printer is written down first, so that after a
power cut it is known which slip that was.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from msgspec import structs

from broker.bus.clock import now
from broker.contracts.hall_file import HallFile
from kiosk.dispenser.inputs import PrintSlip
from kiosk.dispenser.recovering import Printing, fate
from kiosk.dispenser.visit import PRINT_PATIENCE
from kiosk.dispenser.visit_record import VisitRecord

if TYPE_CHECKING:
    from kiosk.printing.forecast import Forecast
    from kiosk.printing.printer import Printer, PrinterStatus

log = logging.getLogger(__name__)

Loan = Callable[["Printer"], None]
"""Uses the printer and gives it back. It must not raise."""

# Seconds between looks at a printer that nobody uses: seldom while it is well, sooner when somebody may be at its cover.
LOOK_WELL, LOOK_ILL = 30.0, 3.0
LISTEN = 1.0  # seconds between hearing whether it says something by itself
MOST_WAITING = 4  # slips: one visitor at a time stands there, so more are none


class SlipDesk:
    """`opened` gives the printer and is called in the thread, for its libraries are heavy.

    `on_status` hears each look at the printer that found something else than the last, `on_settled` each slip:
    (ticket id, printed), `on_paper` how long the paper will last, None when that is not the question now. All are
    called in the printer's thread.
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
        self._opened, self._hall, self._paper, self._record = opened, hall, paper_mm, record
        self._on_status, self._on_settled, self._on_paper, self._clock = on_status, on_settled, on_paper, clock
        self._wishes: SimpleQueue[tuple[float, PrintSlip | Loan | None] | None] = SimpleQueue()
        self._told: PrinterStatus | None = None
        self._thread = threading.Thread(target=self._work, name="printer", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def look(self) -> None:
        """See how the printer is, now. Returns at once."""
        self._wishes.put((self._clock(), None))

    def print(self, wish: PrintSlip) -> None:
        """Print a slip as soon as the printer is free. Returns at once."""
        if self._wishes.qsize() >= MOST_WAITING:
            self._settle(wish.ticket.id, printed=False)
        else:
            self._wishes.put((self._clock(), wish))

    def lend(self, loan: Loan) -> None:
        """Let somebody else use the printer for a moment, in its own thread. Returns at once."""
        self._wishes.put((self._clock(), loan))

    def stop(self, patience: float = 5.0) -> None:
        """End after what is under way."""
        self._wishes.put(None)
        self._thread.join(patience)

    def _work(self) -> None:
        from kiosk.dispenser.slips.warm_up import warm_up  # noqa: PLC0415 - Pillow, not before the first frame

        printer = self._opened()
        self._look(printer)
        self._recover(printer)
        warm_up(self._hall, self._paper, now(self._hall.timezone))
        while True:
            wish = self._next(printer)
            if wish is None:
                printer.close()
                return
            asked_at, what = wish
            if callable(what):
                what(printer)
            elif what is not None:
                in_time = self._clock() - asked_at < PRINT_PATIENCE
                self._settle(what.ticket.id, printed=in_time and self._print(printer, what))

    def _next(self, printer: Printer) -> tuple[float, PrintSlip | Loan | None] | None:
        """The next wish. While there is none the printer is looked at, and listened to."""
        status = self._look(printer)
        looked = self._clock()
        while True:
            try:
                return self._wishes.get(timeout=LISTEN if status.can_print else LOOK_ILL)
            except Empty:
                if not status.can_print or printer.changed() or self._clock() - looked >= LOOK_WELL:
                    status, looked = self._look(printer), self._clock()

    def _look(self, printer: Printer) -> PrinterStatus:
        from kiosk.printing.minded_printer import MindedPrinter  # noqa: PLC0415 - it loads Pillow

        status = printer.status()
        if status != self._told:
            self._told = status
            self._on_status(status)
        if isinstance(printer, MindedPrinter):
            self._on_paper(printer.forecast() if status.can_print else None)
        return status

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
