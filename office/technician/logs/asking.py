"""Asks an appliance for its last lines when somebody looks: once for all who look at the same time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from msgspec import Struct

from broker.bus.clock import new_id
from broker.bus.logs.answering import REST, WHAT
from broker.bus.logs.second_line import clean
from broker.contracts.log_lines import LogLine
from office.live import Live

PATIENCE = 5.0  # seconds


class Told(Struct, frozen=True):
    """`fresh`: it answered just now; else these are the lines of an earlier answer, or none."""

    lines: tuple[LogLine, ...] = ()
    fresh: bool = False


class LogAsking:
    def __init__(self, live: Live, clock: Callable[[], float] = time.monotonic) -> None:
        self._live, self._clock = live, clock
        self._answers: dict[str, tuple[float, tuple[LogLine, ...]]] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def ask(self, appliance: str) -> Told:
        """`appliance`: one that the hall has. Its lines are scrubbed here once more: it may run another version."""
        async with self._locks.setdefault(appliance, asyncio.Lock()):
            at, lines = self._answers.get(appliance, (float("-inf"), ()))
            if self._clock() - at < REST + 0.5:
                return Told(lines, fresh=True)
            did = await self._live.wish(new_id(), appliance, WHAT, {}, PATIENCE)
            if did is None or did.outcome != "done":
                return Told(lines)
            told = tuple(clean(line) for line in did.lines)
            self._answers[appliance] = self._clock(), told
            return Told(told, fresh=True)
