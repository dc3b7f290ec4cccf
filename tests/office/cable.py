"""A cable between a browser and the office, which can be cut and mended: bytes go through it, or they do not."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress


class Cable:
    """Listens on a port of its own and carries to `port`. Cut, it hangs up all who talk and whoever calls."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._whole = True
        self._talking: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._ear = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._ear.getsockname()[1]
        threading.Thread(target=self._listen, name="cable", daemon=True).start()

    def cut(self) -> None:
        with self._lock:
            self._whole = False
            talking, self._talking = self._talking, set()
        for each in talking:
            _hang_up(each)

    def mend(self) -> None:
        self._whole = True

    def close(self) -> None:
        self._ear.close()
        self.cut()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                here, _ = self._ear.accept()
                threading.Thread(target=self._carry, args=(here,), name="call", daemon=True).start()

    def _carry(self, here: socket.socket) -> None:
        if not self._whole:
            _hang_up(here)
            return
        try:
            there = socket.create_connection(("127.0.0.1", self._to), 5)
        except OSError:
            _hang_up(here)
            return
        for end in (here, there):
            end.settimeout(None)
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with self._lock:
            self._talking |= {here, there}
        threading.Thread(target=self._pump, args=(there, here), name="back", daemon=True).start()
        self._pump(here, there)

    def _pump(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while body := one.recv(65536):
                other.sendall(body)
        for end in (one, other):
            _hang_up(end)
            with self._lock:
                self._talking.discard(end)


def _hang_up(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
