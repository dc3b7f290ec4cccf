"""A USB cable between a virtual PC and an emulated printer: QEMU's end is a socket of its own, the printer's a port."""

from __future__ import annotations

import selectors
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from provisioning.image.running import Failed
from provisioning.image.usb_printer import UsbPrinter

_LOOKS = 0.2  # seconds
_STARTS = 30.0


class UsbCable:
    """In QEMU's words a device `usb-redir` on `words`' line. It is plugged in by `plug`, and pulled by `pull`.

    `folder`: where slips are laid as PNG, in their order, and where QEMU's socket is.
    """

    def __init__(self, folder: Path) -> None:
        self._line = folder / "usb"
        self.slips = folder / "slips"
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = free.getsockname()[1]
        self.slips.mkdir(parents=True, exist_ok=True)
        for old in self.slips.glob("*.png"):
            old.unlink()
        self._line.unlink(missing_ok=True)
        # Roles are reached only by starting them, and a printer is one of theirs.
        words = [
            sys.executable,
            "-m",
            "kiosk.printing.emulator",
            "--port",
            str(self._port),
            "--folder",
            str(self.slips),
        ]
        self._printer = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

    @property
    def words(self) -> tuple[str, ...]:
        """For QEMU's command line: a USB controller, and what is on the cable."""
        line = f"socket,id=usb,path={self._line},server=on,wait=off"
        return ("-device", "qemu-xhci", "-chardev", line, "-device", "usb-redir,chardev=usb")

    def printed(self) -> list[Path]:
        return sorted(self.slips.glob("*.png"))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.pull()
        self._printer.terminate()
        self._printer.wait()

    def plug(self) -> None:
        """Failed when there is no machine, or no printer."""
        to_machine = _opened(socket.AF_UNIX, str(self._line), self._alive)
        to_printer = _opened(socket.AF_INET, ("127.0.0.1", self._port), self._alive)
        self._ended = threading.Event()
        arguments = (to_machine, to_printer, self._ended)
        self._thread = threading.Thread(target=_carry, args=arguments, name="usb", daemon=True)
        self._thread.start()

    def pull(self) -> None:
        self._ended.set()
        if self._thread:
            self._thread.join()
        self._thread = None

    def _alive(self) -> bool:
        return self._printer.poll() is None


def _opened(family: int, address: str | tuple[str, int], alive: Callable[[], bool]) -> socket.socket:
    end = time.monotonic() + _STARTS
    while True:
        line = socket.socket(family)
        try:
            line.connect(address)
        except OSError as error:
            line.close()
            if time.monotonic() > end or not alive():
                raise Failed(f"no line to {address}: {error}") from error
            time.sleep(_LOOKS)
        else:
            return line


def _carry(to_machine: socket.socket, to_printer: socket.socket, ended: threading.Event) -> None:
    """Until the cable is pulled, or one of both is gone."""
    device = UsbPrinter(to_printer.sendall)
    with to_machine, to_printer, selectors.DefaultSelector() as ready, suppress(OSError):
        ready.register(to_machine, selectors.EVENT_READ, device.take)
        ready.register(to_printer, selectors.EVENT_READ, device.say)
        to_machine.sendall(device.greeting())
        while not ended.is_set():
            for key, _ in ready.select(_LOOKS):
                assert isinstance(key.fileobj, socket.socket)
                data = key.fileobj.recv(65536)
                if not data:
                    return
                to_machine.sendall(key.data(data))
