"""What came of a press, for when the same press comes again because its answer was lost on the way.

Without it a PIN that was drawn would be lost with the answer, and somebody added twice. Kept in memory alone, for the
session that pressed, and forgotten after some minutes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from hashlib import sha256
from typing import Any, Generic, TypeVar

T = TypeVar("T")

KEPT = 300.0  # seconds
MOST = 32


class Answered(Generic[T]):
    """Lives in the office's event loop; `now` is a clock that never jumps."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._tasks: dict[tuple[str, str, str], tuple[float, asyncio.Task[T]]] = {}

    async def once(self, session: str, press: str, body: bytes, deed: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """What `deed` gives, which is begun for the first of equal presses alone. It goes on if whoever asked goes away."""
        self._forget()
        key = (session, press, sha256(body).hexdigest())
        if key not in self._tasks:
            self._tasks[key] = (self._now(), asyncio.create_task(deed()))
        return await asyncio.shield(self._tasks[key][1])

    def _forget(self) -> None:
        oldest = self._now() - KEPT
        self._tasks = {key: each for key, each in self._tasks.items() if each[0] > oldest or not each[1].done()}
        while len(self._tasks) >= MOST:
            del self._tasks[next(iter(self._tasks))]
