"""Thousands of phones in one cheap process: bare sockets that hold a stream each, and note when a call reached them.

`python -m bench.phone_crowd PORT FILE` reads the codes of tickets (a phone each) from FILE; prints `ready` when all are
connected, and at the end of its input one JSON line: for each code the monotonic seconds at which its call was there.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import time
from pathlib import Path

_AT_ONCE = 100  # phones that connect together
_PATIENCE = 60.0  # seconds for a phone's first face


class Crowd:
    """The phones, and what they came to know."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.known: dict[str, list[float]] = {}
        self.refused = 0
        self.lost = 0

    async def phone(self, code: str, gate: asyncio.Semaphore, there: asyncio.Event) -> None:
        async with gate:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            writer.write(
                b"GET /t/%s/events?lang=uk HTTP/1.1\r\nhost: 127.0.0.1:%d\r\n\r\n" % (code.encode(), self.port)
            )
            status = await asyncio.wait_for(reader.readline(), _PATIENCE)
            if b" 200 " not in status:
                self.refused += 1
                writer.close()
                there.set()
                return
            await asyncio.wait_for(reader.readuntil(b"event: face"), _PATIENCE)
            there.set()
        called = False
        try:
            while line := await reader.readline():
                if not called and line.startswith(b'data: {"state":"called"'):
                    called = True  # a page is drawn again when the hall changes; the visitor knows by the first
                    self.known.setdefault(code, []).append(time.monotonic())
        except ConnectionError:
            pass
        self.lost += 1

    async def run(self, codes: list[str]) -> None:
        gate = asyncio.Semaphore(_AT_ONCE)
        there = [asyncio.Event() for _ in codes]
        phones = [asyncio.create_task(self.phone(code, gate, event)) for code, event in zip(codes, there, strict=True)]
        for event in there:
            await event.wait()
        print("ready", flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
        lost = self.lost
        for each in phones:
            each.cancel()
        print(json.dumps({"known": self.known, "refused": self.refused, "lost": lost}), flush=True)


def many_files() -> None:
    """As many open files as the machine lets a process have: each phone is one."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


if __name__ == "__main__":
    many_files()
    asyncio.run(Crowd(int(sys.argv[1])).run(Path(sys.argv[2]).read_text("utf-8").split()))
