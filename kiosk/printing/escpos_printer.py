"""A real printer: it is asked how it is, given a picture, and believed only when it says that the slip is out."""

from __future__ import annotations

import threading
import time
from typing import TypeVar

from msgspec.structs import replace
from PIL.Image import Image

from broker.bus.trace import mark
from kiosk.printing.escpos_bytes import (
    ASK_CUTS,
    BAND,
    CONFIRM,
    ERROR_CAUSE,
    FORGET,
    OFFLINE,
    OFFLINE_CAUSE,
    PAPER,
    PRINTER,
    TALK,
    ask,
    encoded,
    status_from,
    status_of_itself,
)
from kiosk.printing.hearing import Answer, AutoStatus, Confirmed, Counter, Hearing, Said
from kiosk.printing.ports import Port
from kiosk.printing.printer import PrinterAway, PrinterError, PrinterStatus, fault

T = TypeVar("T", Answer, Counter)

ANSWER_SECONDS = 0.7  # printers answer DLE EOT within some 20 ms, over a busy network within 200
SEND_SECONDS = 5.0
PAPER_SECONDS = 8.0  # the longest slip on the slowest printer
_LOOK_SECONDS = 0.4  # how often a printer that prints is asked if it still can
_AT_ONCE = 0.001  # seconds; to some ports 0 means for ever


class EscposPrinter:
    """See `printer.Printer`. May be asked for its status from another thread while it prints.

    `counts`: this model answers GS g 2; one that does not may print the question.
    """

    def __init__(self, port: Port, *, counts: bool = False) -> None:
        self.port = port
        self._counts = counts
        self._turn = threading.Lock()
        self._known = PrinterStatus(online=False)
        self._hearing = Hearing()
        self._said_itself: PrinterStatus | None = None
        self._confirmed = False
        self._confirms = True  # until it is seen that this model does not know GS r
        self._torn = 0  # bytes that would end the command in which the printer was cut off

    def status(self) -> PrinterStatus:
        if self._turn.acquire(blocking=False):
            try:
                self._known = self._asked()
            finally:
                self._turn.release()
        return self._known

    def changed(self) -> bool:
        if not self._turn.acquire(blocking=False):
            return False
        try:
            if not self.port.is_open or not self.port.answers:
                return False
            self._said_itself = None
            self._hear(_AT_ONCE)
        except OSError:
            self.port.close()
            return True
        else:
            return self._said_itself is not None and self._said_itself != self._known
        finally:
            self._turn.release()

    def cuts(self) -> int | None:
        if not self._counts:
            return None
        with self._turn:
            self._known = self._asked()
            # It would be answered when the paper is back, and taken for the answer to another question.
            if fault(self._known) or not self.port.answers:
                return None
            try:
                self.port.send(ASK_CUTS, ANSWER_SECONDS)
                return self._wait_for(Counter, ANSWER_SECONDS).value
            except OSError:
                return None

    def print(self, image: Image, *, ticket: str) -> None:
        job = encoded(image)
        with self._turn:
            self._known = self._asked()
            wrong = fault(self._known)
            if wrong:
                raise wrong
            try:
                mark("first-printer-byte", ticket=ticket)
                self._torn = BAND * image.width // 8
                self.port.send(job + CONFIRM + TALK, SEND_SECONDS)
                self._see_it_out()
                self._torn = 0
            except OSError as error:
                self.port.close()
                self._known = self._asked()
                raise (fault(self._known) or PrinterAway)(str(error), begun=True) from error

    def close(self) -> None:
        with self._turn:
            self.port.close()

    def _asked(self) -> PrinterStatus:
        """The status, at once or within three seconds. A kept connection may have died unseen: then once anew."""
        while True:
            kept = self.port.is_open
            try:
                if not kept:
                    self.port.open()
                    self._hearing = Hearing()
                    self._mend()
                return self._conversation()
            except OSError:
                self.port.close()
                if not kept:
                    return replace(self._known, online=False)

    def _conversation(self) -> PrinterStatus:
        if not self.port.answers:
            return PrinterStatus()
        answers = {PRINTER: self._answer(PRINTER), PAPER: self._answer(PAPER)}
        if answers[PRINTER] & OFFLINE:
            try:
                answers[OFFLINE_CAUSE] = self._answer(OFFLINE_CAUSE)
                answers[ERROR_CAUSE] = self._answer(ERROR_CAUSE)
            except TimeoutError:
                # Cheap printers do not tell the cause. An answer that comes late must not be taken for the next one.
                self.port.close()
        return status_from(answers)

    def _answer(self, n: int) -> int:
        self.port.send(ask(n), ANSWER_SECONDS)
        return self._wait_for(Answer, ANSWER_SECONDS).byte

    def _wait_for(self, kind: type[T], seconds: float) -> T:
        """The last answer of a kind that comes; TimeoutError when none does."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            found = [each for each in self._hear(left) if isinstance(each, kind)]
            if found:
                return found[-1]
        raise TimeoutError(f"no {kind.__name__} within {seconds:g} s")

    def _hear(self, seconds: float) -> list[Said]:
        """What the printer says within `seconds`; what it says of itself is noted whenever it comes."""
        said = self._hearing.hear(self.port.receive(seconds))
        for each in said:
            if isinstance(each, AutoStatus):
                self._said_itself = status_of_itself(each.bytes)
        self._confirmed = self._confirmed or any(isinstance(each, Confirmed) for each in said)
        return said

    def _mend(self) -> None:
        """Ends the command in which the last job was cut off, with white dots, and drops what is left of that job. Then
        the printer is asked to speak up when something changes.
        """
        if self._torn:
            self.port.send(bytes(self._torn) + FORGET, SEND_SECONDS)
            self._torn = 0
        if self.port.answers:
            self.port.send(TALK, SEND_SECONDS)

    def _see_it_out(self) -> None:
        """Waits until the slip is out. PrinterError when the printer stops; OSError when it falls silent."""
        if not self.port.answers:
            return
        self._confirmed = False
        # One that does not know GS r is only watched for as long as a slip takes.
        end = time.monotonic() + (PAPER_SECONDS if self._confirms else PAPER_SECONDS / 4)
        while time.monotonic() < end:
            self._hear(_LOOK_SECONDS)
            self._known = self._conversation()
            wrong = fault(self._known)
            if wrong:
                # Also of one that says "done": some say so with no paper in them.
                self._take_back(wrong)
            if self._confirmed:
                self._confirms = True
                return
        self._confirms = False

    def _take_back(self, wrong: type[PrinterError]) -> None:
        """The rest of the job is thrown away, so that it does not come out under the next roll."""
        self.port.send(FORGET, ANSWER_SECONDS)
        self._torn = 0
        raise wrong("stopped while printing", begun=True)
