"""A board's process and the hall that it hears."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from broker.bus.link import Link
from tests.broker.mosquitto import Mosquitto
from tests.broker.until import until
from tests.display.board_hall import HALL_FILE, START, Board, Hall
from tests.display.virtual_screen import VirtualScreen


@pytest.fixture
def hall(mosquitto: Mosquitto) -> Iterator[Hall]:
    link = Link("test-hall", "queue-master", "127.0.0.1", mosquitto.port)
    found = Hall(link)
    link.start()
    until(lambda: link.connected)
    yield found
    found.ended.set()
    link.stop()


@pytest.fixture
def board(virtual_screen: VirtualScreen, mosquitto: Mosquitto, hall: Hall, tmp_path: Path) -> Iterator[Board]:
    trace, hall_file = tmp_path / "trace", tmp_path / "hall.toml"
    hall_file.write_text(HALL_FILE, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-c", START, str(mosquitto.port), str(hall_file), str(tmp_path / "state")],
        env={**virtual_screen.environment, "CHERHA_TRACE": str(trace)},
    )
    yield Board(process, trace)
    process.kill()
    process.wait()
