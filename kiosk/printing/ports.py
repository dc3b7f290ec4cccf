"""How bytes reach a printer: network, serial, USB, a device file. Opened by python-escpos; every wait has an end.

python-escpos is imported when a port is opened, not before: it takes a third of a second, and the screen comes first.
Its own limits are replaced throughout: by default its network waits a minute and its serial and USB writes for ever.
"""

from __future__ import annotations

import os
import select
import socket
import stat
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

CONNECT_SECONDS = 1.5


class Port(Protocol):
    """A way to a printer. Every method but `close` raises OSError when the printer is not there or too slow."""

    answers: bool  # can it be asked, or only written to

    @property
    def is_open(self) -> bool: ...
    def open(self) -> None: ...
    def send(self, data: bytes, seconds: float) -> None: ...
    def receive(self, seconds: float) -> bytes:
        """What has come in, or b"" when nothing came in time."""

    def close(self) -> None: ...


class _EscposPort:
    """A port that python-escpos opens and closes."""

    answers = True

    def __init__(self) -> None:
        self._escpos: Any = None

    @property
    def is_open(self) -> bool:
        return self._escpos is not None

    def open(self) -> None:
        from escpos.exceptions import Error  # noqa: PLC0415 - see above

        found = self._found()
        try:
            found.open()
        except Error as error:
            raise ConnectionError(str(error)) from None
        self._escpos = found

    def close(self) -> None:
        gone, self._escpos = self._escpos, None
        if gone is not None:
            with suppress(OSError):
                gone.close()

    def _found(self) -> Any:
        raise NotImplementedError


class NetworkPort(_EscposPort):
    """A printer with a network card: raw bytes over TCP, port 9100 by custom.

    The connection is kept: many cards serve one at a time and are slow to let go of an old one.
    """

    def __init__(self, host: str, port: int = 9100) -> None:
        super().__init__()
        self.host, self.port = host, port

    def _found(self) -> Any:
        from escpos.printer import Network  # noqa: PLC0415

        return Network(self.host, self.port, timeout=CONNECT_SECONDS)

    def open(self) -> None:
        super().open()
        self._escpos.device.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, data: bytes, seconds: float) -> None:
        self._escpos.device.settimeout(seconds)
        self._escpos.device.sendall(data)

    def receive(self, seconds: float) -> bytes:
        self._escpos.device.settimeout(seconds)
        try:
            data: bytes = self._escpos.device.recv(64)
        except TimeoutError:
            return b""
        if not data:
            raise ConnectionResetError("the printer has hung up")
        return data


class SerialPort(_EscposPort):
    """A printer on a serial line, 8N1. A slip is some 60 kB: slow lines take many seconds."""

    def __init__(self, device: str, baud: int = 115200) -> None:
        super().__init__()
        self.device, self.baud = device, baud

    def _found(self) -> Any:
        from escpos.printer import Serial  # noqa: PLC0415

        return Serial(self.device, baudrate=self.baud, timeout=CONNECT_SECONDS)

    def send(self, data: bytes, seconds: float) -> None:
        line = self._escpos.device
        line.write_timeout = seconds + len(data) * 10 / self.baud  # ten bits on the line for a byte
        line.write(data)

    def receive(self, seconds: float) -> bytes:
        line = self._escpos.device
        line.timeout = seconds
        first: bytes = line.read(1)
        return first + line.read(line.in_waiting) if first else b""

    def close(self) -> None:
        if self.is_open:
            # Closing waits until all is sent, for ever if the printer has stopped listening.
            with suppress(OSError):
                self._escpos.device.reset_output_buffer()
        super().close()


class UsbPort(_EscposPort):
    """A printer on USB, by its vendor and product id. Searched for at every opening, so it may be replugged."""

    def __init__(self, vendor: int, product: int, backend: Any = None) -> None:
        super().__init__()
        self.vendor, self.product, self.backend = vendor, product, backend

    def _found(self) -> Any:
        import usb.core  # noqa: PLC0415
        from escpos.printer import Usb  # noqa: PLC0415

        which = {"backend": self.backend} if self.backend else {}
        try:
            device = usb.core.find(idVendor=self.vendor, idProduct=self.product, **which)
        except usb.core.NoBackendError:
            raise ConnectionError("USB cannot be used: the system package libusb-1.0-0 is missing") from None
        if device is None:
            raise ConnectionError(f"no USB device {self.vendor:04x}:{self.product:04x}")
        into, out = _endpoints(device)
        return Usb(self.vendor, self.product, usb_args=dict(which), in_ep=into, out_ep=out)

    def send(self, data: bytes, seconds: float) -> None:
        sent = self._escpos.device.write(self._escpos.out_ep, data, int(seconds * 1000))
        if sent != len(data):
            raise TimeoutError(f"the printer took {sent} of {len(data)} bytes")

    def receive(self, seconds: float) -> bytes:
        import usb.core  # noqa: PLC0415

        try:
            return bytes(self._escpos.device.read(self._escpos.in_ep, 64, int(seconds * 1000)))
        except usb.core.USBTimeoutError:
            return b""


def _endpoints(device: Any) -> tuple[int, int]:
    """Where a USB printer answers and listens: its bulk endpoints, which differ from maker to maker."""
    import usb.util  # noqa: PLC0415

    faces = sorted(device[0], key=lambda face: face.bInterfaceClass != 7)  # noqa: PLR2004 - USB's class of printers
    for face in faces:
        ends = [end.bEndpointAddress for end in face if usb.util.endpoint_type(end.bmAttributes) == 2]  # noqa: PLR2004 - bulk
        into = next((end for end in ends if end & usb.util.ENDPOINT_IN), None)
        out = next((end for end in ends if not end & usb.util.ENDPOINT_IN), None)
        if into is not None and out is not None:
            return into, out
    raise ConnectionError("this USB device has no pair of bulk endpoints; it is no printer that answers")


class FilePort:
    """A printer behind a device file (/dev/usb/lp0), or a plain file that bytes are added to.

    Not python-escpos's: its file waits for ever when the printer behind it has stopped.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.answers = False
        self._file: int | None = None

    @property
    def is_open(self) -> bool:
        return self._file is not None

    def open(self) -> None:
        # A device that is away must not be replaced by a plain file of its name.
        make = 0 if Path("/dev") in self.path.parents else os.O_CREAT
        self._file = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_NONBLOCK | os.O_NOCTTY | make, 0o600)
        self.answers = stat.S_ISCHR(os.fstat(self._file).st_mode)

    def send(self, data: bytes, seconds: float) -> None:
        assert self._file is not None
        end = time.monotonic() + seconds
        while data:
            _, ready, _ = select.select([], [self._file], [], max(0.0, end - time.monotonic()))
            if not ready:
                raise TimeoutError("the printer does not take more")
            with suppress(BlockingIOError):
                data = data[os.write(self._file, data) :]

    def receive(self, seconds: float) -> bytes:
        assert self._file is not None
        ready, _, _ = select.select([self._file], [], [], seconds)
        with suppress(BlockingIOError):
            return os.read(self._file, 64) if ready else b""
        return b""

    def close(self) -> None:
        gone, self._file = self._file, None
        if gone is not None:
            os.close(gone)
