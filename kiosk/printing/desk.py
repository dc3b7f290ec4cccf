"""A printer and its own thread: a printer may be slow, away or on fire, and the screen goes on.

Nothing is printed late: a paper that comes out minutes after its visitor went is in strange hands.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from kiosk.printing.printer import Printer, PrinterStatus

Loan = Callable[["Printer"], None]
"""Uses the printer and gives it back. It must not raise."""

W = TypeVar("W")

# Seconds between looks at a printer that nobody uses: seldom while it is well, sooner when somebody may be at its cover.
LOOK_WELL, LOOK_ILL = 30.0, 3.0
LISTEN = 1.0  # seconds between hearing whether it says something by itself


class Desk(Generic[W]):
    """Whoever prints says in `work` how. `opened` gives the printer and is called in the thread, for its libraries are
    heavy. `on_status` hears each look at it that found something else than the last. A wish is late after `patience`.
    """

    def __init__(
        self,
        opened: Callable[[], Printer],
        patience: float,
        on_status: Callable[[PrinterStatus], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._opened, self._patience, self._on_status, self._clock = opened, patience, on_status, clock
        self._wishes: SimpleQueue[Callable[[Printer], None] | None] = SimpleQueue()
        self._told: PrinterStatus | None = None
        self._thread = threading.Thread(target=self._run, name="printer", daemon=True)

    def work(self, printer: Printer, wish: W, *, in_time: bool) -> None:
        """Do it, or say that it was not done. In the thread, as all that follows."""
        raise NotImplementedError

    def begin(self, printer: Printer) -> None:
        """What comes before all wishes."""

    def looked(self, printer: Printer, status: PrinterStatus) -> None:
        """The printer was looked at."""

    def start(self) -> None:
        self._thread.start()

    @property
    def waiting(self) -> int:
        return self._wishes.qsize()

    def look(self) -> None:
        """See how the printer is, now. Returns at once."""
        self._wishes.put(lambda _printer: None)

    def ask(self, wish: W) -> None:
        """Have a wish done as soon as the printer is free. Returns at once."""
        until = self._clock() + self._patience
        self._wishes.put(lambda printer: self.work(printer, wish, in_time=self._clock() < until))

    def lend(self, loan: Loan) -> None:
        """Let somebody else use the printer for a moment, in its own thread. Returns at once."""
        self._wishes.put(loan)

    def stop(self, patience: float = 5.0) -> None:
        """End after what is under way."""
        self._wishes.put(None)
        self._thread.join(patience)

    def _run(self) -> None:
        printer = self._opened()
        self._look(printer)
        self.begin(printer)
        while (wish := self._next(printer)) is not None:
            wish(printer)
        printer.close()

    def _next(self, printer: Printer) -> Callable[[Printer], None] | None:
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
        status = printer.status()
        if status != self._told:
            self._told = status
            self._on_status(status)
        self.looked(printer, status)
        return status
