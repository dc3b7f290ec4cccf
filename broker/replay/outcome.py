"""What a replay tells of a day: one record a visitor, in order of arrival (section 6 of the wire contract)."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

from broker.contracts.events import Estimate, Reason

Outcome = Literal["served", "no-show", "cancelled", "unserved", "refused"]


class Overtaking(Struct, frozen=True, kw_only=True):
    """A later ticket that was called while this one waited, and why: what `explain` would say."""

    number: str
    reason: Reason


class Told(Struct, kw_only=True):
    """What became of one visitor. `reason`: why no ticket was given, or why the visit ended without service.

    `booked`: the appointed time that the waiting counts from; `not_booked`: why it does not, though the visitor booked
    (the hall's refusal, or "late"). Of a visit of several legs: the first call, window and start, and the last end.
    """

    arrival: datetime
    service: str
    number: str | None = None
    priority: str | None = None
    ahead: int | None = None
    estimate: Estimate | None = None
    called: datetime | None = None
    window: int | None = None
    started: datetime | None = None
    finished: datetime | None = None
    outcome: Outcome = "unserved"
    reason: str | None = None
    booked: datetime | None = None
    not_booked: str | None = None
    overtaken_by: tuple[Overtaking, ...] = ()


class DayResult(Struct, frozen=True, kw_only=True):
    """A day: `unexplained_overtakes` is counted from the calls themselves, not from what was recorded of them."""

    file: str
    day: str
    tickets: tuple[Told, ...]
    unexplained_overtakes: int


class Replay(Struct, frozen=True, kw_only=True):
    """The whole of OUT."""

    days: tuple[DayResult, ...]
