"""The printer's own thread: a printer may be slow or away, and the screen goes on. No card is printed late."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from kiosk.info.inputs import PrintSlip
from kiosk.info.visit import PRINT_PATIENCE

if TYPE_CHECKING:
    from kiosk.printing.printer import Printer, PrinterStatus
    from kiosk.printing.slip import Slip

log = logging.getLogger(__name__)

Loan = Callable[["Printer"], None]
"""Uses the printer and gives it back. It must not raise."""

LOOK_WELL, LOOK_ILL = 60.0, 5.0  # seconds between looks at a printer that nobody uses


class PrintDesk:
    """`opened` gives the printer, and `slip` what a wish is to say; both are called in the thread.

    `on_status` hears each look at the printer that found something else than the last, `on_settled` each card:
    (the wish's id, printed).
    """

    def __init__(
        self,
        opened: Callable[[], Printer],
        slip: Callable[[PrintSlip], Slip],
        paper_mm: int,
        *,
        on_status: Callable[[PrinterStatus], None],
        on_settled: Callable[[str, bool], None],
    ) -> None:
        self._opened, self._slip, self._paper = opened, slip, paper_mm
        self._on_status, self._on_settled = on_status, on_settled
        self._wishes: SimpleQueue[tuple[float, PrintSlip | Loan | None] | None] = SimpleQueue()
        self._told: PrinterStatus | None = None
        self._thread = threading.Thread(target=self._work, name="printer", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def look(self) -> None:
        """See how the printer is, now. Returns at once."""
        self._wishes.put((time.monotonic(), None))

    def print(self, wish: PrintSlip) -> None:
        """Print a card as soon as the printer is free. Returns at once."""
        self._wishes.put((time.monotonic(), wish))

    def lend(self, loan: Loan) -> None:
        """Let somebody else use the printer for a moment, in its own thread. Returns at once."""
        self._wishes.put((time.monotonic(), loan))

    def stop(self, patience: float = 5.0) -> None:
        self._wishes.put(None)
        self._thread.join(patience)

    def _work(self) -> None:
        printer = self._opened()
        while True:
            status = printer.status()
            if status != self._told:
                self._told = status
                self._on_status(status)
            try:
                wish = self._wishes.get(timeout=LOOK_WELL if status.can_print else LOOK_ILL)
            except Empty:
                continue
            if wish is None:
                printer.close()
                return
            asked_at, card = wish
            if callable(card):
                card(printer)
            elif card is not None:
                printed = time.monotonic() - asked_at < PRINT_PATIENCE and self._print(printer, card)
                self._on_settled(card.id, printed)

    def _print(self, printer: Printer, card: PrintSlip) -> bool:
        from kiosk.printing.drawing import draw  # noqa: PLC0415 - Pillow, not before the first frame

        try:
            printer.print(draw(self._slip(card), self._paper), ticket=card.id)
        except Exception as error:  # noqa: BLE001 - whatever a device does, the card stays on the screen
            log.warning("no card for %s: %s", card.local_no, error)
            return False
        return True
