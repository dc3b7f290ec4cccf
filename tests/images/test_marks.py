"""The boot loader's marks are written over in their place: the plug drawn meanwhile finds the old ones or the new ones."""

import os
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.fast

PROGRAM = Path(__file__).resolve().parents[2] / "images/layers/30-updates/overlay/usr/local/bin/grub-editenv"
# Debian's, as far as it matters: it takes the file away before it writes it anew, and wants one that it can read.
DEBIANS = """#!/bin/sh
set -eu
case "$2" in
create) rm -f "$1"; { echo "# GRUB Environment Block"; head -c 999 /dev/zero | tr '\\0' '#'; } > "$1" ;;
list) grep -q GRUB "$1" && sed '1d; s/#.*//' "$1" ;;
set) grep -q GRUB "$1"; kept=$(sed 's/##*$//' "$1"); rm -f "$1"; printf '%s\\n%s\\n' "$kept" "$3" > "$1"; truncate -s 1024 "$1" ;;
esac
"""


def asked(folder: Path, *words: str, full: bool = False) -> tuple[int, str]:
    """Exit code and what was printed. `full`: nothing can be written any more."""
    own = folder / "debians"
    own.write_text(DEBIANS)
    own.chmod(0o755)
    environment = {"PATH": os.environ["PATH"], "CHERHA_EDITENV": str(own), "CHERHA_RUN": str(folder)}
    if full:
        (folder / "dd").write_text("#!/bin/sh\nexit 1\n")
        (folder / "dd").chmod(0o755)
        environment["PATH"] = f"{folder}:{environment['PATH']}"
    done = subprocess.run(
        ["sh", PROGRAM, folder / "grubenv", *words], env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout


def test_marks_are_written_over_in_their_place(tmp_path: Path):
    marks = tmp_path / "grubenv"
    asked(tmp_path, "create")
    with marks.open("rb") as before:
        assert asked(tmp_path, "set", "B_TRY=1") == (0, "")
        before.seek(0)
        assert b"B_TRY=1" in before.read(512)  # the same file still, and in its first sector
    assert marks.stat().st_size == 1024


def test_marks_that_could_not_be_written_are_the_old_ones(tmp_path: Path):
    asked(tmp_path, "create")
    asked(tmp_path, "set", "A_OK=1")
    before = (tmp_path / "grubenv").read_bytes()
    assert asked(tmp_path, "set", "A_OK=0", full=True)[0] != 0
    assert (tmp_path / "grubenv").read_bytes() == before


def test_marks_that_cannot_be_read_begin_anew(tmp_path: Path):
    (tmp_path / "grubenv").write_bytes(b"")
    assert asked(tmp_path, "set", "A_OK=1") == (0, "")
    assert "A_OK=1" in asked(tmp_path, "list")[1]


def test_nothing_is_left_beside_them(tmp_path: Path):
    asked(tmp_path, "create")
    asked(tmp_path, "set", "A_OK=1")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["debians", "grubenv"]
