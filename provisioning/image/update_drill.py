"""The drill of updates: a good one survives the plug, those that end badly give way to the root that was well.

In a virtual PC with one role, since each start takes minutes there: `cherha image test --updates`.
"""

from __future__ import annotations

import time
from pathlib import Path

from provisioning.image.boot_choice import chosen
from provisioning.image.guest import Guest
from provisioning.image.machine import Machine, fresh_disk
from provisioning.image.running import Failed
from provisioning.image.running_root import marks_of, slot_of
from provisioning.image.trial import BOOT, Trial, comes_up, slot_is_well, started
from provisioning.image.trial_hall import enrolled
from provisioning.image.update_stick import stick_with_updates
from provisioning.image.which_root import RESTART, comes_back, rots

# One that draws nothing: without a graphics card a board takes all the time of the processors that are to copy roots.
ROLES = ("queue-master",)
# As appliance-update.service does it, with mounts of its own, and after RAUC's service was asked something.
AS_BOX = "systemd-run --quiet --wait --pipe -p PrivateTmp=yes -p ProtectHome=yes -p NoNewPrivileges=yes"
INSTALL = f"rauc status >/dev/null; {AS_BOX} /opt/cherha/libexec/install-update"
TRY = f"{AS_BOX} /opt/cherha/libexec/try-other"
# Ten minutes are for a wall; what the drill makes ill does not get well in one.
_IMPATIENT = {"systemd.unit-dropin.appliance-well.service~trial": "[Service]\nEnvironment=CHERHA_PATIENCE=60\n"}


def try_updates(card: Path, hall: Path, out: Path, epoch: int, trial: Trial) -> list[str]:
    """The promises that were broken; none is the good answer."""
    out.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    stick = stick_with_updates(card, card.parent / "kept", out / "stick")
    trial.say(f"a stick with five updates: {stick.stat().st_size // 1_000_000} MB, {time.monotonic() - began:.0f} s")
    drive = out / "disk.qcow2"
    fresh_disk(enrolled(card, hall, out / "card", epoch, roles=ROLES), drive)
    machine = started(drive, out, trial, "first start", stick=stick)
    try:
        _first_root(machine, trial)
    finally:
        machine.cut_power()
    machine = started(drive, out, trial, "after the update", stick=stick)
    try:
        _runs(machine, "B", "the new root B is started", trial)
    finally:
        machine.cut_power()
    trial.say("  the plug is drawn in the first minute of the new root")
    machine = started(drive, out, trial, "after the power cut", stick=stick)
    try:
        _second_root(machine, trial)
    finally:
        machine.cut_power()
    machine = started(drive, out, trial, "once more", stick=stick, anew=True, told=_IMPATIENT)
    try:
        rots(machine, trial)
        slot_is_well(machine, trial)
        _written_anew(machine, trial)
        for name, promise in (
            ("ill", "a root whose roles do not come up gives way to the one that was well"),
            ("broken", "a root that cannot start gives way to the one that was well"),
            ("rotten", "a root without a kernel gives way to the one that was well"),
        ):
            _gives_way(machine, name, promise, trial)
        comes_up(machine, trial, ROLES)
    finally:
        machine.cut_power()
    return trial.wrong


def _first_root(machine: Machine, trial: Trial) -> None:
    guest = machine.guest
    comes_up(machine, trial, ROLES)
    _runs(machine, "A", "root A is started", trial)
    began = time.monotonic()
    slot_is_well(machine, trial)
    machine.until("a second root", lambda: marks_of(guest).get("B_OK") == "1", BOOT, pause=3)
    trial.found("root A is copied into B", kept=True, facts=f"{time.monotonic() - began:.0f} s after it had come up")
    trial.found("a stranger's update is refused", kept="signature" in installs(guest, "foreign", trial))
    trial.found("an update is installed", kept=not installs(guest, "good", trial))


def _second_root(machine: Machine, trial: Trial) -> None:
    _runs(machine, "B", "the plug does not lose the update: root B is started again", trial)
    comes_up(machine, trial, ROLES)
    slot_is_well(machine, trial)


def _written_anew(machine: Machine, trial: Trial) -> None:
    """The rotten root B is tried once more at the next start, and is a copy of A after it."""
    comes_back(machine, "A", RESTART, "a root that has rotted gives way once more", trial)
    began = time.monotonic()
    marks = {"B_OK": "1", "B_TRY": "0"}
    try:
        machine.until("another root B", lambda: marks.items() <= marks_of(machine.guest).items(), BOOT, pause=3)
        whole = True
    except Failed as failed:
        trial.say(str(failed))
        whole = False
    facts = f"{time.monotonic() - began:.0f} s after the start"
    trial.found("a root that has rotted is written anew, as a copy of the one that runs", kept=whole, facts=facts)


def _gives_way(machine: Machine, name: str, promise: str, trial: Trial) -> None:
    """The update goes into the root that does not run, and the box starts anew, by itself, until this one runs again."""
    slot = slot_of(machine.guest)
    # A shell is there long before whatever RAUC is asked through.
    machine.until("the bus", lambda: machine.guest.succeeds("systemctl is-active --quiet dbus"), BOOT, pause=3)
    trial.found(f"the {name} update is installed", kept=not installs(machine.guest, name, trial))
    trial.say(f"  {marks_of(machine.guest)}")
    comes_back(machine, slot, RESTART, promise, trial)


def installs(guest: Guest, name: str, trial: Trial) -> str:
    """What was said when it failed, the service's own journal with it; "" when it is installed."""
    began = time.monotonic()
    guest.run("mkdir -p /run/stick; mountpoint -q /run/stick || mount -o ro /dev/vdb /run/stick")
    before = slot_of(guest)
    code, words = guest.run(f"{INSTALL} /run/stick/{name}.raucb", BOOT)
    trial.say(f"  {name}: {code} after {time.monotonic() - began:.0f} s: {words[-400:]}")
    if not code:
        marks = marks_of(guest)
        trial.found("what is written is not started yet", kept=chosen(marks) == before, facts=f"{marks}")
        code, words = guest.run(TRY)
    return words + guest.run("journalctl -u rauc --no-pager -n 20")[1] if code else ""


def _runs(machine: Machine, slot: str, promise: str, trial: Trial) -> None:
    trial.found(promise, kept=slot_of(machine.guest) == slot, facts=slot_of(machine.guest))
