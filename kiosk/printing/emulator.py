"""A ticket printer on the network, made of nothing: for tests, for the demo, and for a machine without a printer.

python -m kiosk.printing.emulator --port 9100 --folder slips
"""

from __future__ import annotations

import argparse
import itertools
import signal
import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from PIL import Image

from kiosk.printing.emulated_machine import EmulatedPrinter
from kiosk.printing.layout import WIDTHS

__all__ = ["EmulatedPrinter", "NetworkPrinter"]

_LISTENS = 0.02  # seconds between looks at whether something is to be said unasked


class NetworkPrinter:
    """An emulated printer with a network card, one connection at a time, on a port of 127.0.0.1 (0: a free one).

    `machine` is the printer; take `lock` to touch it while it is at work. `hang()` makes it deaf and dumb,
    `break_after(bytes)` cuts the line in the middle of what comes next, `unplug()` and `plug()` are what a hand does to
    its cable, `pace` makes it slow: seconds for each piece of a job.
    """

    def __init__(
        self, paper_mm: int = 80, port: int = 0, on_slip: Callable[[Image.Image], object] = lambda _: None
    ) -> None:
        self.machine = EmulatedPrinter(paper_mm)
        self.lock = threading.Condition()
        self.pace = 0.0
        self._on_slip = on_slip
        self._awake = threading.Event()
        self._awake.set()
        self._break_after: int | None = None
        self._shut = False
        self._line: socket.socket | None = None
        self._door = socket.create_server(("127.0.0.1", port))
        self.host, self.port = self._door.getsockname()
        self._never = threading.Event()
        self._thread = self._opened()

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

    def unplug(self) -> None:
        """Pull its network cable: nobody answers there any more."""
        self.close()

    def plug(self) -> None:
        self._shut = False
        self._door = socket.create_server((self.host, self.port))
        self._thread = self._opened()

    def _opened(self) -> threading.Thread:
        thread = threading.Thread(target=self._serve, name=f"printer:{self.port}", daemon=True)
        thread.start()
        return thread

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
        line.settimeout(_LISTENS)
        while True:
            try:
                data = line.recv(65536)
            except TimeoutError:
                with self.lock:
                    said = self.machine.speak()
                if said and self._awake.is_set():
                    line.sendall(said)
                continue
            if not data:
                return
            self._awake.wait()
            self._never.wait(self.pace)
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
