"""What a desk says of the first machine while its standby decides."""

from __future__ import annotations

from pathlib import Path

import pytest

from provisioning.authority.authority import Member
from provisioning.pairing.known import Known
from tests.provisioning.enrolment import standing

pytestmark = pytest.mark.fast


def test_where_the_first_machine_was_in_an_earlier_time_of_office_is_not_told(tmp_path: Path) -> None:
    """It may have moved since, as the boxes know from itself: they would be led away from it."""
    first, board = (
        Member(name=role, role=role, serial="1", until=standing.AT) for role in ("queue-master", "board")
    )  # fmt: skip
    before = Known(tmp_path, lambda: 0.0)
    before.first(first, "10.0.0.9")
    assert before.first(board, "10.0.0.7") == "10.0.0.9"
    assert Known(tmp_path, lambda: 0.0).first(board, "10.0.0.7") == ""
