"""A ticket printer made of nothing: takes ESC/POS bytes as a real one does and keeps what it printed as pictures.

For tests, for the demo, and for looking at slips on a machine without a printer:

    python -m kiosk.printing.emulator --port 9100 --folder slips

Stricter than most printers where that finds our mistakes: bytes that are no command are kept as `garbage` (paper
would show them as letters), a half-sent picture is remembered when its sender vanishes, and a job that stopped for
want of paper goes on when there is paper again.
"""

from __future__ import annotations

import argparse
import itertools
import signal
import socket
import struct
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from PIL import Image

from kiosk.printing.escpos_bytes import (
    COVER_OPEN,
    ERROR_CAUSE,
    FIXED,
    FORGET,
    JAM,
    NEAR_END,
    OFFLINE,
    OFFLINE_CAUSE,
    OUT,
    PAPER,
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
    b"\x1dVA": 4,
    b"\x1dVB": 4,
    b"\x1dV\x00": 3,
    b"\x1dV\x01": 3,
}
_WHITE = bytes(255 - byte for byte in range(256))  # a burnt dot is black, a set bit of a picture is white
_HEAD = 8  # GS v 0 m xL xH yL yH


class EmulatedPrinter:
    """The machine itself. `take` bytes, get its answers; set `cover_open`, `jammed`, `near_end`, `rows_left`.

    `slips`: what was cut off, each a 1-bit picture; `torn`: rows that hang out uncut; `garbage`: bytes that were no
    command.
    """

    def __init__(self, paper_mm: int = 80) -> None:
        self.width = WIDTHS[paper_mm]
        self.cover_open = False
        self.jammed = False
        self.near_end = False
        self.knows_confirm = True  # cheap ones do not answer GS r …
        self.knows_causes = True  # … nor DLE EOT 2 and 3
        self.rows_left: int | None = None  # of paper; None: endless
        self.slips: list[Image.Image] = []
        self.garbage = bytearray()
        self._coming = bytearray()
        self._queue: deque[bytes] = deque()
        self._rows: list[bytes] = []

    @property
    def offline(self) -> bool:
        return self.cover_open or self.jammed or self.rows_left == 0

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
        self.cover_open = self.jammed = self.near_end = False
        self.rows_left = None
        return self._work()

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
            OFFLINE_CAUSE: causes | (0x40 if self.jammed else 0),
            ERROR_CAUSE: JAM & 0x08 if self.jammed else 0,
            PAPER: paper,
        }
        return FIXED | said.get(n, 0)

    def _work(self) -> bytes:
        said = b""
        while self._queue and not self.offline:
            command = self._queue.popleft()
            if command.startswith(_RASTER):
                self._print(command)
            elif command.startswith(b"\x1dV"):
                self._cut()
            elif command.startswith(b"\x1bJ"):
                self._feed(command[2])
            elif command.startswith(b"\x1dr") and self.knows_confirm:
                said += bytes((NEAR_END if self.near_end else 0,))
        return said

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
        if self._rows:
            dots = b"".join(self._rows).translate(_WHITE)
            self.slips.append(Image.frombytes("1", (self.width, len(self._rows)), dots))
            self._rows = []


class NetworkPrinter:
    """An emulated printer with a network card, one connection at a time, on a port of 127.0.0.1 (0: a free one).

    `machine` is the printer; take `lock` to touch it while it is at work. `hang()` makes it deaf and dumb,
    `break_after(bytes)` cuts the line in the middle of what comes next.
    """

    def __init__(
        self, paper_mm: int = 80, port: int = 0, on_slip: Callable[[Image.Image], object] = lambda _: None
    ) -> None:
        self.machine = EmulatedPrinter(paper_mm)
        self.lock = threading.Condition()
        self._on_slip = on_slip
        self._awake = threading.Event()
        self._awake.set()
        self._break_after: int | None = None
        self._shut = False
        self._line: socket.socket | None = None
        self._door = socket.create_server(("127.0.0.1", port))
        self.host, self.port = self._door.getsockname()
        self._thread = threading.Thread(target=self._serve, name=f"printer:{self.port}", daemon=True)
        self._thread.start()

    @property
    def setting(self) -> str:
        """What CHERHA_PRINTER says to reach it."""
        return f"net:{self.host}:{self.port}"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._shut = True
        self._awake.set()
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        self.hang_up()
        self._thread.join(5)

    def hang(self) -> None:
        self._awake.clear()

    def wake(self) -> None:
        self._awake.set()

    def break_after(self, count: int) -> None:
        """The line breaks when `count` more bytes have come."""
        with self.lock:
            self._break_after = count

    def hang_up(self) -> None:
        """Ends the connection, as a card does that has waited too long."""
        line = self._line
        if line is not None:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def wait_for_slips(self, count: int, seconds: float = 10.0) -> list[Image.Image]:
        """The first `count` slips, when they are out. TimeoutError when they are not within `seconds`."""
        with self.lock:
            if not self.lock.wait_for(lambda: len(self.machine.slips) >= count, seconds):
                raise TimeoutError(f"{len(self.machine.slips)} of {count} slips")
            return self.machine.slips[:count]

    def _serve(self) -> None:
        while not self._shut:
            try:
                line, _ = self._door.accept()
            except OSError:
                return
            self._line = line
            with line, suppress(OSError):
                self._talk(line)
            self._line = None

    def _talk(self, line: socket.socket) -> None:
        while data := line.recv(65536):
            self._awake.wait()
            with self.lock:
                breaks = self._break_after is not None and len(data) >= self._break_after
                if breaks:
                    data = data[: self._break_after]
                    self._break_after = None
                elif self._break_after is not None:
                    self._break_after -= len(data)
                before = len(self.machine.slips)
                said = self.machine.take(data)
                fresh = self.machine.slips[before:]
                self.lock.notify_all()
            for slip in fresh:
                self._on_slip(slip)
            if breaks:
                # Reset, not a goodbye: what a pulled cable looks like once it is noticed.
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return
            line.sendall(said)


def main() -> None:
    """Prints every slip into a folder, until Ctrl-C."""
    words = argparse.ArgumentParser(prog="python -m kiosk.printing.emulator", description=main.__doc__)
    words.add_argument("--port", type=int, default=9100)
    words.add_argument("--paper", type=int, default=80, choices=sorted(WIDTHS), help="mm")
    words.add_argument("--folder", type=Path, default=Path("slips"))
    given = words.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    done = threading.Event()
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, lambda *_: done.set())
    numbers = itertools.count(1)
    with NetworkPrinter(
        given.paper, given.port, on_slip=lambda slip: slip.save(given.folder / f"{next(numbers):06d}.png")
    ) as printer:
        print(f'CHERHA_PRINTER="{printer.setting}" prints into {given.folder}/', flush=True)  # noqa: T201
        done.wait()


if __name__ == "__main__":
    main()
