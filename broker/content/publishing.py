"""Publishes the bundles of a folder: retained on `content/<name>`, the bytes over HTTP. In a thread of its own."""

from __future__ import annotations

import logging
import threading
from pathlib import Path
from typing import Protocol

from broker.bus.seam import Bus, Message
from broker.content.serving import Server
from broker.content.shelf import Book, Shelf
from broker.contracts import codec
from broker.contracts.errors import ConfigError
from broker.contracts.fields import Text
from broker.contracts.mistakes.wrong import Said, Told
from broker.contracts.phrases import Phrases
from broker.contracts.status import Content
from broker.contracts.topics import Topics

log = logging.getLogger(__name__)

LOOK = 5.0  # seconds between two looks at the folder
_TOLD = 5  # mistakes that a problem tells
PHRASES = Path(__file__).parent / "phrases"


class Staff(Protocol):
    """Who is told of problems: an `Appliance`."""

    def problem(self, code: str, message: Text, remedy: Text) -> None: ...

    def clear(self, code: str) -> None: ...


class Publisher:
    """`source`: the technician's folder. Make it before `bus.start()`, then `start`; `stop` at the end."""

    def __init__(self, bus: Bus, source: Path, store: Path, *, host: str, port: int, staff: Staff) -> None:
        self._bus, self._source, self._staff = bus, source, staff
        self._host, self._port = host, port
        self._topics = Topics(bus.hall)
        self._shelf = Shelf(source, store)
        self._books: dict[str, Book] = {}
        self._offered: dict[str, bytes] = {}
        self._server: Server | None = None
        self._told: set[str] = set()
        self._stopping = threading.Event()
        self._phrases = Phrases.load(PHRASES)
        self._thread = threading.Thread(target=self._run, name="content", daemon=True)
        bus.subscribe(self._topics.content("+"), self._hear)

    @property
    def address(self) -> str:
        """Where bundles are served; "" before that."""
        return self._server.address if self._server else ""

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(10)
        if self._server is not None:
            self._server.stop()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self.look()
            except OSError:
                log.exception("the bundles in %s could not be looked at", self._source)
            self._stopping.wait(LOOK)

    def look(self) -> None:
        """Publish what is new in the folder, take back what is no longer there."""
        if not self._serve():
            return
        look = self._shelf.look()
        self._books = look.published
        for name, book in look.published.items():
            self._offer(name, book)
        for name in self._offered.keys() - look.published.keys():
            del self._offered[name]
            self._bus.publish(self._topics.content(name), b"", retain=True)
        self._tell(look.wrong)

    def _offer(self, name: str, book: Book) -> None:
        address = f"{self.address}/{name}/{book.sha256}.zip"
        offer = codec.encode(
            Content(name=name, version=book.version, sha256=book.sha256, address=address, size=book.size)
        )
        if self._offered.get(name) != offer:
            self._offered[name] = offer
            self._bus.publish(self._topics.content(name), offer, retain=True)
            log.info("%s: version %s is published", name, book.version)

    def _serve(self) -> bool:
        if self._server is None:
            try:
                self._server = Server(self._host, self._port, self._find)
            except OSError as error:
                where = f"{self._host}:{self._port}"
                self._problem("content-not-served", where=where, why=error.strerror or str(error))
                return False
            self._server.start()
            self._clear("content-not-served")
        return True

    def _find(self, path: str) -> Path | None:
        """The file of a request's path, if it is of a bundle that is published. In a thread of the server."""
        for name, book in self._books.items():
            if path == f"/{name}/{book.sha256}.zip":
                return self._shelf.file(book.sha256)
        return None

    def _hear(self, message: Message) -> None:
        """An offer that the broker kept from an earlier life, of a bundle that is gone, is a ghost."""
        name = message.topic.rsplit("/", 1)[1]
        if message.body and message.retained and self._books and name not in self._books:
            self._bus.publish(message.topic, b"", retain=True)

    def _tell(self, wrong: dict[str, list[Told | Said]]) -> None:
        if not wrong:
            self._clear("content-broken")
            return
        mistakes = ConfigError([mistake for each in wrong.values() for mistake in each])
        self._problem("content-broken", names=", ".join(sorted(wrong)), what=mistakes)

    def _problem(self, code: str, **slots: object) -> None:
        self._told.add(code)
        said = {
            language: self._phrases.say(
                language,
                f"problem.{code}",
                **{k: v.first(_TOLD, language) if isinstance(v, ConfigError) else v for k, v in slots.items()},
            )
            for language in self._phrases.languages
        }
        self._staff.problem(code, said, self._phrases.text(f"remedy.{code}"))

    def _clear(self, code: str) -> None:
        if code in self._told:
            self._told.discard(code)
            self._staff.clear(code)
