"""What is asked of a past day, and what came of it. Pure."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class Change(Struct, frozen=True, kw_only=True):
    """One thing that is different. `like`: one more window that serves what that one does, between two times of day;
    `closed`: a window that stays closed; `priority`: the policy's; `all_lines`: every window serves all lines.
    """

    like: int | None = None
    since: str = "08:00"
    until: str = "18:00"
    closed: int | None = None
    priority: Literal["accumulating", "strict"] | None = None
    all_lines: bool = False


class Wish(Struct, frozen=True, kw_only=True):
    day: str
    change: Change


class Course(Struct, frozen=True, kw_only=True):
    """One play of the day. `waiting`: how many waited at each of the `moments`; waits in seconds."""

    waiting: tuple[int, ...]
    served: int
    unserved: int
    median: float | None
    p90: float | None
    longest: float | None
    over: int
    called: int


class Told(Struct, frozen=True, kw_only=True):
    """`real`: what the journal says of the day; `as_it_was` and `changed`: two plays that differ in the change alone.

    `moments`: minutes since midnight. `left_out`: visits that could not be played (a service that is no more).
    """

    day: str = ""
    moments: tuple[int, ...] = ()
    real: Course | None = None
    as_it_was: Course | None = None
    changed: Course | None = None
    visitors: int = 0
    left_out: int = 0
    error: str = ""
