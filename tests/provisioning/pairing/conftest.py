"""What tests of boxes share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.provisioning.pairing.halls import Hall


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    made = Hall(tmp_path)
    yield made
    made.server.stop()
