"""When a root counts as well: the roles that the appliance is for have been ready for a minute, without a restart."""

import os
import subprocess
from pathlib import Path

import pytest

from provisioning.image.boot_choice import chosen

pytestmark = pytest.mark.fast

SCRIPT = Path(__file__).resolve().parents[2] / "images/layers/30-updates/overlay/opt/cherha/libexec/slot-well"
# The programs that it calls, as an appliance would answer. Every `sleep` is a turn, and a line of a script each says
# what is true in it: which roles are ready, and how often they were started again.
SYSTEMCTL = """\
#!/bin/sh
turn=$(wc -l < "$SCENE/turns")
line=$(sed -n "${turn}p" "$SCENE/scene")
[ -n "$line" ] || line=$(tail -n 1 "$SCENE/scene")
case "$1" in
is-active) case "$line" in *"$3"*) exit 0 ;; *) exit 3 ;; esac ;;
show) echo "${line%% *}" ;;
reboot) echo reboot >> "$SCENE/did" ;;
esac
"""
# The card: its roots can be read, but for those that are named.
DD = '#!/bin/sh\necho "$@" >> "$SCENE/read"\nfor each in $UNREADABLE; do case "$1" in *"$each") exit 1 ;; esac; done\n'
ROOTS = {"A": "43485248-02", "B": "43485248-03"}
SLEEP = '#!/bin/sh\necho >> "$SCENE/turns"\n[ "$(wc -l < "$SCENE/turns")" -lt 150 ] || kill "$PPID"\n'
TOLD = '#!/bin/sh\necho "$(basename "$0")" "$@" >> "$SCENE/did"\n'
EDITENV = '#!/bin/sh\ncase "$2" in list) cat "$SCENE/grubenv" ;; *) echo grub-editenv "$@" >> "$SCENE/did" ;; esac\n'


def watched(
    folder: Path,
    scene: list[str],
    cmdline: str = "ro rauc.slot=B quiet",
    *,
    well: str = "",
    grubenv: str = "A_TRY=0",
    unreadable: str = "",
    patience: int = 600,
) -> tuple[list[str], int]:
    """What it did in the end, and after how many looks. `well`: the slots that have been; `unreadable`: those that the
    card gives back no more.
    """
    (folder / "system").mkdir(exist_ok=True)
    for slot in well:
        (folder / f"system/well-{slot}").touch()
    for name, text in (
        ("systemctl", SYSTEMCTL),
        ("sleep", SLEEP),
        ("mount", TOLD),
        ("flock", TOLD),
        ("sync", TOLD),
        ("grub-editenv", EDITENV),
        ("dd", DD),
    ):
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)
    (folder / "scene").write_text("\n".join(scene) + "\n")
    for name in ("turns", "did"):
        (folder / name).write_text("")
    (folder / "grubenv").write_text(f"{grubenv}\n")
    (folder / "cmdline").write_text(cmdline)
    for root in ROOTS.values():
        (folder / root).touch()
    (folder / "roles").mkdir(exist_ok=True)
    (folder / "roles/board.toml").write_text("")
    own = {
        "CHERHA_ROLES": "roles",
        "CHERHA_LOCK": "lock",
        "CHERHA_BOOT": ".",
        "CHERHA_CMDLINE": "cmdline",
        "CHERHA_SYSTEM": "system",
        "CHERHA_DISKS": ".",
        "CHERHA_RUN": "run",
        "CHERHA_PATIENCE": str(patience),
        "UNREADABLE": " ".join(ROOTS[slot] for slot in unreadable),
        "SCENE": ".",
    }
    environment = {**own, "PATH": f"{folder}:{os.environ['PATH']}"}
    subprocess.run(["sh", SCRIPT], cwd=folder, env=environment, check=False, capture_output=True)
    return (folder / "did").read_text().splitlines(), len((folder / "turns").read_text().splitlines())


def test_a_root_whose_roles_stay_ready_for_a_minute_is_well(tmp_path: Path):
    did, turns = watched(tmp_path, ["0 cherha-board.service"])
    assert "grub-editenv ./grub/grubenv set B_OK=1 B_TRY=0" in did
    assert turns == 13


def test_the_boot_partition_is_written_to_for_that_moment_alone(tmp_path: Path):
    did, _ = watched(tmp_path, ["0 cherha-board.service"])
    assert [line.split()[0:3] for line in did] == [
        ["flock", "9"],  # whoever installs an update has it writable until the end
        ["sync", "-f", "system"],  # before the mark: the plug may be drawn at any moment
        ["mount", "-o", "remount,rw"],
        ["grub-editenv", "./grub/grubenv", "set"],
        ["sync", "-f", "."],
        ["mount", "-o", "remount,ro"],
    ]


def test_a_root_whose_roles_do_not_come_up_stays_marked(tmp_path: Path):
    did, _ = watched(tmp_path, ["0 cherha-office.service"])
    assert did == []


def test_a_role_that_is_started_again_and_again_is_not_well(tmp_path: Path):
    did, _ = watched(tmp_path, [f"{turn} cherha-board.service" for turn in range(150)])
    assert did == []


def test_a_restart_begins_the_minute_anew(tmp_path: Path):
    did, turns = watched(tmp_path, [*["0 cherha-board.service"] * 8, "1 cherha-board.service"])
    assert did
    assert turns == 21


def test_without_the_boot_loader_there_is_nothing_to_mark(tmp_path: Path):
    did, _ = watched(tmp_path, ["0 cherha-board.service"], "ro quiet")
    assert did == []


def test_a_new_root_that_does_not_get_well_gives_way_to_the_one_that_was(tmp_path: Path):
    did, turns = watched(tmp_path, ["0 cherha-office.service"], well="A")
    assert did[-1] == "reboot"
    assert "grub-editenv ./grub/grubenv set B_TRY=3" in did, "or it would be started twice more"
    assert turns == 120


def proves(folder: Path) -> None:
    """A technician has set something at this box, and its role has not stood with it yet."""
    (folder / "run/restart").mkdir(parents=True)
    (folder / "run/restart/board.proving").touch()


def test_a_new_root_is_not_given_up_for_settings_that_a_role_does_not_stand_with(tmp_path: Path):
    """They go back to what they were, a little too late for its patience alone."""
    scene = [*["0 cherha-office.service"] * 19, "1 cherha-board.service"]
    did, _ = watched(tmp_path, scene, well="A", patience=120)
    assert did[-1] == "reboot"
    proves(tmp_path)
    did, turns = watched(tmp_path, scene, well="A", patience=120)
    assert ("grub-editenv ./grub/grubenv set B_OK=1 B_TRY=0" in did, turns) == (True, 19 + 13)


def test_it_is_given_up_in_the_end_whatever_was_set(tmp_path: Path):
    proves(tmp_path)
    did, turns = watched(tmp_path, ["0 cherha-office.service"], well="A", patience=120)
    assert (did[-1], turns) == ("reboot", 36)


def test_a_root_that_has_been_well_is_not_given_up_for_a_broken_settings_file(tmp_path: Path):
    did, _ = watched(tmp_path, ["0 cherha-office.service"], well="AB", grubenv="B_TRY=0")
    assert did == []


def test_a_root_that_was_well_and_in_which_roles_are_ill_is_counted_no_more(tmp_path: Path):
    did, _ = watched(tmp_path, ["0 cherha-office.service"], well="AB", grubenv="A_TRY=0\nB_TRY=2")
    assert [line for line in did if line.startswith("grub-editenv")] == ["grub-editenv ./grub/grubenv set B_TRY=0"]
    assert did[-1].startswith("mount -o remount,ro"), "and nothing is started anew"


def test_a_root_that_was_well_and_can_be_read_no_more_gives_way_and_is_written_anew(tmp_path: Path):
    did, turns = watched(tmp_path, ["0 cherha-office.service"], well="AB", unreadable="B", grubenv="B_TRY=1")
    assert ("grub-editenv ./grub/grubenv set B_TRY=3" in did, did[-1], turns) == (True, "reboot", 120)
    assert "iflag=direct" in (tmp_path / "read").read_text(), "the memory has what the card has no more"
    did, _ = watched(tmp_path, ["0 cherha-board.service"], "ro rauc.slot=A quiet", grubenv="B_OK=1\nB_TRY=3")
    assert "grub-editenv ./grub/grubenv set A_OK=1 A_TRY=0 B_OK=0" in did


def test_a_root_that_can_be_read_no_more_stays_where_the_other_was_never_well(tmp_path: Path):
    did, _ = watched(tmp_path, ["0 cherha-office.service"], well="B", unreadable="B", grubenv="B_TRY=2")
    assert did == [], "nor is its count taken away: three starts, and the other may come"


def test_what_rots_in_the_other_root_is_nothing_to_this_one(tmp_path: Path):
    did, _ = watched(tmp_path, ["0 cherha-office.service"], well="AB", unreadable="A", grubenv="B_TRY=0")
    assert did == []


def test_a_hall_that_is_broken_does_not_wander_between_its_roots(tmp_path: Path):
    """However often it is started anew, to see whether that helps."""
    marks = {"ORDER": "B A", "A_OK": "1", "B_OK": "1", "A_TRY": "0", "B_TRY": "0"}
    for _ in range(4):
        assert chosen(marks) == "B"
        marks["B_TRY"] = str(int(marks["B_TRY"]) + 1)  # as the boot loader counts
        grubenv = "\n".join(f"{name}={value}" for name, value in marks.items())
        did, _ = watched(tmp_path, ["0 cherha-office.service"], well="AB", grubenv=grubenv)
        for line in did:
            if line.startswith("grub-editenv"):
                marks.update(word.split("=") for word in line.split()[3:])


def test_a_root_that_is_well_is_remembered(tmp_path: Path):
    watched(tmp_path, ["0 cherha-board.service"])
    assert (tmp_path / "system/well-B").exists()


# The plug may be drawn three times in the first minute of a new root; the boot loader takes the other one then.
EXHAUSTED = "A_OK=1\nA_TRY=3"


def test_a_root_that_three_power_cuts_have_put_aside_is_started_once_more(tmp_path: Path):
    did, _ = watched(tmp_path, ["0 cherha-board.service"], grubenv=EXHAUSTED)
    assert "grub-editenv ./grub/grubenv set B_OK=1 B_TRY=0 A_TRY=2" in did


def test_it_is_started_once_more_only_once(tmp_path: Path):
    watched(tmp_path, ["0 cherha-board.service"], grubenv=EXHAUSTED)
    did, _ = watched(tmp_path, ["0 cherha-board.service"], grubenv=EXHAUSTED)
    assert "grub-editenv ./grub/grubenv set B_OK=1 B_TRY=0" in did


def test_a_root_whose_roles_were_ill_is_not_started_once_more(tmp_path: Path):
    watched(tmp_path, ["0 cherha-office.service"], "ro rauc.slot=A quiet", well="B")
    did, _ = watched(tmp_path, ["0 cherha-board.service"], grubenv=EXHAUSTED)
    assert "grub-editenv ./grub/grubenv set B_OK=1 B_TRY=0" in did


def test_a_root_that_gets_well_in_the_end_is_given_up_no_more(tmp_path: Path):
    watched(tmp_path, ["0 cherha-board.service"], grubenv=EXHAUSTED)
    watched(tmp_path, ["0 cherha-board.service"], "ro rauc.slot=A quiet")
    assert not (tmp_path / "system/given-up-A").exists()


def test_a_root_that_was_well_and_cannot_be_started_any_more_is_written_anew(tmp_path: Path):
    watched(tmp_path, ["0 cherha-board.service"], grubenv=EXHAUSTED, well="A")
    did, _ = watched(tmp_path, ["0 cherha-board.service"], grubenv=EXHAUSTED, well="A")
    assert "grub-editenv ./grub/grubenv set B_OK=1 B_TRY=0 A_OK=0" in did
    assert [each.name for each in (tmp_path / "system").iterdir()] == ["well-B"]
