"""What was under way when the power went: on the disk, so that the next life of the dispenser knows.

A ticket is here from before it is asked for until its visitor holds it. Whoever starts and finds one
- that was only asked for takes it back: its visitor saw the screen go dark, and no slip came;
- that was in the printer asks the printer, or prints it once more and says so on it.
"""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from msgspec import Struct, structs

from kiosk.dispenser.recovering import Printing
from kiosk.two_slots import TwoSlots

log = logging.getLogger(__name__)

FILE = "under-way"


class _Kept(Struct, frozen=True):
    asked: tuple[str, ...] = ()
    printing: tuple[Printing, ...] = ()


class VisitRecord:
    """Called from the screen's and the printer's threads."""

    def __init__(self, state_dir: Path) -> None:
        self._slots = TwoSlots(state_dir / FILE)
        self._lock = threading.Lock()
        self._kept = self._slots.read(_Kept) or _Kept()

    @property
    def asked(self) -> tuple[str, ...]:
        """Tickets that were asked for, and of which nothing was heard."""
        return self._kept.asked

    @property
    def printing(self) -> tuple[Printing, ...]:
        return self._kept.printing

    def ask(self, ticket: str, *, sync: bool = False) -> None:
        """A ticket is going to be asked for. Without `sync` it outlives the process, and perhaps not the power: that
        would cost every visitor the time of a disk.
        """
        with self._lock:
            self._set(structs.replace(self._kept, asked=(*self._kept.asked, ticket)), sync=sync)

    def print(self, slip: Printing) -> None:
        """A slip is going to the printer. On the disk when this returns; OSError when it could not be written."""
        with self._lock:
            without = self._without(slip.ticket.id)
            self._set(structs.replace(without, printing=(*without.printing, slip)), sync=True)

    def over(self, ticket: str) -> None:
        """Its visitor holds it, or it was taken back."""
        with self._lock:
            without = self._without(ticket)
            if without != self._kept:
                try:
                    self._set(without, sync=False)
                except OSError as error:
                    log.warning("the end of %s is not written down: %s", ticket, error)

    def _without(self, ticket: str) -> _Kept:
        return _Kept(
            tuple(each for each in self._kept.asked if each != ticket),
            tuple(each for each in self._kept.printing if each.ticket.id != ticket),
        )

    def _set(self, fresh: _Kept, *, sync: bool) -> None:
        self._slots.write(fresh, sync=sync)
        self._kept = fresh
