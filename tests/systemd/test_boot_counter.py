"""The guard against a machine that starts anew for ever: it counts boots and knows no clock."""

import subprocess
from pathlib import Path

import pytest

from tests.systemd.units import SYSTEMD

pytestmark = pytest.mark.fast


class Boots:
    def __init__(self, folder: Path) -> None:
        self.state, self.run = folder / "boots", folder / "run"

    def count(self, what: str) -> None:
        environment = {"CHERHA_BOOTS": str(self.state), "CHERHA_RUN": str(self.run), "PATH": "/usr/bin:/bin"}
        subprocess.run([SYSTEMD / "libexec/count-boots", what], env=environment, check=True, capture_output=True)

    @property
    def too_many(self) -> bool:
        return (self.run / "boots-in-a-row").exists()


@pytest.fixture
def boots(tmp_path: Path) -> Boots:
    return Boots(tmp_path)


def test_the_fourth_boot_in_a_row_that_did_not_last_is_too_many(boots: Boots):
    for _ in range(3):
        boots.count("started")
    assert not boots.too_many
    boots.count("started")
    assert boots.too_many


def test_a_boot_that_lasted_begins_the_count_anew(boots: Boots):
    for _ in range(3):
        boots.count("started")
    boots.count("lasted")
    boots.count("started")
    assert not boots.too_many
    assert boots.state.read_text() == "1\n"


@pytest.mark.parametrize("torn", [b"", b"\0\0\0", b"3x"])
def test_a_count_that_a_power_cut_has_torn_counts_as_none(boots: Boots, torn: bytes):
    boots.state.write_bytes(torn)
    boots.count("started")
    assert boots.state.read_text() == "1\n"
