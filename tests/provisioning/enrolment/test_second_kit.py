"""The hall kit on the pages of a standby that decides."""

from __future__ import annotations

from pathlib import Path

import pytest

from broker.bus.on_disk import put
from provisioning.enrolment import second_kit
from provisioning.enrolment.second_kit import EVERY, SecondKit
from tests.provisioning.enrolment import standing

pytestmark = pytest.mark.fast


def test_a_full_disk_ends_no_desk_and_the_kit_is_there_once_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall = standing.Hall(tmp_path)
    now, file = [100.0], tmp_path / "office" / "hall-kit.toml"
    kit = SecondKit(hall.desk, file, lambda: ["10.0.0.6"], 8443, lambda: now[0])

    def full(*_given: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(second_kit, "put", full)
    kit.look()
    monkeypatch.setattr(second_kit, "put", put)
    now[0] += EVERY + 1
    kit.look()
    hall.server.stop()
    assert file.is_file()
