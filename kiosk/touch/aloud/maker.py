"""Makes speech ahead of being heard: the next sentence while this one is heard, and then what may be asked for next.

One thread, because voices are not for two.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Protocol

from announcer.phrasing import Phrase

log = logging.getLogger(__name__)

Made = Future[Path | None]


class Rendering(Protocol):
    """The announcer's `Rendering`: a phrase as a file, made at most once; None when no voice can say it."""

    def sound(self, phrase: Phrase) -> Path | None: ...


class Maker:
    """`opened` makes the voices, in the thread."""

    def __init__(self, opened: Callable[[], Rendering]) -> None:
        self._opened = opened
        self._wanted: deque[tuple[Phrase, Made]] = deque()
        self._foreseen: deque[Phrase] = deque()
        self._changed = threading.Condition()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="voice", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def want(self, phrases: Sequence[Phrase], *, after: bool = False) -> list[Made]:
        """Make these now, `after` what was wanted before or instead of it."""
        made: list[tuple[Phrase, Made]] = [(phrase, Future()) for phrase in phrases]
        with self._changed:
            if not after:
                for _, old in self._wanted:
                    old.cancel()
                self._wanted.clear()
            self._wanted.extend(made)
            self._changed.notify()
        return [future for _, future in made]

    def foresee(self, phrases: Sequence[Phrase]) -> None:
        """Make these when there is nothing else to make, in place of what was foreseen before."""
        with self._changed:
            self._foreseen = deque(phrases)
            self._changed.notify()

    def stop(self, patience: float = 5.0) -> None:
        with self._changed:
            self._stopping = True
            for _, made in self._wanted:
                made.cancel()
            self._changed.notify()
        if self._thread.ident is not None:
            self._thread.join(patience)

    def _run(self) -> None:
        rendering = self._opened()
        while (next_one := self._next()) is not None:
            phrase, made = next_one
            try:
                file = rendering.sound(phrase)
            except Exception:  # one sentence is lost: whoever cannot see must not lose all the others
                log.exception("not made: %r", phrase.text)
                file = None
            if not made.cancelled():
                made.set_result(file)

    def _next(self) -> tuple[Phrase, Made] | None:
        with self._changed:
            while not self._stopping:
                if self._wanted:
                    phrase, made = self._wanted.popleft()
                    if made.set_running_or_notify_cancel():
                        return phrase, made
                elif self._foreseen:
                    return self._foreseen.popleft(), Future()
                else:
                    self._changed.wait()
        return None
