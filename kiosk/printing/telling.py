"""What staff are told of a printer: one problem at a time of those it shows, and the end of its paper in good time."""

from __future__ import annotations

from broker.bus.appliance import Appliance
from kiosk.printing.forecast import Forecast, low
from kiosk.printing.problems import LOW, PROBLEMS, problem, words_for
from kiosk.printing.status import PrinterStatus


class PrinterTelling:
    """`paper_low`: how many slips' paper is little; 0: only the printer's own sensor counts."""

    def __init__(self, appliance: Appliance, paper_low: int) -> None:
        self._appliance, self._paper_low = appliance, paper_low

    def status(self, status: PrinterStatus) -> None:
        wrong = problem(status)
        for code in PROBLEMS:
            if code != wrong:
                self._appliance.clear(code)
        if wrong:
            self._appliance.problem(wrong, *words_for(wrong))

    def paper(self, told: Forecast | None) -> None:
        """None: the printer cannot print now, which is the matter then."""
        said = low(told, self._paper_low) if told is not None else None
        if said is None:
            self._appliance.clear(LOW)
        else:
            self._appliance.problem(LOW, *said)
