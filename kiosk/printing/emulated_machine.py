"""A printer made of nothing: takes ESC/POS bytes as a real one does and keeps what it printed as pictures.

Stricter than most printers where that finds our mistakes: bytes that are no command are kept as `garbage` (paper
would show them as letters), a half-sent picture is remembered when its sender vanishes, and a job that stopped for
want of paper goes on when there is paper again.
"""

from __future__ import annotations

import struct
from collections import deque

from PIL import Image

from kiosk.printing.escpos_bytes import (
    ASK_CUTS,
    AUTO_COVER,
    AUTO_FIXED,
    AUTO_NEAR_END,
    AUTO_OFFLINE,
    AUTO_OUT,
    BROKEN,
    COVER_OPEN,
    CUTTER,
    ERROR_CAUSE,
    FIXED,
    FORGET,
    HOT,
    NEAR_END,
    OFFLINE,
    OFFLINE_CAUSE,
    OUT,
    PAPER,
    PAPER_JAM,
)
from kiosk.printing.layout import WIDTHS

_ASK, _FORGET_ERROR, _FORGET_ALL = b"\x10\x04", FORGET[:3], FORGET[3:]
_RASTER = b"\x1dv0"
# First bytes of a command -> its length. Pictures have their own in their head.
_LENGTHS = {
    b"\x00": 1,
    b"\n": 1,
    b"\x1b\x00": 2,  # a command that was cut off after its first byte takes one of the zeros that follow with it
    b"\x1d\x00": 2,
    b"\x1b@": 2,
    b"\x1bd": 3,
    b"\x1bJ": 3,
    _ASK: 3,
    _FORGET_ERROR: 3,
    _FORGET_ALL: len(_FORGET_ALL),
    b"\x1da": 3,
    b"\x1dr": 3,
    ASK_CUTS[:4]: len(ASK_CUTS),
    b"\x1dVA": 4,
    b"\x1dVB": 4,
    b"\x1dV\x00": 3,
    b"\x1dV\x01": 3,
}
_WHITE = bytes(255 - byte for byte in range(256))  # a burnt dot is black, a set bit of a picture is white
_HEAD = 8  # GS v 0 m xL xH yL yH


class EmulatedPrinter:
    """The machine itself. `take` bytes, get its answers; set its faults: `cover_open`, `jammed`, `cutter`, `hot`,
    `broken`, `near_end`, `rows_left`, `stuck_knife`, `lying` (it says that it printed, and there was no paper).

    `speak` gives what it says by itself; `lose_power` is what a cut of the mains does to it.

    `slips`: what was cut off, each a 1-bit picture; `torn`: rows that hang out uncut; `garbage`: bytes that were no
    command.
    """

    def __init__(self, paper_mm: int = 80) -> None:
        self.width = WIDTHS[paper_mm]
        self.cover_open = False
        self.jammed = False
        self.cutter = False
        self.hot = False
        self.broken = False
        self.near_end = False
        self.lying = False
        self.stuck_knife = False  # the next cut jams
        self.cuts = 0  # in its life; the only thing that it remembers without power
        self.counts = True  # cheap ones print GS g 2 as letters
        self.knows_confirm = True  # cheap ones do not answer GS r …
        self.knows_causes = True  # … nor DLE EOT 2 and 3
        self.rows_left: int | None = None  # of paper; None: endless
        self.slips: list[Image.Image] = []
        self.garbage = bytearray()
        self._coming = bytearray()
        self._queue: deque[bytes] = deque()
        self._rows: list[bytes] = []
        self._talks = False
        self._told = b""

    @property
    def offline(self) -> bool:
        return self.cover_open or bool(self._errors) or self.rows_left == 0

    @property
    def _errors(self) -> int:
        bits = ((self.jammed, PAPER_JAM), (self.cutter, CUTTER), (self.broken, BROKEN), (self.hot, HOT))
        return sum(bit for is_so, bit in bits if is_so)

    @property
    def torn(self) -> int:
        return len(self._rows)

    @property
    def waiting(self) -> int:
        """Commands that wait for paper, or for the cover."""
        return len(self._queue)

    def take(self, data: bytes) -> bytes:
        """Takes what came over the line; returns what the printer says to it."""
        self._coming += data
        said = b""
        while (length := self._length()) is not None:
            command = bytes(self._coming[:length])
            del self._coming[:length]
            if command.startswith(_ASK):
                if self.knows_causes or command[2] not in (OFFLINE_CAUSE, ERROR_CAUSE):
                    said += bytes((self._answer(command[2]),))
            elif command in (_FORGET_ERROR, _FORGET_ALL):
                self._queue.clear()
            else:
                self._queue.append(command)
            said += self._work()
        return said

    def mend(self) -> bytes:
        """Somebody put in a new roll, closed the cover, took the crumpled paper out: it goes on where it stopped."""
        self.cover_open = self.jammed = self.cutter = self.hot = self.near_end = self.lying = False
        self.stuck_knife = False
        self.rows_left = None
        return self._work()

    def speak(self) -> bytes:
        """Automatic status back: four bytes, whenever they are others than last time; b"" when nobody asked for it."""
        now = self._of_itself()
        if not self._talks or now == self._told:
            return b""
        self._told = now
        return now

    def lose_power(self) -> None:
        """Whatever was in its memory is gone; what hangs out of it hangs out of it."""
        self._queue.clear()
        self._coming.clear()
        self._talks, self._told = False, b""

    def _of_itself(self) -> bytes:
        state = AUTO_FIXED | (AUTO_OFFLINE if self.offline else 0) | (AUTO_COVER if self.cover_open else 0)
        paper = (AUTO_OUT | AUTO_NEAR_END) if self.rows_left == 0 else AUTO_NEAR_END if self.near_end else 0
        return bytes((state, self._errors, paper, 0))

    def _length(self) -> int | None:
        """Of the first whole command that has come; None when there is none yet."""
        coming = self._coming
        while coming:
            if coming.startswith(_RASTER):
                if len(coming) < _HEAD:
                    return None
                across, rows = struct.unpack_from("<HH", coming, 4)
                return _HEAD + across * rows if len(coming) >= _HEAD + across * rows else None
            for first, length in _LENGTHS.items():
                if coming.startswith(first):
                    return length if len(coming) >= length else None
            if any(first.startswith(coming) for first in (*_LENGTHS, _RASTER)):
                return None
            self.garbage += coming[:1]
            del coming[:1]
        return None

    def _answer(self, n: int) -> int:
        paper = (OUT | NEAR_END) if self.rows_left == 0 else NEAR_END if self.near_end else 0
        causes = (COVER_OPEN if self.cover_open else 0) | (0x20 if self.rows_left == 0 else 0)
        said = {
            1: OFFLINE if self.offline else 0,
            OFFLINE_CAUSE: causes | (0x40 if self._errors else 0),
            ERROR_CAUSE: self._errors,
            PAPER: paper,
        }
        return FIXED | said.get(n, 0)

    def _work(self) -> bytes:
        said = b""
        while self._queue and (not self.offline or self._lies):
            command = self._queue.popleft()
            if self._lies and not command.startswith((b"\x1dr", b"\x1da")):
                continue
            if command.startswith(_RASTER):
                self._print(command)
            elif command.startswith(b"\x1dV"):
                self._cut()
            elif command.startswith(b"\x1bJ"):
                self._feed(command[2])
            elif command.startswith(b"\x1dr") and self.knows_confirm:
                said += bytes((NEAR_END if self.near_end else 0,))
            elif command.startswith(b"\x1da"):
                self._talks, self._told = command[2] != 0, b""
                said += self.speak()
            elif command == ASK_CUTS:
                if self.counts:
                    said += b"_" + str(self.cuts).encode() + b"\x00"
                else:
                    self.garbage += command
        return said

    @property
    def _lies(self) -> bool:
        return self.lying and self.rows_left == 0

    def _print(self, command: bytes) -> None:
        across, rows = struct.unpack_from("<HH", command, 4)
        dots = command[_HEAD:]
        fits = rows if self.rows_left is None else min(rows, self.rows_left)
        # A head prints what is in front of it; dots beyond its edge are lost.
        self._rows += [
            dots[row * across : (row + 1) * across][: self.width // 8].ljust(self.width // 8, b"\x00")
            for row in range(fits)
        ]
        if self.rows_left is not None:
            self.rows_left -= fits
        if fits < rows:
            rest = dots[fits * across :]
            self._queue.appendleft(command[:4] + struct.pack("<HH", across, rows - fits) + rest)

    def _feed(self, rows: int) -> None:
        self._rows += [bytes(self.width // 8)] * rows

    def _cut(self) -> None:
        if self.stuck_knife:
            self.cutter = True
            return
        self.cuts += 1
        if self._rows:
            dots = b"".join(self._rows).translate(_WHITE)
            self.slips.append(Image.frombytes("1", (self.width, len(self._rows)), dots))
            self._rows = []
