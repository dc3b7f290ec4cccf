"""Bundles for tests, good and bad, and a web server that can be told to misbehave."""

from __future__ import annotations

import hashlib
import io
import socket
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from broker.contracts.errors import ConfigError
from broker.contracts.fields import Text
from broker.contracts.status import Content


def zipped(files: dict[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, text in files.items():
            bundle.writestr(name, text)
    return packed.getvalue()


def good(words: str) -> bytes:
    return zipped({"words.txt": words})


def check(unpacked: Path) -> None:
    """Good is what has words, and none that are called bad."""
    file = unpacked / "words.txt"
    if not file.is_file():
        raise ConfigError(["words.txt: there is no such file"])
    if "bad" in file.read_text("utf-8"):
        raise ConfigError(["words.txt:1: bad words"])


class Staff:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.problems: dict[str, Text] = {}

    def problem(self, code: str, message: Text, remedy: Text) -> None:
        assert set(message) == set(remedy) == {"uk", "en"}
        self.problems[code] = message

    def clear(self, code: str) -> None:
        self.problems.pop(code, None)


Answer = Callable[[socket.socket], None]


@contextmanager
def web_server(answer: Answer) -> Iterator[str]:
    """Lets `answer` speak to each who comes, after the first bytes of the question; yields the address."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                talk, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=hear, args=(talk,), daemon=True).start()

    def hear(talk: socket.socket) -> None:
        with talk:
            try:
                talk.recv(4096)
                answer(talk)
            except OSError:
                pass  # who asked has hung up

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/bundle.zip"
    finally:
        listening.close()


def whole(body: bytes, length: int | None = None) -> Answer:
    """Says that `length` bytes come, sends `body` and hangs up."""

    def answer(talk: socket.socket) -> None:
        talk.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (length or len(body), body))

    return answer


def offer(body: bytes, address: str, version: str = "1", *, size: int | None = None) -> Content:
    sha256 = hashlib.sha256(body).hexdigest()
    return Content(
        name="survey", version=version, sha256=sha256, address=address, size=len(body) if size is None else size
    )
