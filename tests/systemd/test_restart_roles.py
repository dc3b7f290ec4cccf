"""`restart-roles` looks whether a role stands with what was set from the desk; systemd is a made-up one."""

from __future__ import annotations

import os
import re
import stat
import subprocess
from pathlib import Path

import pytest

from provisioning.pairing.marks import FELL, STANDS, looked
from tests.systemd.units import ROOT, SYSTEMD, UNITS

pytestmark = pytest.mark.fast
MINUTE = 60_000_000  # microseconds

SYSTEMCTL = """#!/bin/sh
case "$1 $2" in
"show --property=ActiveState") cat "$MADE_UP/state" ;;
"show --property=ExecMainStartTimestampMonotonic") cat "$MADE_UP/begun" ;;
"show --property=ActiveEnterTimestampMonotonic") cat "$MADE_UP/begun" ;;
*) echo "$@" >>"$MADE_UP/asked" ;;
esac
"""


LIBEXEC = ROOT / "images/layers/30-updates/overlay/opt/cherha/libexec"


def _seconds(span: str) -> int:
    number, unit = re.fullmatch(r"(\d+)(s|min)", span).groups()  # type: ignore[union-attr]
    return int(number) * {"s": 1, "min": 60}[unit]


class Machine:
    def __init__(self, folder: Path) -> None:
        self.folder, self.marks = folder, folder / "run" / "restart"
        self.marks.mkdir(parents=True)
        (folder / "systemctl").write_text(SYSTEMCTL)
        (folder / "systemctl").chmod(0o755)
        mask = re.search(r"(?m)^UMask=(\d+)$", (UNITS / "appliance-pairing.service").read_text())
        assert mask
        self.umask = int(mask[1], 8)
        self.now = int(float(Path("/proc/uptime").read_text().split()[0]) * 1e6)

    def role(self, state: str, begun: int) -> None:
        """How systemd has it: `begun`: microseconds from now."""
        (self.folder / "state").write_text(f"{state}\n")
        (self.folder / "begun").write_text(f"{max(1, self.now + begun)}\n")

    def mark(self, kind: str, text: str = "") -> Path:
        mark = self.marks / f"board.{kind}"
        mark.write_text(text)
        return mark

    def look(self) -> str:
        paths = f"{self.folder}:{os.environ['PATH']}"
        own = {"PATH": paths, "MADE_UP": str(self.folder), "CHERHA_RUN": str(self.folder / "run")}
        command = [SYSTEMD / "libexec/restart-roles"]
        subprocess.run(command, env=own, check=True, capture_output=True, umask=self.umask)
        proving = self.marks / "board.proving"
        return looked(self.marks, "board", proving.read_text().strip()) if proving.exists() else ""


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_a_role_with_its_older_settings_yet_is_not_judged(machine: Machine) -> None:
    machine.mark("proving", f"{machine.now - MINUTE}\n")
    machine.mark("waits")
    machine.role("active", -2 * MINUTE)
    for _ in range(6):
        assert machine.look() == ""
    assert (machine.marks / "board.waits").exists()


def test_one_that_runs_for_a_minute_stands_and_waits_for_nothing_more(machine: Machine) -> None:
    machine.mark("waits")
    machine.mark("proving", f"{machine.now - 5 * MINUTE}\n")
    machine.role("active", -2 * MINUTE)
    assert machine.look() == STANDS
    assert not (machine.marks / "board.waits").exists(), "somebody has restarted it by hand"
    machine.role("failed", -1)
    assert machine.look() == STANDS, "what comes later has other reasons"


def test_what_was_seen_is_read_by_the_roles_user(machine: Machine) -> None:
    """The unit's mask holds for its privileged command too: root made a folder into which nobody else saw."""
    machine.mark("proving", "1\n")
    machine.role("failed", -1)
    assert machine.look() == FELL
    looks = machine.marks.with_name("looks")
    assert looks.stat().st_mode & stat.S_IXOTH
    assert (looks / "board").stat().st_mode & stat.S_IROTH


def test_one_that_gave_up_fell_and_one_that_begins_again_and_again_too(machine: Machine) -> None:
    machine.mark("proving", "1\n")
    machine.role("failed", -1)
    assert machine.look() == FELL
    machine.mark("proving", "2\n")
    machine.role("active", -1)
    assert [machine.look() for _ in range(4)] == ["1", "2", "3", FELL]


def test_settings_that_a_role_does_not_stand_with_are_gone_before_a_new_root_is_given_up() -> None:
    """However late the timer is: four looks, a turn that puts them back, and a minute in which the role is ready again."""
    timer = dict(re.findall(r"(?m)^(\w+Sec)=(.+)$", (UNITS / "appliance-pairing.timer").read_text()))
    late = _seconds(timer["RandomizedDelaySec"]) + _seconds(timer["AccuracySec"])
    back = _seconds(timer["OnBootSec"]) + late + 4 * (_seconds(timer["OnUnitInactiveSec"]) + late)
    patience = re.search(r"CHERHA_PATIENCE:-(\d+)", (LIBEXEC / "slot-well").read_text())
    assert patience
    assert back + 60 + 5 * 15 < int(patience[1]) * 1.5, "each turn takes some seconds, too"


def test_root_tells_nobody_what_stands_in_a_file_of_its_own(machine: Machine) -> None:
    secret = machine.folder / "pin"
    secret.write_text("482916\n")
    (machine.marks / "board.proving").symlink_to(secret)
    machine.role("failed", -1)
    machine.look()
    looks = machine.marks.with_name("looks")
    assert not any("482916" in each.read_text() for each in looks.glob("*"))


def test_one_that_gave_up_begins_with_the_settings_that_came_back(machine: Machine) -> None:
    """systemd's `try-restart` does nothing with a role that has failed."""
    machine.mark("due")
    machine.role("failed", -1)
    machine.look()
    assert (machine.folder / "asked").read_text() == "restart cherha-board.service\n"


def test_a_mark_that_is_none_does_not_stop_the_others(machine: Machine) -> None:
    """Marks are left by whom root need not believe."""
    (machine.marks / "x.proving").write_text("$(reboot) -gt 9999999999999999999999999\n")
    machine.mark("due")
    machine.role("active", -1)
    machine.look()
    assert (machine.folder / "asked").read_text() == "try-restart cherha-board.service\n"
    assert not (machine.marks / "board.due").exists()
