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
    """Lives in the office's event loop."""

    def __init__(self, kept: float = KEPT) -> None:
        self._kept = kept
        self._tasks: dict[tuple[str, str, str], asyncio.Task[T]] = {}

    async def once(self, session: str, press: str, body: bytes, deed: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """What `deed` gives, which is begun for the first of equal presses alone. It goes on if whoever asked goes away."""
        key = (session, press, sha256(body).hexdigest())
        task = self._tasks.get(key)
        if task is None:
            while len(self._tasks) >= MOST:
                del self._tasks[next(iter(self._tasks))]
            task = self._tasks[key] = asyncio.create_task(deed())
            task.add_done_callback(_heard)
            asyncio.get_running_loop().call_later(self._kept, self._tasks.pop, key, None)
        return await asyncio.shield(task)


def _heard(task: asyncio.Task[Any]) -> None:
    """A refusal that nobody waits for any more is no fault of the program."""
    if not task.cancelled():
        task.exception()
