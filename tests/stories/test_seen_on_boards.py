"""A real queue-master and two real boards: of each call it is known when every board had it on its screen."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from broker.contracts import codec
from broker.contracts import commands as c
from broker.contracts.shown import CallSeen, Seen
from tests.broker.mosquitto import Mosquitto
from tests.broker.until import until
from tests.display.virtual_screen import VirtualScreen
from tests.stories.queue_master import TOPICS, RealQueueMaster

pytestmark = [pytest.mark.wire, pytest.mark.screen, pytest.mark.timeout(240)]


@contextmanager
def board(name: str, screen: VirtualScreen, port: int, hall_file: Path, folder: Path) -> Iterator[None]:
    settings = {
        "broker_port": str(port),
        "hall": str(hall_file),
        "state_dir": str(folder / name),
        "appliance": name,
        "window_size": "1280x720",
    }
    environment = screen.environment | {f"CHERHA_{key.upper()}": value for key, value in settings.items()}
    process = subprocess.Popen([sys.executable, "-m", "provisioning.command", "run", "board"], env=environment)
    try:
        yield
    finally:
        process.kill()
        process.wait()


class Watch:
    """What the queue-master tells of its calls."""

    def __init__(self, master: RealQueueMaster) -> None:
        self.seen: Seen | None = None
        self.boards: set[str] = set()
        self._master = master
        master.link.subscribe(TOPICS.seen, self._hear)
        master.link.subscribe(TOPICS.shown("+"), lambda message: self.boards.add(message.topic.split("/")[-2]))

    def _hear(self, message: object) -> None:
        self.seen = codec.read(Seen, message.body)  # type: ignore[attr-defined]

    def of(self, number: str) -> CallSeen | None:
        return next((call for call in self.seen.calls if call.number == number), None) if self.seen else None

    def everywhere(self, number: str) -> bool:
        call = self.of(number)
        return call is not None and call.everywhere is not None


def test_the_queue_master_knows_when_every_board_had_a_call_on_its_screen(
    mosquitto: Mosquitto, virtual_screen: VirtualScreen, tmp_path: Path
) -> None:
    master = RealQueueMaster(tmp_path / "master", mosquitto.port)
    watch = Watch(master)
    hall_file = tmp_path / "master" / "hall.toml"
    try:
        master.start()
        with ExitStack() as boards:
            for name in ("board-1", "board-2"):
                boards.enter_context(board(name, virtual_screen, mosquitto.port, hall_file, tmp_path))
            until(lambda: watch.boards == {"board-1", "board-2"}, 60, "both boards tell what they show")
            master.ask(c.OpenWindow, window=4)
            master.ask(c.TakeTicket, service="registration")
            called = master.ask(c.CallNext, window=4).ticket
            assert called
            until(lambda: watch.everywhere(called.number), 40, "both boards had the call")
            seen = watch.of(called.number)
            assert seen
            assert set(seen.boards) == {"board-1", "board-2"}
            assert seen.everywhere
            assert seen.everywhere >= seen.called
            master.ask(c.Recall, window=4)
            until(
                lambda: (again := watch.of(called.number)) and again.times == 2 and again.everywhere, 40, "the recall"
            )
    finally:
        master.stop()
