"""Cards on paper. Whatever the printer does, the card stays on the screen."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.info.inputs import PrintSlip
from kiosk.info.visit import PRINT_PATIENCE
from kiosk.printing.desk import Desk

if TYPE_CHECKING:
    from kiosk.printing.printer import Printer, PrinterStatus
    from kiosk.printing.slip import Slip

log = logging.getLogger(__name__)


class PrintDesk(Desk[PrintSlip]):
    """`slip` gives what a wish is to say and is called in the thread. `on_settled` hears each: (its id, printed)."""

    def __init__(
        self,
        opened: Callable[[], Printer],
        slip: Callable[[PrintSlip], Slip],
        paper_mm: int,
        *,
        on_status: Callable[[PrinterStatus], None],
        on_settled: Callable[[str, bool], None],
    ) -> None:
        super().__init__(opened, PRINT_PATIENCE, on_status)
        self._slip, self._paper, self._on_settled = slip, paper_mm, on_settled

    def work(self, printer: Printer, wish: PrintSlip, *, in_time: bool) -> None:
        self._on_settled(wish.id, in_time and self._print(printer, wish))

    def _print(self, printer: Printer, card: PrintSlip) -> bool:
        from kiosk.printing.drawing import draw  # noqa: PLC0415 - Pillow, not before the first frame

        try:
            printer.print(draw(self._slip(card), self._paper), ticket=card.id)
        except Exception as error:  # noqa: BLE001 - whatever a device does, the card stays on the screen
            log.warning("no card for %s: %s", card.local_no, error)
            return False
        return True
