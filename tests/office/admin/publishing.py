"""A queue-master that publishes a folder of content, as the real one does, but looks at it all the time."""

from __future__ import annotations

import threading
import zipfile
from contextlib import ExitStack
from pathlib import Path

from broker.bus.seam import Bus
from broker.content.publishing import Publisher


class Nobody:
    """Is told of problems, and does nothing."""

    def problem(self, *_: object) -> None: ...

    def clear(self, _: str) -> None: ...


class Publishing:
    """`at_work` False: the queue-master has other things to do."""

    def __init__(self, stack: ExitStack, bus: Bus, source: Path, store: Path) -> None:
        self.at_work = True
        self._publisher = Publisher(bus, source, store, host="127.0.0.1", port=0, staff=Nobody())
        bus.start()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, name="publishing")
        self._thread.start()
        stack.callback(self._end)

    def _look(self) -> None:
        while not self._over.wait(0.05):
            if self.at_work:
                self._publisher.look()

    def _end(self) -> None:
        self._over.set()
        self._thread.join()
        if self._publisher._server:
            self._publisher._server.stop()

    def text(self, name: str) -> str:
        """What is in the bundle that is offered, file after file; "": none is."""
        book = self._publisher._books.get(name)
        try:
            with zipfile.ZipFile(self._publisher._shelf.file(book.sha256 if book else "")) as bundle:
                return "".join(each + bundle.read(each).decode("utf-8", "replace") for each in bundle.namelist())
        except FileNotFoundError:
            return ""  # none, or another has just taken its place
