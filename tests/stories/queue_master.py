"""The real queue-master in a process of its own, as `cherha run` starts it, and one client that asks it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from broker.bus.asking import Asker
from broker.bus.clock import new_id, now
from broker.bus.link import Link
from broker.contracts import codec
from broker.contracts import commands as c
from broker.contracts.replies import Reply
from broker.contracts.status import Status
from broker.contracts.topics import Topics
from tests.broker.halls import HALL_TOML, PLAN
from tests.broker.until import until

TOPICS = Topics("test-hall")
NAME = "queue-master"


class RealQueueMaster:
    """`folder` holds its hall file, its state and what it says on stderr; all its lives share them."""

    def __init__(
        self,
        folder: Path,
        port: int,
        state: Path | None = None,
        brokers: str = "127.0.0.1",
        own: str = "",
        **settings: object,
    ) -> None:
        self._settings = settings
        self.state = state or folder / "state"
        self.statuses: list[Status] = []
        self._folder = folder
        self._port = port
        self._process: subprocess.Popen[bytes] | None = None
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "hall.toml").write_text(HALL_TOML, "utf-8")
        self.link = Link("test-hall", "window-4", brokers, port, identity=own)
        self.link.subscribe(TOPICS.status(NAME), lambda message: self.statuses.append(codec.read(Status, message.body)))
        self._asker = Asker(self.link)
        self.link.start()

    def launch(self) -> None:
        """Start it, and do not wait for anything."""
        settings = {
            "broker_port": self._port,
            "hall": self._folder / "hall.toml",
            "state_dir": self.state,
            "appliance": NAME,
            **self._settings,
        }
        environment = dict(os.environ) | {f"CHERHA_{name.upper()}": str(value) for name, value in settings.items()}
        with (self._folder / "stderr").open("wb") as said:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "provisioning.command", "run", NAME], env=environment, stderr=said
            )

    def start(self) -> None:
        """Start it and wait until it is ready."""
        heard = len(self.statuses)
        self.launch()
        until(lambda: any(status.state in ("ready", "degraded") for status in self.statuses[heard:]), 30, self.said)
        until(lambda: self.link.connected)

    @property
    def said(self) -> str:
        return (self._folder / "stderr").read_text("utf-8")

    @property
    def process(self) -> subprocess.Popen[bytes]:
        assert self._process is not None
        return self._process

    def ask(self, kind: type[c.Command], *, timeout: float = 20, **fields: Any) -> Reply:
        return self._asker.ask(kind(id=new_id(), at=now(PLAN.timezone), **fields), timeout=timeout)

    @property
    def seq(self) -> int:
        """How many facts the hall consists of, as it says itself."""
        seq = self.ask(c.EventsSince, seq=0).seq
        assert seq is not None
        return seq

    def verify(self) -> None:
        """`cherha journal verify`; AssertionError with its words when the chain is not whole."""
        words = [sys.executable, "-m", "provisioning.command", "journal", "verify", "--journal", str(self.state)]
        done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(10)

    def stop(self) -> int:
        """End it in good order: its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)

    def close(self) -> None:
        """The end of the test, whatever has happened."""
        if self._process is not None and self._process.poll() is None:
            self.kill()
        self.link.stop()
