"""What all tests may ask for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.broker.mosquitto import PROGRAM, Mosquitto


@pytest.fixture
def mosquitto(tmp_path: Path) -> Iterator[Mosquitto]:
    """A real broker, started. Skipped where Mosquitto is not installed."""
    if PROGRAM is None:
        pytest.skip("mosquitto is not installed")
    broker = Mosquitto(tmp_path / "mosquitto")
    broker.start()
    yield broker
    broker.stop()


@pytest.fixture
def broker_port(mosquitto: Mosquitto) -> int:
    """The port of a real broker on 127.0.0.1."""
    return mosquitto.port
