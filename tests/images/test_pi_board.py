"""What QEMU's board of a Raspberry Pi is given: the program that the card's own firmware would start, and no watchdog."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from provisioning.image import pi_board
from provisioning.image.running import Failed, run

pytestmark = pytest.mark.fast

IMAGES = Path(__file__).resolve().parents[2] / "images"
CONFIG = IMAGES / "layers/25-raspberry-pi/boot/config.txt"
START = IMAGES / "layers/20-boot/overlay/boot/start.cfg"


def test_the_program_is_the_one_that_the_cards_firmware_is_told_to_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    told = "kernel_address=0x200000\n#kernel=other.bin\n" + CONFIG.read_text("utf-8")
    monkeypatch.setattr(pi_board, "_take", lambda _card, _name, file: file.write_text(told))
    assert pi_board._firmware(tmp_path / "card.img", tmp_path) == "u-boot.bin"


def test_a_card_whose_firmware_is_told_nothing_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pi_board, "_take", lambda _card, _name, file: file.write_text("arm_64bit=1\n"))
    with pytest.raises(Failed, match="names no program"):
        pi_board._firmware(tmp_path / "card.img", tmp_path)


def test_the_root_that_is_tried_begins_with_no_watchdog_and_is_otherwise_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    tree, card, offset = tmp_path / "tree", tmp_path / "card.img", 1 << 20
    (tree / "boot").mkdir(parents=True)
    (tree / "boot/start.cfg").write_bytes(START.read_bytes())
    run(["mke2fs", "-q", "-t", "ext4", "-d", tree, "-E", f"offset={offset}", card, "8M"])
    monkeypatch.setattr(pi_board, "partitions", lambda _card: {"root-a": (offset, 8 << 20)})
    pi_board._unwatched(card, tmp_path / "start.cfg")
    told = run(["debugfs", "-R", "cat /boot/start.cfg", f"{card}?offset={offset}"])
    assert told == START.read_text("utf-8").replace(" quiet ", " systemd.watchdog_sec=off quiet ")
    assert told != START.read_text("utf-8")


@pytest.fixture
def board(tmp_path: Path) -> Iterator[pi_board._Board]:
    """A board whose QEMU is a program that waits, and has no monitor."""
    made = object.__new__(pi_board._Board)
    made._card, made._env, made._monitor = tmp_path / "card.img", tmp_path / "grubenv", tmp_path / "monitor"
    made._process = subprocess.Popen(["sleep", "600"])
    yield made
    made._process.kill()
    made._process.wait()


def test_a_board_that_shows_no_picture_is_ended_too(board: pi_board._Board, tmp_path: Path):
    with pytest.raises(Failed, match="monitor"):
        board.cut_power(tmp_path / "pi.png")
    assert board._process.wait(30) < 0


def test_the_marks_that_are_told_are_those_that_were_judged(board: pi_board._Board, monkeypatch: pytest.MonkeyPatch):
    looks = iter(["A_TRY=1\n", "A_TRY=0\n", "A_TRY=7\n"])
    monkeypatch.setattr(pi_board, "_LOOK", 0)
    block = "# GRUB Environment Block\n{}"
    monkeypatch.setattr(
        pi_board,
        "_take",
        lambda _card, _name, file: file.write_bytes(block.format(next(looks)).ljust(1024, "#").encode()),
    )
    assert board.comes_to({"A_TRY": "0"}, 600) == (True, {"A_TRY": "0"})
    board._process.kill()
    board._process.wait()
    assert board.comes_to({"A_TRY": "0"}, 600) == (False, {"A_TRY": "7"}), "of a board that has ended"
