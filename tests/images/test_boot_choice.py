"""Which root is started next. GRUB's own script is walked by a shell, which reads it as GRUB does."""

import re
import subprocess
from itertools import product
from pathlib import Path

import pytest

from provisioning.image.boot_choice import chosen, read_marks

pytestmark = pytest.mark.fast

IMAGES = Path(__file__).resolve().parents[2] / "images"
SCRIPT = (IMAGES / "boot/grub.cfg").read_text("utf-8")
# What each root brings of its own.
START = (IMAGES / "layers/20-boot/overlay/boot/start.cfg").read_text("utf-8")
NEW_CARD = "ORDER='A B';A_OK=1;B_OK=0;A_TRY=0;B_TRY=0"
NEW_IN_B = "ORDER='B A';A_OK=1;B_OK=1;A_TRY=0;B_TRY=0"
# GRUB's commands, as far as the script needs them. A kernel is read where SOUND has the slot.
GRUB = """\
source() { [ -e ".$1" ] || return 1; . ".$1"; }
load_env() { . ./grubenv; }
save_env() { for each in "$@"; do eval "echo $each=\\$$each"; done >> ./grubenv; }
regexp() { :; }
sleep() { :; }
initrd() { case "$SOUND" in *"$chosen"*) ;; *) return 1 ;; esac; }
linux() { echo "$*" >> told; case "$KERNEL" in *"$chosen"*) ;; *) return 1 ;; esac; }
boot() { echo "$chosen"; exit 0; }
reboot() { echo -; exit 0; }
"""


def starts(
    folder: Path,
    grubenv: str,
    count: int = 1,
    *,
    sound: str = "AB",
    kernel: str = "",
    there: str = "AB",
    writes: bool = True,
) -> str:
    """The roots that are started one after another; none of them gets well. "-": nothing could be started.

    `there`: roots whose file system can be read; `kernel`: those that have one, `sound` where nothing is said; `sound`:
    those with kernel and first root. `writes`: whether the marks can be written.
    """
    (folder / "grubenv").write_text("\n".join(grubenv.split(";")) + "\n")
    for number, slot in enumerate("AB", start=2):
        own = folder / f".disk{number}/boot/start.cfg"
        if slot in there and not own.exists():
            own.parent.mkdir(parents=True, exist_ok=True)
            own.write_text(as_shell(START))
    grub = GRUB if writes else GRUB + "save_env() { return 1; }\n"
    script = grub + as_shell(SCRIPT.replace("($disk,msdos$number)", "disk$number"))
    done = [
        subprocess.run(
            ["sh", "-c", script],
            cwd=folder,
            env={"SOUND": sound, "KERNEL": kernel or sound},
            capture_output=True,
            text=True,
            check=False,
        )
        for _ in range(count)
    ]
    assert not any(each.stderr for each in done), done[0].stderr
    return "".join(each.stdout.strip() for each in done)


def as_shell(script: str) -> str:
    return re.sub(r"\bset (?=\w+=)", "", script)


def test_a_new_card_starts_its_only_root_for_ever(tmp_path: Path):
    assert starts(tmp_path, NEW_CARD, 5) == "AAAAA"


def test_a_new_root_is_started_three_times_and_then_the_old_one(tmp_path: Path):
    assert starts(tmp_path, NEW_IN_B, 4) == "BBBA"


def test_when_neither_is_well_the_first_is_tried_again(tmp_path: Path):
    assert starts(tmp_path, NEW_IN_B, 7) == "BBBAAAB"


def test_a_root_without_a_kernel_gives_way_at_once(tmp_path: Path):
    assert starts(tmp_path, NEW_IN_B, 3, sound="A") == "AAA"


def test_a_root_without_a_first_root_gives_way_at_once(tmp_path: Path):
    assert starts(tmp_path, NEW_IN_B, 3, sound="A", kernel="AB") == "AAA"


def test_a_root_that_is_no_file_system_gives_way_at_once(tmp_path: Path):
    assert starts(tmp_path, NEW_IN_B, 3, there="A") == "AAA"


def test_it_gives_way_where_the_marks_cannot_be_written_any_more(tmp_path: Path):
    assert starts(tmp_path, NEW_IN_B.replace("B A", "A B"), 3, sound="B", writes=False) == "BBB"


def test_a_half_written_root_is_not_started_instead_of_one_that_cannot_be_read(tmp_path: Path):
    assert starts(tmp_path, NEW_CARD, 3, sound="B") == "---"


def test_an_update_brings_what_its_kernel_is_told_and_the_old_root_keeps_its_own(tmp_path: Path):
    (tmp_path / ".disk3/boot").mkdir(parents=True)
    (tmp_path / ".disk3/boot/start.cfg").write_text(as_shell(START.replace("panic=10", "panic=10 anew")))
    assert starts(tmp_path, NEW_IN_B, 4) == "BBBA"
    assert ["anew" in told for told in (tmp_path / "told").read_text().splitlines()] == [True, True, True, False]


def test_two_roots_of_which_one_has_rotted_start_the_other(tmp_path: Path):
    assert starts(tmp_path, NEW_IN_B + ";A_TRY=3;B_TRY=3", 3, sound="A") == "AAA"


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
