"""A root to go back to: the one that runs is copied where there is none, and counts only once it is the same."""

import os
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.fast

SCRIPT = Path(__file__).resolve().parents[2] / "images/layers/30-updates/overlay/opt/cherha/libexec/fill-other"
TOLD = '#!/bin/sh\necho "$(basename "$0")" "$@" >> "$SCENE/did"\n'
EDITENV = '#!/bin/sh\ncase "$2" in list) cat "$SCENE/grubenv" ;; *) echo "$3" "$4" >> "$SCENE/marks" ;; esac\n'
# The real one, but for what not every file system can.
DD = '#!/bin/sh\nexec /bin/dd "$1" "$2" bs=64k conv=notrunc status=none\n'
WORN_OUT = "#!/bin/sh\nexit 0\n"  # a card that takes what is written and keeps nothing
ROOTS = {"A": "43485248-02", "B": "43485248-03"}


def filled(folder: Path, slot: str, grubenv: str, *, dd: str = DD) -> tuple[dict[str, bytes], str]:
    """What the two roots hold afterwards, and the marks that were set."""
    for name, text in (("mount", TOLD), ("sync", TOLD), ("grub-editenv", EDITENV), ("dd", dd)):
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)
    (folder / "system").mkdir()
    (folder / "grubenv").write_text(grubenv)
    (folder / "marks").write_text("")
    (folder / "cmdline").write_text(f"ro rauc.slot={slot} quiet")
    for name, file in ROOTS.items():
        (folder / file).write_bytes(name.encode() * 200_000)
    own = {
        "CHERHA_BOOT": ".",
        "CHERHA_CMDLINE": "cmdline",
        "CHERHA_SYSTEM": "system",
        "CHERHA_DISKS": ".",
        "SCENE": ".",
    }
    environment = {**own, "CHERHA_LOCK": "lock", "PATH": f"{folder}:{os.environ['PATH']}"}
    subprocess.run(["sh", SCRIPT], cwd=folder, env=environment, check=False, capture_output=True)
    return {name: (folder / file).read_bytes()[:1] for name, file in ROOTS.items()}, (folder / "marks").read_text()


def test_a_new_card_gets_its_second_root_from_its_first(tmp_path: Path):
    assert filled(tmp_path, "A", "A_OK=1\nB_OK=0\n") == ({"A": b"A", "B": b"A"}, "B_OK=1 B_TRY=0\n")
    assert (tmp_path / "system/well-B").exists()


def test_an_update_that_was_cut_short_is_filled_up_from_the_root_that_runs(tmp_path: Path):
    assert filled(tmp_path, "B", "A_OK=0\nB_OK=1\n") == ({"A": b"B", "B": b"B"}, "A_OK=1 A_TRY=0\n")


def test_a_root_that_is_there_is_left_alone(tmp_path: Path):
    assert filled(tmp_path, "B", "A_OK=1\nB_OK=1\n") == ({"A": b"A", "B": b"B"}, "")


def test_a_copy_that_is_not_the_same_is_never_started(tmp_path: Path):
    assert filled(tmp_path, "A", "A_OK=1\nB_OK=0\n", dd=WORN_OUT)[1] == ""
