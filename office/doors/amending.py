"""One change of the staff list after another, by the office and by `cherha staff` alike: none is lost to the other."""

from __future__ import annotations

import os
from collections.abc import Callable
from fcntl import LOCK_EX, flock
from pathlib import Path

from broker.contracts.hall_check import checked
from office.doors.person import Staff
from office.doors.staff_list import FILE, as_toml, read_staff, write_staff
from office.doors.staff_rules import mistakes
from office.doors.untold import drop_undone

Change = Callable[[Staff], Staff]


def amend(folder: Path, change: Change, before_writing: Callable[[], None] = lambda: None) -> Staff:
    """The staff list as it is on the disk at this moment, changed, and there again. What `change` raises leaves it alone.

    ConfigError when the list is wrong, or would be; OSError when the disk is full or away. Waits for whoever changes it
    just now, so `change` must ask nobody anything. `before_writing` is called once all is well, and only if anything changes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    # The folder itself is locked: a file of its own might belong to another user, and be shut to the office.
    place = os.open(folder, os.O_RDONLY)
    try:
        flock(place, LOCK_EX)
        drop_undone(folder)
        before = read_staff(folder)
        after = change(before)
        if after != before:
            checked(as_toml(after), FILE, (mistakes,))
            before_writing()
            write_staff(folder, after)
    finally:
        os.close(place)
    return after
