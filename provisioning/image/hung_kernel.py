"""A kernel that stands still: nobody draws the plug of a box on the wall, so the chip that counts has to start it anew."""

from __future__ import annotations

from collections.abc import Callable

from provisioning.image.guest import Guest
from provisioning.image.running import Failed

# A chip for a virtual PC, and what is done when nobody has told it that all is well. Far from the places that QEMU gives
# by itself: a card that moved to another one is none that the firmware knows, and its own shell starts instead.
CHIP = ("-device", "i6300esb,addr=0x10", "-action", "watchdog=reset")
_WATCHED = "systemctl show --property=WatchdogDevice --property=RuntimeWatchdogUSec --value; cat /sys/class/watchdog/*/identity"
# A kernel that panics would start anew by itself; this one stands still, once nothing of this is said any more: what came
# late was taken for the answer to the next question, and so for another start.
_STANDS_STILL = "echo 0 > /proc/sys/kernel/panic\n{ sleep 2; echo c > /proc/sysrq-trigger; } >/dev/null 2>&1 &"
_START = "cat /proc/sys/kernel/random/boot_id"


def this_start(guest: Guest) -> str:
    """With patience: whoever is slow to answer is no other start. Failed when nobody answers."""
    return guest.run(_START)[1]


def start_of(guest: Guest) -> str:
    """Which start this is; "" while the machine is between two."""
    try:
        return guest.run(_START, 5)[1]
    except Failed:
        return ""


def watched_by(guest: Guest) -> str:
    """What the box's systemd tells that all is well, and every chip that is there."""
    return " ".join(guest.run(_WATCHED)[1].split())


def stands_still(guest: Guest, until: Callable[[Callable[[], bool]], None]) -> bool:
    """Whether the machine came back by itself. `until`: waits for that, and raises Failed when it does not. Failed, too,
    when it does not say which start it is now.
    """
    before = this_start(guest)
    guest.run(_STANDS_STILL)
    try:
        until(lambda: start_of(guest) not in ("", before))
    except Failed:
        return False
    return True
