"""Whoever is started with a hall file that has mistakes tells all of them at once, and does not start."""

from __future__ import annotations

from pathlib import Path

import pytest

from provisioning.command import main
from provisioning.subcommands import ROLES

pytestmark = pytest.mark.fast

TEN = Path(__file__).resolve().parents[1] / "broker" / "hall_files" / "ten-mistakes.toml"


@pytest.mark.parametrize("words", [["check", str(TEN)], *(["run", role] for role in ROLES)], ids=" ".join)
def test_ten_mistakes_are_told_in_one_go(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CHERHA_HALL", str(TEN))
    monkeypatch.setenv("CHERHA_STATE_DIR", str(tmp_path / "state"))
    assert main(words) == 2
    told = [line for line in capsys.readouterr().err.splitlines() if "ten-mistakes.toml:" in line]
    assert len(told) == 10
    assert not (tmp_path / "state").exists(), "nothing was begun"
