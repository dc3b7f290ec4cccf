"""Starts a card as a hall's box and asks of it what it will have to do on the wall: `cherha image test`.

No network, a clock of 1970, a role that hangs, and the plug drawn while visitors take tickets.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from provisioning.image.busy_hall import acknowledged
from provisioning.image.computer import PC, Computer
from provisioning.image.guest import Guest
from provisioning.image.hung_kernel import CHIP, stands_still, watched_by
from provisioning.image.machine import Machine, fresh_disk
from provisioning.image.running import Failed
from provisioning.image.running_root import marks_of, slot_of
from provisioning.image.trial_hall import HALL, STATE, enrolled
from provisioning.image.unhurried import unhurried
from provisioning.image.waits import waits_of

CHERHA = "/opt/cherha/bin/cherha"
BOOT = 1800.0  # seconds at most; a shared machine of two cores emulates another of two
BACK = 15.0  # seconds of the box's own clock in which systemd has a hung role started again
TICKETS = 12
_WELL = "journalctl -b -u appliance-well --no-pager -o cat | grep -q '^slot . is well$'"


@dataclass(slots=True)
class Trial:
    """What was found, in the order in which it was seen."""

    say: Callable[[str], None]
    accelerator: tuple[str, ...] = ()
    computer: Computer = PC
    wrong: list[str] = field(default_factory=list)

    def found(self, promise: str, *, kept: bool, facts: str = "") -> None:
        mark = "✓" if kept else "✗"
        self.say(f"{mark} {promise}{f': {facts}' if facts else ''}")
        if not kept:
            self.wrong.append(promise)


def try_card(card: Path, hall: Path, out: Path, epoch: int, trial: Trial, *, quick: bool = False) -> list[str]:
    """The promises that were broken; none is the good answer. Pictures and logs are in `out`.

    `quick`: only the queue-master is hung, and the kernel is not; systemd is not asked for its times (on a busy machine
    six minutes), and nobody waits until the slot counts as well.
    """
    out.mkdir(parents=True, exist_ok=True)
    hung = HALL[:1] if quick else HALL
    told = unhurried(HALL, watched=hung)
    disk = out / "disk.qcow2"
    fresh_disk(enrolled(card, hall, out / "card", epoch), disk)
    machine = started(disk, out, trial, "first start", told=told)
    try:
        comes_up(machine, trial)
        is_watched(machine, trial)
        machine.picture(out / "board.png")
        if not quick:
            waits_for_nothing(machine.guest, trial)
            (out / "boot.txt").write_text(what_took_how_long(machine.guest))
        hangs(machine.guest, trial, hung)
        taken = takes_tickets(machine, trial)
    except BaseException:
        _keep_words(machine, out)
        raise
    finally:
        machine.cut_power()
    chip = () if quick or trial.computer is not PC else CHIP
    machine = started(disk, out, trial, "after the power cut", told=told, anew=bool(chip), besides=chip)
    try:
        comes_up(machine, trial)
        kept(machine.guest, taken, trial)
        if not quick:
            slot_is_well(machine, trial)
        if chip:
            kernel_hangs(machine, trial)
    except BaseException:
        _keep_words(machine, out)
        raise
    finally:
        machine.cut_power()
    return trial.wrong


def started(disk: Path, out: Path, trial: Trial, name: str, **wiring: Any) -> Machine:
    """The machine, once its shell answers. `wiring`: as Machine has it."""
    began = time.monotonic()
    machine = Machine(disk, out, trial.say, computer=trial.computer, accelerator=trial.accelerator, **wiring)
    try:
        machine.until("a shell", machine.guest.answers, BOOT, pause=1)
    except BaseException:
        machine.picture(out / "did-not-start.png")
        machine.cut_power()
        raise
    trial.say(f"{name}: a shell after {time.monotonic() - began:.0f} s")
    return machine


def comes_up(machine: Machine, trial: Trial, roles: Iterable[str] = HALL) -> None:
    """All roles say that they are ready, and nothing failed."""
    guest = machine.guest
    for role in roles:
        asks = f"systemctl is-active --quiet cherha-{role}"
        machine.until(role, partial(guest.succeeds, asks), BOOT, pause=3)
        trial.found(f"{role} is ready", kept=True, facts=f"{clock(guest):.0f} s after the kernel")
    machine.until("the rest", lambda: guest.run("systemctl is-system-running")[1] != "starting", BOOT, pause=3)
    failed = guest.run("systemctl list-units --failed --plain --no-legend")[1]
    trial.found("no unit failed", kept=not failed, facts=failed)
    root = guest.run("findmnt -no OPTIONS /")[1]
    trial.found("the root is read only", kept=root.startswith("ro"), facts=root)
    size = guest.run(f"findmnt -bno SIZE {STATE}")[1]
    trial.found("the data partition has taken the rest of the disk", kept=int(size or 0) > 3 << 30, facts=size)
    trial.say(f"  the clock says {guest.run('date -u')[1]}; networks: {guest.run('ls /sys/class/net')[1]}")


def is_watched(machine: Machine, trial: Trial) -> None:
    """A systemd that stands still would be ended: by a chip, or by the kernel where the machine has none."""
    kept = machine.comes("a watchdog", lambda: "/dev/" in watched_by(machine.guest), BOOT, pause=3)
    trial.found("systemd pets a watchdog", kept=kept, facts=watched_by(machine.guest))


def waits_for_nothing(guest: Guest, trial: Trial) -> None:
    """As the box's systemd orders it in the end, with all that no file says."""
    for role in HALL:
        found = waits_of(guest, f"cherha-{role}.service")
        trial.found(f"{role} waits for no network and no time", kept=not found, facts=" ".join(found))


def what_took_how_long(guest: Guest) -> str:
    """For the boot budget: how long until each role, which unit waited for which, and what took longest."""
    asked = [f"systemd-analyze critical-chain --no-pager cherha-{role}.service" for role in HALL]
    return "\n\n".join(guest.run(each)[1] for each in ("systemd-analyze", *asked, "systemd-analyze blame --no-pager"))


def hangs(guest: Guest, trial: Trial, roles: Iterable[str]) -> None:
    """A role that is stopped in the middle of everything is ended by the watchdog and started again. Both times are the
    box's own: however slow its processors, the watchdog counts seconds.
    """
    for role in roles:
        unit = f"cherha-{role}.service"
        pid = _shown(guest, unit, "MainPID")
        before = int(_shown(guest, unit, "NRestarts"))
        stopped = clock(guest)
        guest.run(f"kill -STOP {pid}")
        end = time.monotonic() + 120
        while int(_shown(guest, unit, "NRestarts")) == before and time.monotonic() < end:
            time.sleep(1)
        while _shown(guest, unit, "ActiveState") != "active" and time.monotonic() < end + BOOT:
            time.sleep(1)
        again = int(_shown(guest, unit, "ExecMainStartTimestampMonotonic")) / 1e6 - stopped
        ready = int(_shown(guest, unit, "ActiveEnterTimestampMonotonic")) / 1e6 - stopped
        facts = f"started again after {again:.1f} s, ready after {ready:.1f} s"
        trial.found(f"a hung {role} is started again within {BACK:g} s", kept=0 < again <= BACK, facts=facts)


def takes_tickets(machine: Machine, trial: Trial) -> list[str]:
    """Ids of the commands that were acknowledged when the plug was drawn."""
    guest = machine.guest
    taken: list[str] = []
    for command in acknowledged(guest, trial.say, BOOT, busy=False):
        taken.append(command)
        if len(taken) == TICKETS:
            break
    machine.cut_power()
    trial.found("visitors took tickets until the plug was drawn", kept=len(taken) == TICKETS, facts=f"{len(taken)}")
    return taken


def kept(guest: Guest, taken: list[str], trial: Trial) -> None:
    """What was acknowledged is in the journal, and the journal's chain is whole."""
    code, words = guest.run(f"{CHERHA} journal verify --journal {STATE}/queue-master")
    trial.found("the journal is whole", kept=code == 0, facts=words)
    events = guest.run(f"{CHERHA} journal export --journal {STATE}/queue-master")[1]
    lost = [each for each in taken if each not in events]
    trial.found("no acknowledged ticket is lost", kept=not lost, facts=f"{len(taken) - len(lost)} of {len(taken)}")


def slot_is_well(machine: Machine, trial: Trial) -> None:
    """The boot loader hears that this slot is good."""
    guest = machine.guest
    mark = (f"{slot_of(guest)}_TRY", "0")
    # Not the mark alone: a root that was well before is counted no more while its roles are ill.
    healthy = machine.comes("its health", partial(guest.succeeds, _WELL), BOOT, pause=3)
    well = healthy and machine.comes("the mark", lambda: mark in marks_of(guest).items(), BOOT, pause=3)
    trial.found("the slot is marked as well", kept=well, facts=f"{marks_of(guest)}")


def kernel_hangs(machine: Machine, trial: Trial) -> None:
    """A kernel that stands still is started again by the chip, and by nothing else."""
    began, told_by = time.monotonic(), watched_by(machine.guest)
    back = stands_still(machine.guest, lambda seen: machine.until("another start", seen, BOOT, pause=3))
    facts = f"{told_by}; a shell {time.monotonic() - began:.0f} s later"
    trial.found("a kernel that stands still is started again by the hardware watchdog", kept=back, facts=facts)


def _shown(guest: Guest, unit: str, name: str) -> str:
    return guest.run(f"systemctl show --property={name} --value {unit}")[1] or "0"


def clock(guest: Guest) -> float:
    """Seconds since the kernel began, as the box counts them."""
    return float(guest.run("cut -d' ' -f1 /proc/uptime")[1])


def _keep_words(machine: Machine, out: Path) -> None:
    """For whoever asks why: the box's journal and its screen."""
    try:
        machine.picture(out / "at-the-end.png")
        (out / "journal.txt").write_text(machine.guest.run("journalctl -b --no-pager")[1])
    except (Failed, OSError) as error:
        (out / "journal.txt").write_text(f"not to be had: {error}\n")
