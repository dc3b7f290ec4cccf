"""A hall whose desk is open, for everybody here who does not lay out another."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.provisioning.enrolment.standing import Hall


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    made = Hall(tmp_path / "hall")
    yield made
    made.server.stop()
