"""Which root is started next. GRUB's own script is walked by a shell, which reads it as GRUB does."""

import re
import subprocess
from itertools import product
from pathlib import Path

import pytest

from provisioning.image.boot_choice import chosen, read_marks

pytestmark = pytest.mark.fast

SCRIPT = (Path(__file__).resolve().parents[2] / "images/boot/grub.cfg").read_text("utf-8")
NEW_CARD = "ORDER='A B';A_OK=1;B_OK=0;A_TRY=0;B_TRY=0"
NEW_IN_B = "ORDER='B A';A_OK=1;B_OK=1;A_TRY=0;B_TRY=0"
# GRUB's commands, as far as the script needs them. A kernel is read where SOUND has the slot.
GRUB = """\
load_env() { . ./grubenv; }
save_env() { for each in "$@"; do eval "echo $each=\\$$each"; done >> ./grubenv; }
regexp() { :; }
sleep() { :; }
initrd() { :; }
linux() { told=$*; case "$SOUND" in *"$chosen"*) ;; *) return 1 ;; esac; }
boot() { echo "$chosen"; exit 0; }
reboot() { echo -; exit 0; }
"""


def starts(folder: Path, grubenv: str, count: int = 1, *, sound: str = "AB") -> str:
    """The roots that are started one after another; none of them gets well. "-": no kernel could be read."""
    (folder / "grubenv").write_text("\n".join(grubenv.split(";")) + "\n")
    script = GRUB + re.sub(r"\bset (?=\w+=)", "", SCRIPT.replace("($disk,msdos$number)", "disk"))
    done = [
        subprocess.run(
            ["sh", "-c", script], cwd=folder, env={"SOUND": sound}, capture_output=True, text=True, check=False
        )
        for _ in range(count)
    ]
    assert not any(each.stderr for each in done), done[0].stderr
    return "".join(each.stdout.strip() for each in done)


def test_a_new_card_starts_its_only_root_for_ever(tmp_path: Path):
    assert starts(tmp_path, NEW_CARD, 5) == "AAAAA"


def test_a_new_root_is_started_three_times_and_then_the_old_one(tmp_path: Path):
    assert starts(tmp_path, NEW_IN_B, 4) == "BBBA"


def test_when_neither_is_well_the_first_is_tried_again(tmp_path: Path):
    assert starts(tmp_path, NEW_IN_B, 7) == "BBBAAAB"


def test_a_root_without_a_kernel_gives_way_at_once(tmp_path: Path):
    assert starts(tmp_path, NEW_IN_B, 3, sound="A") == "-AA"


def test_two_roots_of_which_one_has_rotted_start_the_other(tmp_path: Path):
    assert starts(tmp_path, NEW_IN_B + ";A_TRY=3;B_TRY=3", 3, sound="A") == "-AA"


def test_a_root_that_is_half_written_is_never_started(tmp_path: Path):
    assert starts(tmp_path, NEW_IN_B + ";B_OK=0", 5) == "AAAAA"


@pytest.mark.parametrize("order", ["A B", "B A"])
def test_the_drill_of_power_cuts_knows_what_the_script_decides(tmp_path: Path, order: str):
    for well, tried in product(product("01", repeat=2), product("023", repeat=2)):
        marks = dict(zip(("A_OK", "B_OK", "A_TRY", "B_TRY"), (*well, *tried), strict=True))
        told = ";".join([f"ORDER='{order}'", *(f"{name}={value}" for name, value in marks.items())])
        assert starts(tmp_path, told) == chosen({"ORDER": order, **marks}), told


def test_marks_that_cannot_be_read_leave_the_choice_to_the_script():
    block = b"# GRUB Environment Block\n# WARNING: do not edit\nORDER=B A\nB_OK=1\n"
    assert chosen(read_marks(block.ljust(1024, b"#"))) == "B"
    assert chosen(read_marks(b"")) == "A"
