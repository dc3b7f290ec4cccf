"""What other threads want done to the hall: done by the loop that decides, between two of its turns."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from queue import Empty, SimpleQueue

PATIENCE = 20.0  # seconds


class Errands:
    """`wake`: has the loop take a turn now."""

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake
        self._waiting: SimpleQueue[tuple[Callable[[], None], Future[None]]] = SimpleQueue()

    def ask(self, errand: Callable[[], None]) -> None:
        """Have `errand` done, and wait for its end; it may raise. TimeoutError when the loop does not come to it."""
        done: Future[None] = Future()
        self._waiting.put((errand, done))
        self._wake()
        try:
            done.result(PATIENCE)
        except TimeoutError:
            done.cancel()
            raise

    def run(self) -> bool:
        """Do what waits. In the loop. Whether anything was done."""
        any_done = False
        while True:
            try:
                errand, done = self._waiting.get_nowait()
            except Empty:
                return any_done
            if not done.set_running_or_notify_cancel():
                continue  # who asked waits no longer
            try:
                errand()
            except Exception as error:  # noqa: BLE001 - told to whoever asked
                done.set_exception(error)
            else:
                done.set_result(None)
                any_done = True
