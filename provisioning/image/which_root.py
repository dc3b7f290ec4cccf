"""Which root of a card runs in the virtual machine, and whether another comes by itself."""

from __future__ import annotations

import time

from provisioning.image.hung_kernel import start_of, this_start
from provisioning.image.machine import Machine
from provisioning.image.running import Failed
from provisioning.image.running_root import marks_of, slot_of
from provisioning.image.trial import BOOT, Trial

RESTART = "systemd-run --on-active=1 systemctl reboot"
# What a card that has worn out leaves of the root that runs, and then a start that asks that root for nothing.
ROT = (
    "dd if=/dev/urandom of=$(readlink -f /dev/disk/by-partuuid/43485248-0{number}) bs=1M count=1 oflag=direct"
    " && (sleep 2; echo b > /proc/sysrq-trigger) &"
)
_NUMBER = {"A": 2, "B": 3}


def comes_back(machine: Machine, slot: str, after: str, promise: str, trial: Trial) -> None:
    """The box starts anew `after` that command, and goes on doing so by itself until root `slot` runs."""
    guest = machine.guest
    began, before = time.monotonic(), this_start(guest)
    guest.run(after)
    try:
        machine.until(
            f"root {slot}", lambda: (now := start_of(guest)) and now != before and slot_of(guest) == slot, BOOT, pause=5
        )
        back = True
    except Failed as failed:
        trial.say(str(failed))
        back = False
    trial.found(promise, kept=back, facts=f"{slot} {time.monotonic() - began:.0f} s after the restart")
    trial.say(f"  {marks_of(guest)}")


def rots(machine: Machine, trial: Trial) -> None:
    """Root B, which runs and was found well, cannot be read at the next start."""
    rot = ROT.format(number=_NUMBER["B"])
    comes_back(machine, "A", rot, "a root that was well and rots gives way to the other", trial)
