"""The rows of the tables: a leg of a visit, a stretch of a window's time, a window that closed for the day. Pure.

Moments are milliseconds since 1970 in UTC, so that a wait over the change of clocks is as long as it was; `day` and
`hour` are those of the hall's own clock.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

VERSION = 1  # of these tables: files of another version are made anew

Outcome = Literal[
    "waiting", "called", "serving", "held", "served", "no-show", "transferred", "sent-back", "cancelled", "unserved"
]


class Leg(Struct, kw_only=True):
    """One stay in a line and what came of it. `place`: 0 for the first of a visit. `began`: how it came to be.

    `joined`: from when its wait counts: the taking of the ticket, the appointed time of who booked and came before it,
    the transfer. `passed`: how many that were better candidates waited when it was called. `held`: milliseconds set
    aside, which are no service. `finished` is absent where nobody pressed it, and the day's end did.
    `earliest` to `latest`: the range that the visitor was told, in the first leg. `grade`: 1 to 4 of the survey.
    """

    day: str
    ticket: str
    number: str
    place: int
    began: Literal["issued", "transferred", "returned", "next-leg"]
    service: str
    line: str
    hour: int
    arrived: int
    joined: int
    source: str
    language: str
    zone: str | None = None
    window: int | None = None
    operator: str | None = None
    priority: str | None = None
    checked: bool = False
    booked: bool = False
    needs: str = ""
    called: int | None = None
    reason: str | None = None
    passed: int = 0
    recalls: int = 0
    started: int | None = None
    finished: int | None = None
    held: int = 0
    outcome: Outcome = "waiting"
    earliest: int | None = None
    likely: int | None = None
    latest: int | None = None
    confidence: float | None = None
    asked: bool = False
    answered: bool = False
    grade: int | None = None


class Stretch(Struct, kw_only=True):
    """A part of an hour in which a window was `open` (its operator could serve), `paused`, or `serving` somebody."""

    day: str
    window: int
    operator: str | None
    kind: Literal["open", "paused", "serving"]
    hour: int
    begin: int
    end: int


class Closing(Struct, kw_only=True):
    """A window that closed, or paused, and did not open again that day, while `waiting` stood in lines that it served.

    `unserved`: how many of them nobody received that day.
    """

    day: str
    window: int
    operator: str | None
    at: int
    waiting: int
    unserved: int


class Late(Struct, kw_only=True, frozen=True):
    """A survey's answer that reached the queue-master when its `day` was closed: whom the tablet saw, and where.

    `seq` and `root`: the event that says so, and its hash in the journal.
    """

    day: str
    number: str
    window: int
    run: str
    seq: int
    grade: int | None = None
    root: str = ""


class Day(Struct, kw_only=True, frozen=True):
    """What a day's files were made from: the events `first` to `last`; `root` is the hash of the last of them.

    `over`: the day is closed. `names`: who served is known; in the archive it is not. `left_open`: windows at which
    somebody went on through midnight, with their lines. `late`: answers among its events that are of earlier days;
    `later`: those of later days that are its own, and are counted in it.
    """

    version: int
    day: str
    first: int
    last: int
    root: str
    over: bool
    names: bool
    left_open: tuple[tuple[int, tuple[str, ...]], ...] = ()
    legs: int = 0
    late: tuple[Late, ...] = ()
    later: tuple[Late, ...] = ()
