"""The socket to which a process tells how it is, as systemd would listen to it."""

from __future__ import annotations

import socket
from pathlib import Path
from types import TracebackType
from typing import Self


class Notified:
    def __init__(self, folder: Path) -> None:
        self.path = str(folder / "notify")
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(self.path)

    def next(self, within: float = 30.0) -> str:
        """What is told next; "" when nothing is within so many seconds."""
        self._socket.settimeout(within)
        try:
            return self._socket.recv(4096).decode().strip()
        except TimeoutError:
            return ""

    def all(self) -> list[str]:
        """All that has been told since."""
        told = []
        while True:
            self._socket.setblocking(False)
            try:
                told.append(self._socket.recv(4096).decode().strip())
            except BlockingIOError:
                return told

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()
