"""Screens for a machine that has none: one Xvfb for each role that draws."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
from collections.abc import Mapping
from pathlib import Path
from subprocess import DEVNULL, STDOUT

STARTS_WITHIN = 30.0


def is_installed() -> bool:
    return shutil.which("Xvfb") is not None


def display_answers(display: str) -> bool:
    """Whether an X server is behind DISPLAY's value. Over TCP (ssh) it is taken at its word."""
    host, _, rest = display.partition(":")
    number = rest.split(".")[0]
    if host not in ("", "unix") or not number.isdigit():
        return bool(display)
    with socket.socket(socket.AF_UNIX) as trial:
        for address in (f"/tmp/.X11-unix/X{number}", f"\0/tmp/.X11-unix/X{number}"):  # noqa: S108 - X's own address
            try:
                trial.connect(address)
            except OSError:
                continue
            return True
    return False


class VirtualScreen:
    """One Xvfb of `size` ("1080x1920"). It is started when it is asked for, and again when it has died."""

    def __init__(self, size: str, log: Path, environment: Mapping[str, str]) -> None:
        self.size = size
        self.display = ""
        self._log = log
        self._environment = dict(environment)
        self._process: asyncio.subprocess.Process | None = None

    async def environment(self) -> dict[str, str]:
        """The DISPLAY of a screen that is there now. OSError when it does not come up within 30 s."""
        if self._process is None or self._process.returncode is not None:
            await self._start()
        return {"DISPLAY": self.display}

    async def _start(self) -> None:
        # The server itself looks for a free number and tells it: two demos that start together cannot collide.
        told, telling = os.pipe()
        try:
            with self._log.open("ab") as log:
                self._process = await asyncio.create_subprocess_exec(
                    *("Xvfb", "-displayfd", str(telling), "-screen", "0", f"{self.size}x24", "-nolisten", "tcp"),
                    *("-noreset", "-nocursor"),
                    env=self._environment,
                    pass_fds=(telling,),
                    stdin=DEVNULL,
                    stdout=log,
                    stderr=STDOUT,
                    start_new_session=True,
                )
        finally:
            os.close(telling)
        try:
            number = await asyncio.wait_for(asyncio.to_thread(_first_line, told), STARTS_WITHIN)
        except TimeoutError:
            self.stop()
            raise OSError(f"Xvfb did not come up within {STARTS_WITHIN:.0f} s; see {self._log}") from None
        if not number:
            raise OSError(f"Xvfb ended at once; see {self._log}")
        self.display = f":{number}"

    def stop(self) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)


def _first_line(descriptor: int) -> str:
    with open(descriptor, encoding="ascii") as told:
        return told.readline().strip()
