"""A root to go back to: the one that runs is copied where there is none, and counts only once it is the same."""

import os
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.fast

SCRIPT = Path(__file__).resolve().parents[2] / "images/layers/30-updates/overlay/opt/cherha/libexec/fill-other"
TOLD = '#!/bin/sh\necho "$(basename "$0")" "$@" >> "$SCENE/did"\n'
EDITENV = '#!/bin/sh\ncase "$2" in list) cat "$SCENE/grubenv" ;; *) echo "$3" "$4" >> "$SCENE/marks" ;; esac\n'
# The real one, but for what not every file system can; NAME.card is what the card has where the memory has another.
DD = """#!/bin/sh
from=${1#if=}
[ -e "$from.card" ] && from=$from.card
case "$2" in of=*) to=$2 ;; *) exec /bin/dd if="$from" bs=64k status=none ;; esac
exec /bin/dd if="$from" "$to" bs=64k conv=notrunc status=none
"""
# a card that takes what is written and keeps nothing
WORN_OUT = '#!/bin/sh\ncase "$2" in of=*) exit 0 ;; esac\nexec /bin/dd "$1" bs=64k status=none\n'
UNREADABLE = '#!/bin/sh\ncase "$2" in of=*) exit 0 ;; esac\nexit 1\n'
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
        "CHERHA_WRITTEN": "written",
        "SCENE": ".",
    }
    environment = {**own, "CHERHA_LOCK": "lock", "PATH": f"{folder}:{os.environ['PATH']}"}
    subprocess.run(["sh", SCRIPT], cwd=folder, env=environment, check=False, capture_output=True)
    return {name: (folder / file).read_bytes()[:1] for name, file in ROOTS.items()}, (folder / "marks").read_text()


def test_a_new_card_gets_its_second_root_from_its_first(tmp_path: Path):
    assert filled(tmp_path, "A", "A_OK=1\nB_OK=0\n") == ({"A": b"A", "B": b"A"}, "B_OK=1 B_TRY=0\n")
    assert (tmp_path / "system/well-B").exists()


def test_what_only_the_memory_has_of_the_root_that_runs_does_not_make_the_copy_another(tmp_path: Path):
    (tmp_path / f"{ROOTS['A']}.card").write_bytes(b"a" * 200_000)
    assert filled(tmp_path, "A", "A_OK=1\nB_OK=0\n") == ({"A": b"A", "B": b"a"}, "B_OK=1 B_TRY=0\n")


def test_an_update_that_was_cut_short_is_filled_up_from_the_root_that_runs(tmp_path: Path):
    assert filled(tmp_path, "B", "A_OK=0\nB_OK=1\n") == ({"A": b"B", "B": b"B"}, "A_OK=1 A_TRY=0\n")


def test_a_root_that_is_there_is_left_alone(tmp_path: Path):
    assert filled(tmp_path, "B", "A_OK=1\nB_OK=1\n") == ({"A": b"A", "B": b"B"}, "")


def test_a_copy_that_is_not_the_same_is_never_started(tmp_path: Path):
    assert filled(tmp_path, "A", "A_OK=1\nB_OK=0\n", dd=WORN_OUT)[1] == ""


def test_a_copy_that_cannot_be_read_is_never_started(tmp_path: Path):
    assert filled(tmp_path, "A", "A_OK=1\nB_OK=0\n", dd=UNREADABLE)[1] == ""
