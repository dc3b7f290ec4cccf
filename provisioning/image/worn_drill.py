"""A card whose data partition is worn out: `cherha image test --worn`.

Files in each other's blocks, a beginning that is gone, a card that only lets itself be read: the box says so on its own
screen, begins nothing anew, and starts once more by itself. What a check cannot mend without asking is not mended: the
answer to all questions made an empty file system of a damaged one, and the box a newcomer.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from provisioning.image.compare import partitions
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
    _says_so(started(disk, out, trial, "two files in the same blocks", told=_TOLD), out / "crossed.png", trial)
    wipe(copied)
    fresh_disk(copied, disk)
    _says_so(started(disk, out, trial, "the data's first MiB is gone", told=_TOLD), out / "wiped.png", trial)
    fresh_disk(enrolled(card, hall, out / "card", epoch, roles=ROLES), disk)
    machine = started(disk, out, trial, "a card that only lets itself be read", told=_TOLD, locked=True)
    _says_so(machine, out / "locked.png", trial)
    return trial.wrong


def wipe(card: Path) -> None:
    """Zeros where the file system of its data partition is described; a second description is farther on."""
    with card.open("r+b") as opened:
        opened.seek(partitions(card)["data"][0])
        opened.write(bytes(1 << 20))


def cross(card: Path) -> None:
    """Two files of its data partition lie in the same blocks, and the file system knows that it is ill."""
    there = f"{card}?offset={partitions(card)['data'][0]}"
    for asked in (f"copy_inode {_HALL} {_ROLE}", "set_super_value state 2"):
        run(["debugfs", "-w", "-R", asked, there])


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


def _painted(machine: Machine, file: Path) -> bool:
    """A picture, and not the kernel's letters on black."""
    from PIL import Image  # noqa: PLC0415 - not every machine that builds a card has it

    machine.picture(file)
    with Image.open(file) as opened:
        colours = opened.convert("RGB").getcolors(1 << 24) or [(0, (0, 0, 0))]
    return max(colours)[1] != (0, 0, 0)
