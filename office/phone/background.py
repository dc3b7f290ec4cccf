"""Work beside the pages, as long as the office lives."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

log = logging.getLogger(__name__)


@asynccontextmanager
async def kept(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """`work` runs while the block lasts. A mistake of ours in it is told at once, not when the office ends."""
    task = asyncio.create_task(work)
    task.add_done_callback(_tell)
    try:
        yield
    finally:
        task.cancel()


def _tell(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()):
        log.error("what keeps the phones' pages fresh has ended", exc_info=error)
