"""What all tests may ask for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from tests.broker.mosquitto import PROGRAM, Mosquitto
from tests.display import virtual_screen as screens

# A machine that is busy with something else is no mistake of ours.
hypothesis.settings.register_profile("hall", deadline=None)
hypothesis.settings.load_profile("hall")


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


@pytest.fixture
def virtual_screen(request: pytest.FixtureRequest) -> Iterator[screens.VirtualScreen]:
    """A screen of 1280x720, or of the size that the test gives as parameter. Skipped where Xvfb is not installed."""
    if screens.PROGRAM is None:
        pytest.skip("Xvfb is not installed")
    screen = screens.VirtualScreen(getattr(request, "param", "1280x720"))
    yield screen
    screen.stop()
