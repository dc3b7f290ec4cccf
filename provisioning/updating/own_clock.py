"""Whether this machine's clock is known to be wrong. A hall that is closed by such a clock may be full of people who wait
until somebody has set it: nothing may start anew among them.

That a clock follows no other is no fault of it: halls without the Internet are to have new versions, too. But a machine
without a battery goes on, after the plug, from where it was, until somebody has told it the time.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from provisioning.clock.rules import Keeper

BY_HAND = Path("/run/cherha-clock/told")  # gone with a restart of the machine, as the time is
_BATTERY, _TOLD = Path("/sys/class/rtc/rtc0/since_epoch"), Path("/run/systemd/timesync/synchronized")
_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)


def is_wrong(clock: datetime, hall: datetime, built: datetime, *, kept: bool) -> bool:
    """`hall`: the time of its queue, which waits for a clock that has gone back; `built`: when this program was made; `kept`:
    a battery keeps the clock, or somebody has told it the time since the start. Pure.
    """
    return not kept or clock < built - _DAY or clock < hall - _MINUTE


def own_clock_is_wrong(clock: datetime, hall: datetime) -> bool:
    """Of this machine."""
    return is_wrong(clock, hall, built(), kept=keeper() != "nobody")


def keeper() -> Keeper:
    """Who keeps this machine's clock: the network, a person or the hall's desk has told it the time since its start, or a
    battery has it.
    """
    if _TOLD.exists():
        return "network"
    if BY_HAND.exists():
        return "hall" if BY_HAND.read_bytes() == b"hall" else "person"
    return "battery" if _battery_holds() else "nobody"


def _battery_holds() -> bool:
    """One that is empty, or was never put in, shows the year of its chip, or nothing."""
    try:
        return int(_BATTERY.read_text("ascii")) >= (built() - _DAY).timestamp()
    except (OSError, ValueError):
        return False


def built() -> datetime:
    """When this program was made: no true clock shows less."""
    return datetime.fromtimestamp(Path(__file__).stat().st_mtime, UTC)
