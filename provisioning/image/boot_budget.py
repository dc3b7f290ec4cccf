"""How long from the kernel's start to the first picture that can be touched, beside a bare Debian: `cherha image boot`.

Both start in the same virtual PC, by the same boot loader, kernel and first root. Bare is what Debian's packages make
of themselves, with nothing of ours on it; its end is `multi-user.target`, when a person could sign in.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

from provisioning.image import disk
from provisioning.image.compare import partitions
from provisioning.image.guest import Guest
from provisioning.image.machine import fresh_disk
from provisioning.image.running import run
from provisioning.image.trial import BOOT, Trial, started
from provisioning.image.trial_hall import enrolled
from provisioning.image.unhurried import unhurried

TOUCHED = "dispenser"
# Debian would ask who signs in on the line that the trial speaks on.
_OUR_LINE = {"systemd.unit-dropin.serial-getty@hvc0.service~trial": "[Unit]\nConditionPathExists=/nowhere\n"}
# Minutes each where the processors are emulated, so of one start alone.
_LISTS = (
    "SYSTEMD_COLORS=0 systemd-analyze critical-chain --no-pager {unit}",
    "SYSTEMD_COLORS=0 systemd-analyze blame --no-pager",
)
_START = Path(__file__).parents[2] / "images/layers/20-boot/overlay/boot/start.cfg"
_FSTAB = "PARTUUID=43485248-02 / ext4 defaults 0 1\n"


def measure(card: Path, debian: Path, hall: Path, out: Path, trial: Trial, *, epoch: int) -> str:
    """What took how long, in words. `debian`: the tar of a bare root."""
    out.mkdir(parents=True, exist_ok=True)
    bare_disk, disk_of_ours = out / "bare.qcow2", out / "disk.qcow2"
    fresh_disk(bare_card(card, debian, out / "bare", epoch), bare_disk)
    fresh_disk(enrolled(card, hall, out / "card", epoch, roles=(TOUCHED,)), disk_of_ours)
    bare, _ = _took(bare_disk, out, trial, "a bare Debian", "multi-user.target", told=_OUR_LINE)
    touched = f"cherha-{TOUCHED}.service"
    told = unhurried([TOUCHED])
    ours, _ = _took(disk_of_ours, out, trial, "first start", touched, told=told)
    again, later = _took(disk_of_ours, out, trial, "second start", touched, told=told, asked=_LISTS)
    head = (
        f"bare Debian: multi-user.target {bare:.1f} s after the kernel\n"
        f"first start: {TOUCHED} can be touched after {ours:.1f} s, {ours / bare:.2f} of that\n"
        f"every other: after {again:.1f} s, {again / bare:.2f} of that"
    )
    return f"{head}\n\nWhat every other start waited for\n\n{later}\n"


def bare_card(card: Path, debian: Path, work: Path, epoch: int) -> Path:
    """A copy of `card` whose first root is Debian's alone."""
    shutil.rmtree(work, ignore_errors=True)
    tree = work / "tree"
    tree.mkdir(parents=True)
    out_of_it = ("./var/cache/apt/*", "./var/lib/apt/lists/*")
    run(["tar", "-xf", debian, "-C", tree, "--numeric-owner", *(f"--exclude={each}" for each in out_of_it)])
    (tree / "etc/fstab").write_text(_FSTAB)
    shutil.copy(_START, tree / "boot")
    disk.ext4(tree, work / "root.ext4", disk.ROOT_MIB, "root", epoch)
    shutil.rmtree(tree)
    copied = work / "card.img"
    run(["cp", "--sparse=always", card, copied])
    at = partitions(card)["root-a"][0]
    run(["dd", f"if={work / 'root.ext4'}", f"of={copied}", "bs=1M", "oflag=seek_bytes", f"seek={at}", "conv=notrunc"])
    (work / "root.ext4").unlink()
    return copied


def _took(
    drive: Path, out: Path, trial: Trial, name: str, unit: str, *, asked: Iterable[str] = (), **wiring: Any
) -> tuple[float, str]:
    """Seconds from the kernel's start until `unit` was there, and what they went into."""
    machine = started(drive, out, trial, name, **wiring)
    try:
        guest = machine.guest
        machine.until(unit, partial(guest.succeeds, f"systemctl is-active --quiet {unit}"), BOOT, pause=3)
        machine.until("the rest", lambda: guest.run("systemctl is-system-running")[1] != "starting", BOOT, pause=3)
        entered = f"systemctl show --property=ActiveEnterTimestampMonotonic --value {unit}"
        seconds = int(guest.run(entered)[1]) / 1e6
        machine.picture(out / f"{name.replace(' ', '-')}.png")
        trial.say(f"  {unit}: {seconds:.1f} s after the kernel")
        return seconds, "\n\n".join(_said(guest, each.format(unit=unit)) for each in asked)
    finally:
        machine.cut_power()


def _said(guest: Guest, command: str) -> str:
    return "\n".join(guest.run(command)[1].splitlines()[:25])
