"""A server of feeds on this machine that misbehaves as told: in tests of what a terminal does with strangers."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

GOOD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>Місто</title>
<item><title>Сквер</title><guid>1</guid><pubDate>Mon, 23 Nov 2026 08:30:00 +0200</pubDate>
<description>&lt;p&gt;Відкрили &lt;b&gt;сквер&lt;/b&gt;.&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;p&gt;Приходьте&lt;/p&gt;</description></item>
<item><title>Трамвай</title><guid>2</guid></item></channel></rss>""".encode()

Answer = Callable[[socket.socket, bytes, threading.Event], None]


def answer(body: bytes = GOOD, *, status: str = "200 OK", **headers: str) -> Answer:
    """A whole answer."""
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n{lines}\r\n".encode()
    return lambda there, _asked, _over: there.sendall(head + body)


def endless(there: socket.socket, _asked: bytes, over: threading.Event) -> None:
    """Bytes without an end, as fast as they are taken."""
    there.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + GOOD[:120])
    while not over.is_set():
        there.sendall(b"x" * 65536)


def slow_head(there: socket.socket, _asked: bytes, over: threading.Event) -> None:
    """A letter of a header now and then: no time-out between two bytes ever comes."""
    there.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not over.wait(0.05):
        there.sendall(b"y")


def slow_body(there: socket.socket, _asked: bytes, over: threading.Event) -> None:
    there.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n<rss>")
    while not over.wait(0.05):
        there.sendall(b" ")


def bomb() -> Answer:
    """A few thousand bytes that are sixty million."""
    return answer(gzip.compress(b"<rss>" + b" " * 60_000_000), Content_Encoding="gzip")


class FeedServer:
    """Answers whatever is asked as `says`; remembers what was asked."""

    def __init__(self) -> None:
        self.says: Answer = answer()
        self.asked: list[bytes] = []
        self.over = threading.Event()
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._door.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/feed"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while not self.over.is_set():
            try:
                there, _ = self._door.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(there,), daemon=True).start()

    def _answer(self, there: socket.socket) -> None:
        with there, suppress(OSError):
            asked = there.recv(65536)
            self.asked.append(asked)
            self.says(there, asked, self.over)

    def stop(self) -> None:
        self.over.set()
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)  # whoever waits in `accept` would keep it open
        self._door.close()


@contextmanager
def feed_server() -> Iterator[FeedServer]:
    server = FeedServer()
    try:
        yield server
    finally:
        server.stop()
