"""Time for a box whose processors are emulated: a slow machine is no broken promise of the card. Pure.

A board that draws without a graphics card takes 82 of its 90 seconds on a quiet machine, and two minutes on a busy one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

_START = "[Service]\nTimeoutStartSec=30min\n"
_UNWATCHED = f"{_START}WatchdogSec=10min\n"
# What asks the screen and the broker whether they hang needs seconds to start, too.
_KEEPERS = {
    f"{unit}.service": "[Service]\nWatchdogSec=10min\nEnvironment=CHERHA_PATIENCE=60\n"
    for unit in ("appliance-screen", "mosquitto")
}
_DISK = "[Service]\nWatchdogSec=10min\n"


def unhurried(roles: Iterable[str], *, watched: Collection[str] = ()) -> dict[str, str]:
    """Credentials for the box's systemd. `watched`: roles that are ended as on the wall when they hang, since that is what
    is asked; where all are, the disk is watched too.
    """
    units = _KEEPERS | {f"cherha-{role}.service": _START if role in watched else _UNWATCHED for role in roles}
    if _UNWATCHED in units.values():
        units["appliance-disk.service"] = _DISK
    return {f"systemd.unit-dropin.{unit}~slow": text for unit, text in units.items()}
