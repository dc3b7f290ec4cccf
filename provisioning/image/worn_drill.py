"""A card whose data partition is worn out: `cherha image test --worn`.

Wiped, or only readable: the box says so on its own screen, begins nothing anew, and starts once more by itself. With files
that lie in each other's blocks it is mended, and works.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from provisioning.image.compare import partitions
from provisioning.image.guest import Guest
from provisioning.image.machine import Machine, fresh_disk
from provisioning.image.picture import settled
from provisioning.image.running import Failed, run
from provisioning.image.trial import BOOT, Trial, clock, started
from provisioning.image.trial_hall import STATE, enrolled
from provisioning.image.unhurried import unhurried

ROLES = ("queue-master",)
_SAYS = "emergency.service"
# Ten minutes are for people who read; here nobody does.
_SOON = "[Timer]\nOnActiveSec=\nOnActiveSec=6min\n"
_TOLD = {**unhurried(ROLES, watched=ROLES), "systemd.unit-dropin.appliance-anew.timer~trial": _SOON}
_BEGUN = (
    f"mountpoint {STATE} | grep -v 'is not'; systemctl list-units 'cherha-*.service' --state=active --plain --no-legend"
)
_HALL, _ROLE = "hall.toml", f"roles/{ROLES[0]}.toml"


def try_worn(card: Path, hall: Path, out: Path, epoch: int, trial: Trial) -> list[str]:
    """The promises that were broken; none is the good answer. Pictures are in `out`."""
    out.mkdir(parents=True, exist_ok=True)
    disk, copied = out / "disk.qcow2", enrolled(card, hall, out / "card", epoch, roles=ROLES)
    cross(copied)
    fresh_disk(copied, disk)
    _mended(started(disk, out, trial, "two files in the same blocks", told=_TOLD), trial)
    wipe(copied)
    fresh_disk(copied, disk)
    _says_so(started(disk, out, trial, "the data partition is wiped", told=_TOLD), out / "wiped.png", trial)
    fresh_disk(enrolled(card, hall, out / "card", epoch, roles=ROLES), disk)
    machine = started(disk, out, trial, "a card that only lets itself be read", told=_TOLD, locked=True)
    _says_so(machine, out / "locked.png", trial)
    return trial.wrong


def wipe(card: Path) -> None:
    """Its data partition is zeros: where only its beginning is, a second description of the file system is found."""
    start, size = partitions(card)["data"]
    with card.open("r+b") as opened:
        opened.seek(start)
        opened.write(bytes(size))


def cross(card: Path) -> None:
    """Two files of its data partition lie in the same blocks, and the file system knows that it is ill."""
    there = f"{card}?offset={partitions(card)['data'][0]}"
    for asked in (f"copy_inode {_HALL} {_ROLE}", "set_super_value state 2"):
        run(["debugfs", "-w", "-R", asked, there])


def _mended(machine: Machine, trial: Trial) -> None:
    """The role's file holds the hall's words now: what matters is that somebody is there to say so."""
    try:
        machine.until("the rest", lambda: _is_up(machine.guest), BOOT, 3)
        mounted = machine.guest.succeeds(f"mountpoint -q {STATE}")
        trial.found("a file system that is ill is mended without anybody", kept=mounted, facts=_checked(machine.guest))
        same = machine.guest.succeeds(f"cmp {STATE}/{_HALL} {STATE}/{_ROLE}")
        trial.found("and each of the two files has blocks of its own", kept=same)
    finally:
        machine.cut_power()


def _says_so(machine: Machine, picture: Path, trial: Trial) -> None:
    guest = machine.guest
    try:
        machine.until(_SAYS, lambda: guest.succeeds(f"systemctl is-active --quiet {_SAYS}"), BOOT, pause=3)
        seconds = clock(guest)
        machine.until("its words", lambda: _painted(machine, picture), BOOT, pause=3)
        settled(machine, picture, BOOT)
        trial.found("it says on its own screen what it is", kept=True, facts=f"{seconds:.0f} s; {picture.name}")
        begun = guest.run(_BEGUN)[1]
        trial.found("no role began anew on an empty folder", kept=not begun, facts=begun)
        with suppress(Failed):
            machine.until("a start anew", machine.gone, BOOT, pause=1)
        trial.found("it starts anew by itself", kept=machine.gone())
    finally:
        machine.cut_power()


def _is_up(guest: Guest) -> bool:
    return guest.run("systemctl is-system-running")[1] not in {"initializing", "starting"}


def _painted(machine: Machine, file: Path) -> bool:
    """A picture, and not the kernel's letters on black."""
    from PIL import Image  # noqa: PLC0415 - not every machine that builds a card has it

    machine.picture(file)
    with Image.open(file) as opened:
        colours = opened.convert("RGB").getcolors(1 << 24) or [(0, (0, 0, 0))]
    return max(colours)[1] != (0, 0, 0)


def _checked(guest: Guest) -> str:
    return guest.run("journalctl -b -t systemd-fsck --no-pager -o cat | tail -n 3")[1]
