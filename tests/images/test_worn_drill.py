"""The worn cards of the drill are as ill as they are said to be; and what the box mounts of a card."""

import shutil
import subprocess
from pathlib import Path

import pytest

from provisioning.image.compare import partitions
from provisioning.image.worn_drill import cross, wipe

pytestmark = pytest.mark.fast

START, MIB = 2048, 1 << 20
FSTAB = Path(__file__).resolve().parents[2] / "images/layers/10-system/overlay/etc/fstab"
START_CFG = Path(__file__).resolve().parents[2] / "images/layers/20-boot/overlay/boot/start.cfg"
needs_e2fsprogs = pytest.mark.skipif(shutil.which("debugfs") is None, reason="e2fsprogs is not installed")


@pytest.fixture
def card(tmp_path: Path) -> Path:
    """A card that has nothing but a data partition with a hall's file and a role's."""
    made, tree = tmp_path / "card.img", tmp_path / "tree"
    (tree / "roles").mkdir(parents=True)
    (tree / "hall.toml").write_text("hall" * 1000)
    (tree / "roles/queue-master.toml").write_text("role" * 1000)
    data = tmp_path / "data"
    subprocess.run(["mke2fs", "-q", "-t", "ext4", "-d", tree, data, "8M"], check=True)
    table = bytearray(512)
    table[446 + 48 + 8 : 446 + 64] = START.to_bytes(4, "little") + (8 * MIB // 512).to_bytes(4, "little")
    made.write_bytes(bytes(table).ljust(START * 512, b"\0") + data.read_bytes())
    return made


def checked(card: Path, answer: str) -> int:
    """What e2fsck ends with: 0 whole, 1 mended, 4 ill, 8 nothing that could be looked at."""
    start = partitions(card)["data"][0]
    there = card.with_name("there")
    there.write_bytes(card.read_bytes()[start:])
    done = subprocess.run(["e2fsck", "-f", answer, there], check=False, capture_output=True)
    return done.returncode


@needs_e2fsprogs
def test_a_wiped_partition_holds_no_file_system(card: Path):
    assert checked(card, "-n") == 0
    wipe(card)
    assert checked(card, "-n") == 8


@needs_e2fsprogs
def test_crossed_files_are_ill_and_ask_for_a_hand(card: Path):
    cross(card)
    assert checked(card, "-n") & 4
    assert checked(card, "-p") & 4


def test_no_question_of_a_check_is_answered_for_a_technician():
    assert "fsck." not in START_CFG.read_text("utf-8")


def mounted(place: str) -> list[str]:
    lines = [line.split() for line in FSTAB.read_text("utf-8").splitlines() if not line.startswith("#")]
    return next(line[3].split(",") for line in lines if line[1] == place)


def test_nothing_starts_on_an_empty_folder_in_the_place_of_the_data():
    options = mounted("/var/lib/cherha")
    assert "nofail" not in options
    assert "x-systemd.rw-only" in options


@pytest.mark.parametrize("place", ["/var/log/journal", "/var/lib/systemd/timesync", "/boot/firmware"])
def test_a_hall_does_without_the_rest(place: str):
    assert "nofail" in mounted(place)
