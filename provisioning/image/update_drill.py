"""The drill of updates: a stranger's refused, a good one started and found well, a broken one given up.

In a virtual PC with one role, since each start takes minutes there: `cherha image test --updates`.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from provisioning.image import disk, updates
from provisioning.image.compare import copy_partition
from provisioning.image.guest import Guest
from provisioning.image.machine import Machine, fresh_disk
from provisioning.image.running import run
from provisioning.image.trial import BOOT, Trial, comes_up, slot_is_well, started
from provisioning.image.trial_hall import enrolled

ROLES = ("board",)
STICK_MIB = 1400
INSTALL = "/opt/cherha/libexec/install-update"


def try_updates(card: Path, hall: Path, out: Path, epoch: int, say: Callable[[str], None]) -> list[str]:
    """The promises that were broken; none is the good answer."""
    out.mkdir(parents=True, exist_ok=True)
    trial = Trial(say)
    stick = stick_with_updates(card, card.parent / "kept", out / "stick")
    trial.say(f"a stick with three updates: {stick.stat().st_size // 1_000_000} MB")
    drive = out / "disk.qcow2"
    fresh_disk(enrolled(card, hall, out / "card", epoch, roles=ROLES), drive)
    with_first = _start(drive, out, trial, stick, "first start")
    try:
        comes_up(with_first, trial, ROLES)
        with_first.picture(out / "board.png")
        slot_is_well(with_first, trial)
        guest = with_first.guest
        trial.found("root A runs", kept=_slot(guest) == "A", facts=_slot(guest))
        trial.found("a stranger's update is refused", kept="signature" in _installs(guest, "foreign", trial))
        trial.found("an update is installed", kept=not _installs(guest, "good", trial))
    finally:
        with_first.cut_power()
    with_new = _start(drive, out, trial, stick, "after the update")
    try:
        guest = with_new.guest
        trial.found("the new root B runs", kept=_slot(guest) == "B", facts=_slot(guest))
        comes_up(with_new, trial, ROLES)
        slot_is_well(with_new, trial)
        trial.found("a broken update is installed", kept=not _installs(guest, "broken", trial))
    finally:
        with_new.cut_power()
    broken = Machine(drive, out, trial.say, stick=stick)
    try:
        _until_gone(broken, trial)
    finally:
        broken.cut_power()
    back = _start(drive, out, trial, stick, "after the broken root gave up")
    try:
        trial.found("root B runs again", kept=_slot(back.guest) == "B", facts=_slot(back.guest))
        comes_up(back, trial, ROLES)
    finally:
        back.cut_power()
    return trial.wrong


def stick_with_updates(card: Path, kept: Path, work: Path) -> Path:
    """A file system with good.raucb, broken.raucb (no init in it) and foreign.raucb (another's key)."""
    shutil.rmtree(work, ignore_errors=True)
    (work / "tree").mkdir(parents=True)
    root = work / "root.ext4"
    copy_partition(card, "root-a", root)
    updates.bundle(root, kept, "amd64", "good", work / "tree/good.raucb")
    run(["debugfs", "-w", "-R", "rm /usr/lib/systemd/systemd", root])
    updates.bundle(root, kept, "amd64", "broken", work / "tree/broken.raucb")
    root.write_bytes(os.urandom(disk.MIB))
    updates.keyring(work / "stranger")
    updates.bundle(root, work / "stranger", "amd64", "foreign", work / "tree/foreign.raucb")
    root.unlink()
    stick = work / "stick.img"
    run(["mke2fs", "-q", "-t", "ext4", "-d", work / "tree", stick, f"{STICK_MIB}M"])
    return stick


def _start(drive: Path, out: Path, trial: Trial, stick: Path, name: str) -> Machine:
    return started(drive, out, trial, name, stick=stick)


def _installs(guest: Guest, name: str, trial: Trial) -> str:
    """What was said when it failed, the service's own journal with it; "" when it is installed."""
    began = time.monotonic()
    guest.run("mkdir -p /run/stick; mountpoint -q /run/stick || mount -o ro /dev/vdb /run/stick")
    code, words = guest.run(f"{INSTALL} /run/stick/{name}.raucb", BOOT)
    trial.say(f"  {name}: {code} after {time.monotonic() - began:.0f} s: {words[-400:]}")
    return words + guest.run("journalctl -u rauc --no-pager -n 20")[1] if code else ""


def _slot(guest: Guest) -> str:
    return guest.run(r"sed -n 's/.*rauc\.slot=\([AB]\).*/\1/p' /proc/cmdline")[1]


def _until_gone(machine: Machine, trial: Trial) -> None:
    """Not by `until`, to which a machine that ends is a failure."""
    began = time.monotonic()
    while not machine.gone() and time.monotonic() - began < BOOT:
        time.sleep(1)
    facts = f"{time.monotonic() - began:.0f} s"
    trial.found("a root that cannot start starts the box anew", kept=machine.gone(), facts=facts)
