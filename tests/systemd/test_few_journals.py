"""A PC without a number of its own has another at each start; its journals stay within bounds all the same."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.systemd.units import SYSTEMD

pytestmark = pytest.mark.fast


def kept(folder: Path) -> list[str]:
    subprocess.run([SYSTEMD / "libexec/few-journals", folder], check=True)
    return sorted(each.name for each in folder.iterdir())


def started(folder: Path, *numbers: str) -> None:
    """A start with each of these numbers, one after another."""
    for at, number in enumerate(numbers):
        (folder / number).mkdir()
        (folder / number / "system.journal").write_text("words")
        os.utime(folder / number, (at, at))


def test_the_journals_of_the_last_starts_stay(tmp_path: Path):
    started(tmp_path, "e" * 32, "a" * 32, "d" * 32, "b" * 32, "c" * 32)
    assert kept(tmp_path) == ["b" * 32, "c" * 32, "d" * 32]


def test_a_machine_with_a_number_keeps_its_own(tmp_path: Path):
    started(tmp_path, "a" * 32)
    assert kept(tmp_path) == ["a" * 32]


def test_a_new_card_has_none(tmp_path: Path):
    assert kept(tmp_path) == []
