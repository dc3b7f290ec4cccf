"""No root is written in a machine with two cards: they have the same numbers."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.images.test_fill_other import filled

pytestmark = pytest.mark.fast

SCRIPT = Path(__file__).resolve().parents[2] / "images/layers/30-updates/overlay/opt/cherha/libexec/one-card"
CARD = "43485248-01\n43485248-02\n43485248-03\n43485248-04\n"
STICK = "\n1a2b3c4d-01\n143485248-02\n"


def disks(folder: Path, told: str) -> None:
    (folder / "lsblk").write_text(f"#!/bin/sh\nprintf '{told}'\n")
    (folder / "lsblk").chmod(0o755)


@pytest.mark.parametrize(("told", "code"), [(CARD, 0), (CARD + STICK, 0), (CARD + STICK + CARD, 1), ("", 0)])
def test_two_cards_are_seen(tmp_path: Path, told: str, code: int):
    disks(tmp_path, told)
    path = f"{tmp_path}:{os.environ['PATH']}"
    done = subprocess.run([SCRIPT], env={"PATH": path}, check=False, capture_output=True, text=True)
    assert done.returncode == code
    assert ("take out" in done.stderr) == bool(code)


def test_no_root_is_copied_into_the_other_of_a_second_card(tmp_path: Path):
    disks(tmp_path, CARD + CARD)
    assert filled(tmp_path, "A", "A_OK=1\nB_OK=0\n") == ({"A": b"A", "B": b"B"}, "")
