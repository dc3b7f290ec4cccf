"""A disk on which a card begins: nothing of an earlier trial is with it."""

from pathlib import Path

import pytest

from provisioning.image import machine

pytestmark = pytest.mark.fast


def test_a_new_disk_is_of_a_pc_whose_firmware_remembers_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    asked: list[list[str | Path]] = []
    monkeypatch.setattr(machine, "run", asked.append)
    (tmp_path / machine.VARIABLES).write_text("start your own shell first")
    (tmp_path / "disk.qcow2").write_text("of an earlier trial")
    machine.fresh_disk(tmp_path / "card.img", tmp_path / "disk.qcow2", 3)
    assert list(tmp_path.iterdir()) == []
    assert asked[0][-2:] == [tmp_path / "disk.qcow2", "3G"]
