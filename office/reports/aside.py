"""A process of our own beside the web server: a line of JSON in, a line out. It ends when we do, or after an idle while.

Heavy work is done there at a low priority, so that neither consoles nor the queue wait for a report.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence

LONGEST_LINE = 64 * 1024 * 1024
IDLE = 600.0  # seconds after which a process that nobody asks is let go, and its memory with it


class Away(Exception):
    """The process ended before it answered; the next question starts it again."""


class Aside:
    """Asked by one after another. `module` is run with this Python."""

    def __init__(self, module: str, arguments: Sequence[str]) -> None:
        self._command = (sys.executable, "-m", module, *arguments)
        self._process: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()
        self._asleep: asyncio.TimerHandle | None = None

    async def ask(self, line: bytes) -> bytes:
        """The answer to one line. Away when there is none."""
        async with self._turn:
            process = await self._started()
            assert process.stdin is not None
            assert process.stdout is not None
            try:
                process.stdin.write(line + b"\n")
                await process.stdin.drain()
                answer = await process.stdout.readline()
            except (BrokenPipeError, ConnectionResetError) as error:
                raise Away(str(error)) from None
            except asyncio.CancelledError:
                process.kill()  # else the next one would get this one's answer
                raise
            if not answer.endswith(b"\n"):
                raise Away(" ".join(self._command[2:4]))
            self._rest_later()
            return answer

    async def close(self) -> None:
        if self._asleep is not None:
            self._asleep.cancel()
        if self._process is not None and self._process.returncode is None:
            self._process.terminate()
            await self._process.wait()

    async def _started(self) -> asyncio.subprocess.Process:
        if self._process is None or self._process.returncode is not None:
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                limit=LONGEST_LINE,
            )
        return self._process

    def _rest_later(self) -> None:
        if self._asleep is not None:
            self._asleep.cancel()
        self._asleep = asyncio.get_running_loop().call_later(IDLE, self._rest)

    def _rest(self) -> None:
        if self._process is not None and self._process.returncode is None and not self._turn.locked():
            self._process.terminate()
