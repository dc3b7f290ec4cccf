"""What the page of the clock says: who keeps it, what follows from that, and whether it can be set from here. Pure."""

from __future__ import annotations

from datetime import datetime, tzinfo
from pathlib import Path

from msgspec import Struct

from broker.contracts.enrolling import Asking
from broker.contracts.phrases import Phrases
from broker.contracts.snapshot import Snapshot
from office.technician.face import Trouble
from office.words import Words

PHRASES = Phrases.load(Path(__file__).parent / "phrases")
UNKEPT = "clock-unkept"
NETWORK, NOBODY = "network", "nobody"
OWN, ELSEWHERE, SILENT = "own", "elsewhere", "silent"  # where these pages know nothing of the queue-master's clock


class Clock(Struct, frozen=True):
    """`keeper`: who keeps it, in words; `follows`: what is to be known of that; `good` None: nobody here can tell.
    `settable`: a technician may set it here and now. `trusts`: what a difference of more than a minute means.
    """

    keeper: str
    follows: str
    good: bool | None
    settable: bool
    trusts: str


def clock(asking: Asking | None, boot: str, words: Words) -> Clock:
    """`boot`: which start of which machine these pages run in."""
    kept = _kept(asking, boot)
    may = asking is not None and asking.clock is not None and asking.clock.settable
    settable = may and kept not in (NETWORK, OWN, ELSEWHERE, SILENT)
    key = "network" if kept == NETWORK else "settable" if settable else "elsewhere"
    return Clock(
        keeper=words.named("keeper", kept),
        follows=words.named("follows", kept) if f"follows.{kept}" in words.phrases else "",
        good=None if kept in (OWN, ELSEWHERE, SILENT) else kept != NOBODY,
        settable=settable,
        trusts=words(f"differs.{key}"),
    )


def _kept(asking: Asking | None, boot: str) -> str:
    if asking is None:
        return OWN
    if asking.clock is None:  # a desk of an older version, on whose machine nobody could set it either
        return OWN if asking.open and asking.authority == "here" else SILENT
    return asking.clock.kept if asking.clock.boot == boot else ELSEWHERE


class InQueue(Struct, frozen=True):
    """Whom another day would send home: `day` is the hall's date, "" while nobody knows; `people` wait or are at a window."""

    day: str = ""
    people: int = 0


def in_queue(seen: Snapshot | None, zone: tzinfo) -> InQueue:
    if seen is None:
        return InQueue()
    waiting = sum(line.waiting + line.held for line in seen.lines)
    at_windows = sum(window.state in ("calling", "serving") for window in seen.windows)
    return InQueue(seen.at.astimezone(zone).date().isoformat(), waiting + at_windows)


def nobody_keeps(asking: Asking | None) -> bool:
    return asking is not None and asking.clock is not None and asking.clock.kept == NOBODY


def trouble(since: datetime, words: Words) -> Trouble:
    """The same for the card of the machine that decides."""
    return Trouble(UNKEPT, words(f"problem.{UNKEPT}"), words(f"remedy.{UNKEPT}"), since)


def refused(reason: str, queue: datetime | None, words: Words) -> str:
    """Why it was not done. `queue`: the hall's time."""
    key = f"refused.{reason}"
    at = f"{queue.astimezone(words.zone):%d.%m.%Y %H:%M:%S}" if queue else ""
    return words(key, at=at) if key in words.phrases else reason
