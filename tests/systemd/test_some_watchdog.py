"""Every machine has a watchdog: its chip, and where there is none the kernel's own. It is what ends a hung systemd."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.systemd.units import ROOT, SYSTEMD, UNITS

pytestmark = pytest.mark.fast

DRIVERS_COME = 'echo settle >> "$DID"; [ -z "$CHIP" ] || touch "$CHERHA_WATCHDOG"'


def did(folder: Path, settle: str = DRIVERS_COME, *, chip: bool) -> list[str]:
    """What the script did, in order."""
    for name, does in (("udevadm", settle), ("modprobe", 'echo "$@" >> "$DID"')):
        (folder / name).write_text(f"#!/bin/sh\n{does}\n")
        (folder / name).chmod(0o755)
    told = {
        "PATH": f"{folder}:{os.environ['PATH']}",
        "DID": str(folder / "did"),
        "CHERHA_WATCHDOG": str(folder / "watchdog0"),
        "CHIP": "yes" if chip else "",
    }
    subprocess.run(["sh", SYSTEMD / "libexec/some-watchdog"], env=told, check=True)
    return (folder / "did").read_text().split()


def test_a_machine_without_a_chip_has_the_kernels(tmp_path: Path):
    assert did(tmp_path, chip=False) == ["settle", "softdog"]


def test_a_chip_whose_driver_comes_late_stays_the_one_that_is_petted(tmp_path: Path):
    assert did(tmp_path, chip=True) == ["settle"]


def test_a_driver_that_never_ends_its_start_does_not_leave_the_machine_without(tmp_path: Path):
    assert did(tmp_path, 'echo settle >> "$DID"; exit 1', chip=False) == ["settle", "softdog"]


def test_the_kernels_watchdog_is_on_the_card_and_in_no_list_of_what_is_left_out():
    assert "watchdog" not in (ROOT / "images/left-out-drivers").read_text("utf-8")


def test_it_comes_beside_a_worn_card_too_and_nothing_waits_for_it():
    lines = (UNITS / "appliance-watchdog.service").read_text("utf-8").splitlines()
    assert "DefaultDependencies=no" in lines, "or it would wait for the data partition"
    assert "WantedBy=sysinit.target" in lines, "which is begun with beside emergency.target as well"
    assert not [line for line in lines if line.startswith(("Before=", "RequiredBy=", "RequiresMountsFor="))]
