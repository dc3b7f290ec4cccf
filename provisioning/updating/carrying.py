"""What is offered to the hall, on the machine that may have to go on with it too: queue-master and standby have the same.

Not by the backup, which goes over the hall's bus piece by piece: bundles are large, and the desk has a door for them. Nor
while anybody waits: until then nobody takes the new version either.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from pathlib import Path

from broker.bus.on_disk import keep, kept
from provisioning.enrolment.door import Door, NoDesk
from provisioning.updating.bundles import Bundle
from provisioning.updating.fetching import fetch
from provisioning.updating.plan import LAST, Plan
from provisioning.updating.shelf import PLAN, clear, file_in

log = logging.getLogger(__name__)


def carry(roles: Path, folder: Path, door: Door | None, own: Collection[str]) -> bool:
    """Take over plan and bundles from the desk at `door`, as they stand now; whether anything was new.

    `roles`: the settings of this machine's roles; `folder`: where its own desk would look; `own`: its addresses, since the
    desk that is its own has nothing to tell it. What could not be had now is had next time.
    """
    if door is None or door.host in own or not any((roles / f"{role}.toml").is_file() for role in LAST):
        return False
    try:
        answer = door.shelf()
        told = answer.shelf
        before = kept(folder / PLAN, Plan)
        if told is None or told == before:
            return False
        here = before.bundles if before else ()
        missing = [each for each in told.bundles if each not in here or not file_in(folder, each).is_file()]
        if missing and not answer.now:
            return False
        for each in missing:
            _fetch(door, each, file_in(folder, each))
        keep(folder / PLAN, told)
        clear(folder, told)
    except (NoDesk, OSError) as away:
        log.warning("what is offered to the hall is not here yet: %s", away)
        return False
    return True


def _fetch(door: Door, bundle: Bundle, place: Path) -> None:
    half = place.with_name(".carried.raucb")
    try:
        fetch(door, bundle, half)
        half.replace(place)
    finally:
        half.unlink(missing_ok=True)
