"""A shell in the virtual machine: a command goes in, what it prints and its exit code come out."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path

from provisioning.image.running import Failed

_END = re.compile(rb"<<end:(\d+):(\d+)>>")
_OFTEN = 20.0  # seconds between two questions: what nobody takes off the line yet fills it, at some sixty of them
_PROMPT = re.compile(rb"^(?:[#>] )+", re.MULTILINE)  # of a shell on a line that may be a terminal


class Guest:
    """The line to the shell. It may be opened before anybody listens at the other end."""

    def __init__(self, line: Path) -> None:
        self._line = socket.socket(socket.AF_UNIX)
        self._line.connect(str(line))
        self._line.settimeout(0.5)
        self._heard = b""
        self._count = 0

    def answers(self) -> bool:
        """Somebody listens there."""
        try:
            return self.run("true", _OFTEN)[0] == 0
        except Failed:
            return False

    def run(self, command: str, seconds: float = 300) -> tuple[int, str]:
        """Exit code and words. Failed when it did not end in time."""
        number = self._say(command)
        end = time.monotonic() + seconds
        while True:
            for found in _END.finditer(self._heard):
                if int(found[1]) == number:
                    told, self._heard = self._heard[: found.start()], self._heard[found.end() :]
                    words = _PROMPT.sub(b"", _END.sub(b"", told).lstrip())
                    return int(found[2]), words.decode(errors="replace").replace("\r", "").strip()
            if time.monotonic() > end:
                raise Failed(
                    f"no answer within {seconds:g} s: {command}\n{self._heard.decode(errors='replace')[-800:]}"
                )
            self._hear()

    def succeeds(self, command: str) -> bool:
        return self.run(command)[0] == 0

    def lines(self, command: str, seconds: float) -> Iterator[str]:
        """What `command` prints, line by line as it comes, for at most `seconds`."""
        self._heard = b""
        self._say(command)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._hear()
            while b"\n" in self._heard:
                line, _, self._heard = self._heard.partition(b"\n")
                yield _PROMPT.sub(b"", line.strip()).decode(errors="replace")

    def _say(self, command: str) -> int:
        self._count += 1
        # In two pieces, so that an echo of the command is not taken for its end.
        words = f'{{ {command}\n}} 2>&1 </dev/null; echo "<<e""nd:{self._count}:$?>>"\n'
        try:
            self._line.sendall(words.encode())
        except OSError as error:
            raise Failed(f"the line to the virtual machine: {error}") from error
        return self._count

    def _hear(self) -> None:
        try:
            self._heard += self._line.recv(65536)
        except TimeoutError:
            return
        except OSError as error:
            raise Failed(f"the line to the virtual machine: {error}") from error
