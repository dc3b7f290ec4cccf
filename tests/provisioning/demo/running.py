"""A demo with stub roles as a process, for tests."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from broker.bus.clock import new_id
from broker.bus.link import Link
from broker.bus.seam import Message
from broker.contracts import codec
from broker.contracts.status import Status
from broker.contracts.topics import Topics
from provisioning.demo.guardian import MARK, marked
from provisioning.demo.readiness import UP

ROOT = Path(__file__).parents[3]
STUB_DEMO = "tests.provisioning.demo.stub_demo"
PATIENCE = 60.0


class RunningDemo:
    """`line` is its JSON line."""

    def __init__(self, process: subprocess.Popen[str], line: dict[str, Any]) -> None:
        self.process, self.line = process, line
        self.state_dir = Path(line["state_dir"])
        self.mark = mark_of(line["pids"]["broker"])

    def await_successor(self, role: str, before: int) -> int:
        """The pid of the role's next life; between two lives it has none."""
        until(lambda: self.pids.get(role, before) != before)
        return self.pids[role]

    @property
    def pids(self) -> dict[str, int]:
        return dict(json.loads((self.state_dir / "pids.json").read_text()))

    @property
    def left(self) -> list[int]:
        """What of this demo is running, the demo itself and its guardian aside."""
        return marked(self.mark)

    def rest_of_output(self) -> str:
        """What came after the line, once it has ended."""
        assert self.process.stdout
        return self.process.stdout.read()

    def kill(self, role: str) -> None:
        os.kill(self.pids[role], signal.SIGKILL)

    def status(self, appliance: str) -> Status | None:
        """What the bus keeps about an appliance."""
        heard: list[Status] = []
        said = threading.Event()

        def hear(message: Message) -> None:
            heard.append(codec.read(Status, message.body))
            said.set()

        link = Link(self.line["hall"], f"test-{new_id()}", "127.0.0.1", self.line["broker"]["port"])
        link.subscribe(Topics(self.line["hall"]).status(appliance), hear)
        link.start()
        said.wait(5)
        link.stop()
        return heard[-1] if heard else None

    def is_ready(self, appliance: str) -> bool:
        status = self.status(appliance)
        return status is not None and status.state in UP

    def end(self, sign: signal.Signals) -> int:
        """Send a signal and wait: the exit code."""
        self.process.send_signal(sign)
        return self.process.wait(PATIENCE)


@contextmanager
def running_demo(
    state_dir: Path, *arguments: str, manner: str = "", real: bool = False, module: str = ""
) -> Iterator[RunningDemo]:
    """A demo that has said that it is ready: with stub roles of a manner ("deaf"), with the real ones, or a `module`."""
    words = ("provisioning.command", "demo") if real else (STUB_DEMO, *filter(None, (manner,)))
    process = subprocess.Popen(
        (sys.executable, "-m", *((module,) if module else words), "--headless", "--json", *arguments),
        cwd=ROOT,
        env=demo_environment(state_dir),
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=_hear_signals,  # noqa: PLW1509 - no threads have been started here that could hold a lock
    )
    assert process.stdout
    try:
        yield RunningDemo(process, json.loads(process.stdout.readline()))
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(PATIENCE)
        process.stdout.close()


def _hear_signals() -> None:
    """Whoever runs the tests may be deaf to these (nohup, a job in the background); the demo should not inherit it."""
    for sign in (signal.SIGHUP, signal.SIGINT):
        signal.signal(sign, signal.SIG_DFL)


def demo_environment(state_dir: Path) -> dict[str, str]:
    """Nothing of this machine's own settings but what a program needs."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CHERHA_", "LC_"))}
    return {**kept, "CHERHA_BROKER_PORT": "0", "CHERHA_STATE_DIR": str(state_dir), "LANG": "C"}


def mark_of(pid: int) -> str:
    words = Path(f"/proc/{pid}/environ").read_bytes().decode().split("\0")
    return next(word.partition("=")[2] for word in words if word.startswith(f"{MARK}="))


def until(true: Callable[[], object], within: float = PATIENCE) -> None:
    """Wait for a condition of another process, which has no event to wait for."""
    end = time.monotonic() + within
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def is_alive(pid: int) -> bool:
    """Running: neither gone nor a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
