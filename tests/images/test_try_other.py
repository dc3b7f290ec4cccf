"""An installed update is started when its box says so, and not before: whatever the plug does meanwhile."""

import configparser
import os
import subprocess
from pathlib import Path

import pytest

from provisioning.image.boot_choice import chosen
from provisioning.updating.box import OwnRoot
from tests.images.test_fill_other import filled

pytestmark = pytest.mark.fast

LAYER = Path(__file__).resolve().parents[2] / "images/layers/30-updates/overlay"
TOLD = '#!/bin/sh\necho "$(basename "$0")" "$@" >> "$SCENE/did"\n'
# What RAUC leaves where it is not to start what it has written.
# A bundle of a stranger's has his name in it.
RAUC = (
    TOLD + 'case "$2" in *stranger*) exit 1 ;; esac\n[ "$1" = info ] || sed -i s/B_OK=1/B_OK=0/ "$SCENE/grub/grubenv"\n'
)
LSBLK = '#!/bin/sh\ncat "$SCENE/disks" 2>/dev/null\n'
NSENTER = '#!/bin/sh\nwhile [ "${1#-}" != "$1" ] || [ "$1" = 1 ]; do shift; done\nexec "$@"\n'
EDITENV = '#!/bin/sh\nmarks=$1; shift 2\necho one-write >> "$SCENE/did"\nprintf "%s\\n" "$@" >> "$marks"\n'


class Appliance:
    """Root A runs, root B was well; the programs that the scripts call are stand-ins."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name, text in (
            ("mount", TOLD), ("sync", TOLD), ("systemctl", TOLD), ("rauc", RAUC), ("nsenter", NSENTER),
            ("grub-editenv", EDITENV), ("lsblk", LSBLK),
        ):  # fmt: skip
            (folder / name).write_text(text)
            (folder / name).chmod(0o755)
        for name in ("grub", "system"):
            (folder / name).mkdir()
        self.marks = folder / "grub/grubenv"
        self.marks.write_text("ORDER=A B\nA_OK=1\nB_OK=1\nA_TRY=0\nB_TRY=0\n")
        (folder / "cmdline").write_text("ro rauc.slot=A quiet")
        for name in ("well-A", "well-B"):
            (folder / "system" / name).touch()
        (folder / "did").touch()

    def runs(self, script: str, *words: str) -> int:
        own = {
            "CHERHA_BOOT": ".", "CHERHA_CMDLINE": "cmdline", "CHERHA_SYSTEM": "system", "CHERHA_LOCK": "lock",
            "CHERHA_WRITTEN": "written", "SCENE": ".", "PATH": f"{self.folder}:{os.environ['PATH']}",
        }  # fmt: skip
        program = LAYER / "opt/cherha/libexec" / script
        return subprocess.run(["sh", program, *words], cwd=self.folder, env=own, check=False).returncode

    @property
    def next_root(self) -> str:
        return chosen(dict(each.split("=", 1) for each in self.marks.read_text().splitlines()))

    @property
    def did(self) -> list[str]:
        return (self.folder / "did").read_text().splitlines()


def test_what_is_installed_is_not_started_before_it_is_said(tmp_path: Path):
    box = Appliance(tmp_path)
    assert box.runs("install-update", "new.raucb") == 0
    assert box.next_root == "A"
    assert box.runs("try-other", "1.2.0") == 0
    assert box.next_root == "B"
    assert "TRIED=1.2.0" in box.marks.read_text().splitlines()
    assert box.did.count("one-write") == 1, "the plug between two would find half of it"


def test_a_box_knows_from_the_marks_what_it_has_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    box = Appliance(tmp_path)
    monkeypatch.setattr("provisioning.updating.box.MARKS", box.marks)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    box.runs("install-update", "new.raucb")
    assert OwnRoot().tried() == "", "the plug now, and it is installed once more"
    box.runs("try-other", "1.2.0")
    (tmp_path / "grub-editenv").write_text('#!/bin/sh\n[ "$2" = list ] && cat "$1"\n')
    assert OwnRoot().tried() == "1.2.0"
    box.marks.unlink()
    assert OwnRoot().tried() == "", "marks that cannot be read"


def test_a_strangers_update_changes_nothing(tmp_path: Path):
    box = Appliance(tmp_path)
    before = box.marks.read_text()
    assert box.runs("install-update", "stranger.raucb") != 0
    assert box.marks.read_text() == before
    assert (tmp_path / "system/well-B").exists(), "B may rot, and is to be written anew then"


def test_nothing_is_written_where_two_cards_have_the_same_numbers(tmp_path: Path):
    box = Appliance(tmp_path)
    (tmp_path / "disks").write_text("43485248-02\n43485248-03\n43485248-02\n")
    assert box.runs("install-update", "good.raucb") != 0
    assert box.did == []


def test_rauc_itself_starts_nothing():
    read = configparser.ConfigParser()
    read.read_string((LAYER / "etc/rauc/system.conf").read_text("utf-8"))
    assert not read.getboolean("system", "activate-installed")


def test_nothing_is_tried_that_was_not_installed_since_the_start(tmp_path: Path):
    box = Appliance(tmp_path)
    assert box.runs("try-other") != 0
    assert box.next_root == "A"


def test_an_installation_that_was_cut_short_is_not_tried(tmp_path: Path):
    box = Appliance(tmp_path)
    assert box.runs("install-update", "new.raucb") == 0
    (tmp_path / "rauc").write_text('#!/bin/sh\n[ "$1" = info ]\n')
    assert box.runs("install-update", "newer.raucb") != 0
    assert box.runs("try-other") != 0


def test_an_update_that_waits_for_its_restart_is_not_written_over(tmp_path: Path):
    (tmp_path / "written").touch()
    assert filled(tmp_path, "A", "A_OK=1\nB_OK=0\n") == ({"A": b"A", "B": b"B"}, "")


def test_an_update_that_is_not_tried_after_all_becomes_a_copy_of_the_root_that_runs(tmp_path: Path):
    box = Appliance(tmp_path)
    box.runs("install-update", "new.raucb")
    assert box.runs("keep-this-root") == 0
    assert box.did[-1] == "systemctl start --no-block appliance-fill.service"
    assert (box.next_root, box.runs("try-other")) == ("A", 1)


def test_a_root_that_has_yet_to_be_well_is_not_copied(tmp_path: Path):
    box = Appliance(tmp_path)
    box.runs("install-update", "new.raucb")
    (tmp_path / "system/well-A").unlink()
    assert box.runs("keep-this-root") == 0
    assert "systemctl start --no-block appliance-fill.service" not in box.did
