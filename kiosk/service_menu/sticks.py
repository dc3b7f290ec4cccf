"""USB sticks: finding one, and letting it go so that it may be pulled out."""

from __future__ import annotations

import os
from pathlib import Path

from msgspec import Struct

from kiosk.service_menu.machine import Machine

# Where sticks are put by udisks, by an image's own rule, by hand. Never a disk that the machine itself runs from.
_PLACES = ("/media/", "/run/media/", "/mnt/")


class Stick(Struct, frozen=True):
    """`device` "sda1"; `folder`: where its files are."""

    device: str
    folder: Path


def found(machine: Machine) -> Stick | None:
    """A stick that can be written to; one that nobody has mounted yet is mounted if the system lets us."""
    mounted = _mounted(machine)
    if mounted is None and (device := _unmounted(machine)):
        machine.tells(("udisksctl", "mount", "--no-user-interaction", "--block-device", f"/dev/{device}"))
        mounted = _mounted(machine)
    return mounted


def released(machine: Machine, stick: Stick) -> bool:
    """True when everything is on the stick and it may be pulled out."""
    os.sync()
    said = machine.tells(("udisksctl", "unmount", "--no-user-interaction", "--block-device", f"/dev/{stick.device}"))
    return said is not None


def _mounted(machine: Machine) -> Stick | None:
    for row in machine.read("proc/mounts").splitlines():
        source, place, _, options, *_ = [*row.split(), "", "", "", ""]
        device = source.removeprefix("/dev/")
        where = place.replace("\\040", " ")  # as the kernel writes a space
        if where.startswith(_PLACES) and _removable(machine, device) and "rw" in options.split(","):
            return Stick(device, machine.root / where.lstrip("/"))
    return None


def _unmounted(machine: Machine) -> str | None:
    mounted = machine.read("proc/mounts")
    for disk in machine.names("sys/block"):
        if _removable(machine, disk) and f"/dev/{disk}" not in mounted:
            parts = [name for name in machine.names(f"sys/block/{disk}") if name.startswith(disk)]
            return parts[0] if parts else disk
    return None


def _removable(machine: Machine, device: str) -> bool:
    """Card readers and sticks say so; the disk below a partition is its name without the number."""
    disk = device.rstrip("0123456789")
    return machine.read(f"sys/block/{disk}/removable") == "1" and disk.startswith("sd")
