"""Thousands of phones in one cheap process that ask for their tickets now and then, as `office/static/phone.js` does where
streams do not come through: a connection is kept as long as the office keeps it.

`python -m bench.asking_crowd PORT FILE` reads the codes of tickets (a phone each) from FILE; prints `ready` when all have
been answered once, and at the end of its input one JSON line: what each answer took, and when each call was known.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from pathlib import Path

from bench.phone_crowd import many_files

EVERY = 10.0  # seconds, a fifth more or less: POLL in `office/static/phone.js`
_PATIENCE = 60.0  # seconds for an answer
_WAITS = tuple(b'{"face":{"state":"%s"' % state for state in (b"waiting", b"near", b"next"))


class Crowd:
    """The phones, and what they came to know."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.known: dict[str, list[float]] = {}
        self.took: list[float] = []
        self.refused = 0
        self._chance = random.Random(1)  # noqa: S311 - phones, not secrets

    async def phone(self, code: str, there: asyncio.Event) -> None:
        await asyncio.sleep(self._chance.uniform(0.0, EVERY))
        line = _Line(self.port)
        called = False
        while True:
            asked = time.monotonic()
            status, body = await asyncio.wait_for(line.ask(b"/t/%s/state.json?lang=uk" % code.encode()), _PATIENCE)
            self.took.append(time.monotonic() - asked)
            self.refused += status != 200  # noqa: PLR2004 - HTTP
            if not called and not body.startswith(_WAITS):
                called = True  # or served by now: a call stands for a while
                self.known.setdefault(code, []).append(time.monotonic())
            there.set()
            await asyncio.sleep(EVERY * self._chance.uniform(0.8, 1.2))

    async def run(self, codes: list[str]) -> None:
        there = [asyncio.Event() for _ in codes]
        phones = [asyncio.create_task(self.phone(code, event)) for code, event in zip(codes, there, strict=True)]
        for event in there:
            await event.wait()
        print("ready", flush=True)
        self.took.clear()  # the first questions open connections and draw faces
        begun = time.monotonic()
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
        seconds = time.monotonic() - begun
        for each in phones:
            each.cancel()
        told = {"known": self.known, "refused": self.refused, "took": self.took, "seconds": seconds, "every": EVERY}
        print(json.dumps(told), flush=True)


class _Line:
    """One browser's connection to the office: kept while the office keeps it, else opened anew."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._open: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, path: bytes) -> tuple[int, bytes]:
        """The status and the body."""
        kept = self._open is not None
        try:
            return await self._asked(path)
        except (asyncio.IncompleteReadError, ConnectionError):
            if not kept:
                raise
            return await self._asked(path)  # the office had closed it meanwhile

    async def _asked(self, path: bytes) -> tuple[int, bytes]:
        if self._open is None or self._open[0].at_eof():
            if self._open is not None:
                self._open[1].close()
            self._open = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._open
        try:
            writer.write(b"GET %s HTTP/1.1\r\nhost: 127.0.0.1:%d\r\n\r\n" % (path, self._port))
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            length = int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0])
            return int(head.split(b" ", 2)[1]), await reader.readexactly(length)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()
            self._open = None
            raise


if __name__ == "__main__":
    many_files()
    asyncio.run(Crowd(int(sys.argv[1])).run(Path(sys.argv[2]).read_text("utf-8").split()))
