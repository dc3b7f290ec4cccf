"""The real things, in processes of their own: Mosquitto and a role, to be killed and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Self

from bench.wrong import Wrong
from provisioning.demo import broker, ports

ROOT = Path(__file__).resolve().parents[1]
STARTS_WITHIN = 30.0


class Started(AbstractContextManager["Started"]):
    """One program through all its lives. Its words go into `log`."""

    def __init__(self, arguments: Sequence[str], log: Path, environment: Mapping[str, str] | None = None) -> None:
        self._arguments = tuple(arguments)
        self._log = log
        self._environment = {**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})}
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def pid(self) -> int:
        assert self._process
        return self._process.pid

    @property
    def ended(self) -> bool:
        return self._process is None or self._process.poll() is not None

    def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._arguments, env=self._environment, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )

    def told(self, what: signal.Signals) -> None:
        assert self._process
        self._process.send_signal(what)

    def end(self, how: signal.Signals = signal.SIGKILL) -> None:
        """Send a signal and wait for the end."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(STARTS_WITHIN)

    def words(self) -> str:
        """What it said, for whoever wants to know why it ended."""
        return self._log.read_text("utf-8", "replace")[-2000:]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self.ended:
            self.end(signal.SIGTERM)


class Mosquitto(Started):
    """The demo's broker, on a free port of loopback; `port` stays the same through all its lives."""

    def __init__(self, folder: Path) -> None:
        self.port = ports.any_free()
        command = broker.command(self.port, folder)
        if command is None or command.embedded:
            raise Wrong("mosquitto is not installed: there is nothing to measure against")
        super().__init__(command.arguments, folder / "mosquitto.log")

    def start(self) -> None:
        super().start()
        until(lambda: self.ended or not ports.is_free(self.port))
        if self.ended:
            raise Wrong(f"mosquitto does not start: {self.words()}")


def role(name: str, folder: Path, environment: Mapping[str, str]) -> Started:
    """A role as systemd starts it; `folder` is its state directory, its log lies in it."""
    folder.mkdir(parents=True, exist_ok=True)
    return Started(
        (sys.executable, "-m", "provisioning.command", "run", name),
        folder / f"{name}.log",
        {**environment, "CHERHA_STATE_DIR": str(folder)},
    )


def until(true: Callable[[], object], seconds: float = STARTS_WITHIN, what: str = "it did not happen") -> None:
    """Wait for what another process does and cannot be waited for otherwise. Wrong after `seconds`."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise Wrong(f"{what} within {seconds:g} s")
        time.sleep(0.005)
