"""Where speech is made: one worker for all mouths of an announcer, because voices are not for two threads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from announcer.phrasing import Phrase
from announcer.rendering import Rendering


class Workshop:
    """Makes phrases into files while gongs sound. `made` hears after each phrase which voice it was."""

    def __init__(self, rendering: Rendering, made: Callable[[], None] = lambda: None) -> None:
        self._rendering = rendering
        self._made = made
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="voice")

    def make(self, phrase: Phrase) -> Future[Path | None]:
        """The file of a phrase, in its turn."""
        return self._worker.submit(self._make, phrase)

    def warm_up(self, phrases: Sequence[Phrase]) -> None:
        self._worker.submit(self._rendering.warm_up, phrases)

    def close(self) -> None:
        self._worker.shutdown(cancel_futures=True)

    def _make(self, phrase: Phrase) -> Path | None:
        file = self._rendering.sound(phrase)
        self._made()
        return file
