"""How bytes reach a printer: network, serial, a device file; USB is in `usb_port`. Opened by python-escpos; every wait has an end.

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
_UNHEARD_MS = 10_000  # of bytes that nobody acknowledged


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


class EscposPort:
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


class NetworkPort(EscposPort):
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
        line = self._escpos.device
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # A printer whose power went says no goodbye. What is sent into that silence fails within seconds, not minutes,
        # and a connection that nobody used all night is known to be dead in the morning.
        line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for option, value in ((socket.TCP_KEEPIDLE, 20), (socket.TCP_KEEPINTVL, 5), (socket.TCP_KEEPCNT, 3)):
            line.setsockopt(socket.IPPROTO_TCP, option, value)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _UNHEARD_MS)

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


class SerialPort(EscposPort):
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
