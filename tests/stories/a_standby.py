"""The real standby, or a witness, in a process of its own, as `cherha run` starts it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from broker.bus.on_disk import kept
from broker.standby.standing import STANDING, Standing

NAME = "standby-1"


class RealStandby:
    """`folder` holds its state and what it says on stderr."""

    def __init__(self, folder: Path, hall: Path, role: str = "standby", **settings: object) -> None:
        self.state = folder / "state"
        self._role = role
        self._log = folder / "stderr"
        self._process: subprocess.Popen[bytes] | None = None
        settings = {"hall": hall, "state_dir": self.state, "appliance": NAME, **settings}
        self._environment = {f"CHERHA_{name.upper()}": str(value) for name, value in settings.items()}
        folder.mkdir(parents=True, exist_ok=True)

    def start(self) -> None:
        words = [sys.executable, "-m", "provisioning.command", "run", self._role]
        with self._log.open("ab") as said:
            self._process = subprocess.Popen(words, env={**os.environ, **self._environment}, stderr=said)

    @property
    def process(self) -> subprocess.Popen[bytes]:
        assert self._process is not None
        return self._process

    @property
    def said(self) -> str:
        return self._log.read_text("utf-8")

    @property
    def seq(self) -> int:
        """Up to which event it had everything, when it last said so."""
        stood = kept(self.state / STANDING, Standing)
        return stood.seq if stood else 0

    def stop(self) -> int:
        """Its exit code."""
        self.process.terminate()
        return self.process.wait(60)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(10)

    def close(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self.kill()
