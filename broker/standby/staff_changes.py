"""What was changed in the staff list in the last seconds before the standby took over: the journal knows, the list may not.

Each change is in the journal, and that on both disks, before it is answered; the list comes after. The standby writes down
up to which event it had the list, which is changed before the journal is told. Who was changed by a later event, and of whom
the list does not show it, is to be changed once more.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from broker.bus.on_disk import keep, kept
from broker.contracts import codec
from broker.contracts.events import StaffNoted
from broker.queuemaster.journal import Journal
from broker.queuemaster.telling_staff import FILLED
from broker.standby.mirroring import BESIDE
from broker.standby.second_office import CARRIED, STAFF
from broker.standby.standing import STANDING, Standing
from broker.standby.taking import JOURNAL

CODE = "staff-change-lost"
SEEN = "staff-seen.json"  # up to which event the list here has everything
_SHOWN = ("staff-added", "staff-roles")  # the list itself says whether it has these
_UNSEEN = ("staff-renamed", "staff-pin", "staff-card", "staff-card-gone")
_GONE = "staff-removed"

People = Mapping[str, Any]


def lost(deeds: Iterable[StaffNoted], people: People) -> tuple[str, ...]:
    """Ids of whom the list may not have what was done to them last. Pure. `people`: of the list, by id."""
    last: dict[str, bool] = {}
    for deed in deeds:
        if deed.whom is None:
            continue
        if deed.what == _GONE:
            last[deed.whom] = deed.whom in people
        elif deed.what in _SHOWN:
            there = people.get(deed.whom, {})
            last[deed.whom] = set(there.get("roles", ())) != set(deed.roles) or last.get(deed.whom, False)
        elif deed.what in _UNSEEN:
            last[deed.whom] = True
    return tuple(sorted(whom for whom, is_so in last.items() if is_so))


def not_redone(whom: Iterable[str], before: People, now: People) -> tuple[str, ...]:
    """Those with whom nothing has been done since. Pure."""
    return tuple(each for each in whom if before.get(each) == now.get(each))


def seen(state: Path, seq: int) -> None:
    """At the standby: the list is here as it was when the journal had `seq`."""
    if kept(state / SEEN, int) != seq:
        keep(state / SEEN, seq, sync=False)


def stood(state: Path) -> int:
    """Up to which event this standby has the journal: to be asked before the list is."""
    found = kept(state / STANDING, Standing)
    return found.seq if found else 0


def look_back(state: Path) -> None:
    """Once, by whoever has just taken over, before anything is changed here: whom it is about."""
    after = kept(state / SEEN, int)
    found: tuple[str, ...] = ()
    if after is not None:
        journal = Journal.read_only(state / JOURNAL)
        events = [codec.event(record.body) for record in journal.records(after)]
        journal.close()
        found = lost((each for each in events if isinstance(each, StaffNoted)), _people(_carried(state)))
    keep(state / FILLED, {CODE: {"whom": ", ".join(found)}} if found else {})


def still_lost(state: Path) -> frozenset[str]:
    """The code, as long as somebody is to be changed once more."""
    filled = kept(state / FILLED, dict[str, dict[str, str]]) or {}
    whom = filled.get(CODE, {}).get("whom", "").split(", ") if CODE in filled else ()
    now = state.parent / "office" / STAFF
    return frozenset({CODE} if not_redone(whom, _people(_carried(state)), _people(now)) else ())


def _carried(state: Path) -> Path:
    return state / BESIDE / CARRIED / STAFF


def _people(file: Path) -> People:
    try:
        return {each["id"]: each for each in tomllib.loads(file.read_text("utf-8")).get("person", ())}
    except (OSError, ValueError, KeyError):
        return {}
