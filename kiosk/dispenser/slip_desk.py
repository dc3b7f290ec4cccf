"""The printer's own thread: a printer may be slow, away or on fire, and the screen goes on.

Nothing is printed late. A slip whose visitor was already shown the number on the screen is thrown away: a paper that
comes out minutes later is a ticket in strange hands.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from broker.bus.clock import now
from broker.contracts.hall_file import HallFile
from kiosk.dispenser.inputs import PrintSlip
from kiosk.dispenser.visit import PRINT_PATIENCE

if TYPE_CHECKING:
    from kiosk.printing.printer import Printer, PrinterStatus

log = logging.getLogger(__name__)

Loan = Callable[["Printer"], None]
"""Uses the printer and gives it back. It must not raise."""

# Seconds between looks at a printer that nobody uses: seldom while it is well, sooner when somebody may be at its cover.
LOOK_WELL, LOOK_ILL = 30.0, 3.0


class SlipDesk:
    """`opened` gives the printer and is called in the thread, for its libraries are heavy.

    `on_status` hears each look at the printer that found something else than the last, `on_settled` each slip:
    (ticket id, printed). Both are called in the printer's thread.
    """

    def __init__(
        self,
        opened: Callable[[], Printer],
        hall: HallFile,
        paper_mm: int,
        *,
        on_status: Callable[[PrinterStatus], None],
        on_settled: Callable[[str, bool], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._opened, self._hall, self._paper = opened, hall, paper_mm
        self._on_status, self._on_settled, self._clock = on_status, on_settled, clock
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
        warm_up(self._hall, self._paper, now(self._hall.timezone))
        while True:
            status = self._look(printer)
            try:
                wish = self._wishes.get(timeout=LOOK_WELL if status.can_print else LOOK_ILL)
            except Empty:
                continue
            if wish is None:
                printer.close()
                return
            asked_at, slip = wish
            if callable(slip):
                slip(printer)
            elif slip is not None:
                printed = self._clock() - asked_at < PRINT_PATIENCE and self._print(printer, slip)
                self._on_settled(slip.ticket.id, printed)

    def _look(self, printer: Printer) -> PrinterStatus:
        status = printer.status()
        if status != self._told:
            self._told = status
            self._on_status(status)
        return status

    def _print(self, printer: Printer, wish: PrintSlip) -> bool:
        from kiosk.dispenser.slips.ticket_slip import slip_for  # noqa: PLC0415
        from kiosk.printing.drawing import draw  # noqa: PLC0415 - Pillow, not before the first frame
        from kiosk.printing.printer import PrinterError  # noqa: PLC0415

        ticket = wish.ticket
        try:
            slip = slip_for(ticket, self._hall, wish.language, alone=wish.alone)
            printer.print(draw(slip, self._paper), ticket=ticket.id)
        except PrinterError as error:
            log.warning("no slip for %s: %s", ticket.number, error)
            return False
        except Exception:  # whatever a device does, its visitor has a number, and the next one a printer
            log.exception("no slip for %s", ticket.number)
            return False
        return True
