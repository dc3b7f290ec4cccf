"""`state/hall`: the whole hall in one message. Boards draw from this alone. No person's name is in it."""

from __future__ import annotations

from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from broker.contracts.announced import Outcome
from broker.contracts.fields import Moment, Text

HallState = Literal["open", "closed", "suspended"]
WindowState = Literal["closed", "paused", "free", "calling", "serving"]


class Range(Struct, frozen=True, kw_only=True):
    """When somebody who came now would be called. `method` as in an event's estimate."""

    earliest: Moment
    likely: Moment
    latest: Moment
    method: Literal["played", "formula"] | UnsetType = UNSET


class LineState(Struct, frozen=True, kw_only=True):
    """`open`: it gives tickets now, until `closes` (null: no end in sight). Else `why` not, and when it `opens`."""

    id: str
    letter: str
    open: bool
    waiting: int
    held: int
    estimate: Range | None
    why: str | None = None
    opens: Moment | None = None
    closes: Moment | None = None


class WindowView(Struct, frozen=True, kw_only=True):
    """`since`: when it came into this state. `lines`: what it serves now."""

    id: int
    zone: str
    state: WindowState
    ticket: str | None
    since: Moment | None
    lines: tuple[str, ...] = ()


class CallView(Struct, frozen=True, kw_only=True):
    """One call; `times` counts the call and its recalls, `at` is the latest of them.

    `spoken`: what became of its announcement (finished, failed, dropped); null: nothing is known of it yet.
    `reason`: why this ticket was called before others; absent: it was its turn.
    """

    number: str
    window: int
    zone: str
    at: Moment
    times: int
    priority: bool
    line: str = ""
    booked: bool = False
    spoken: Outcome | None = None
    reason: str | UnsetType = UNSET


class Notice(Struct, frozen=True, kw_only=True):
    """What everybody must know besides the calls. `lines`: whom it concerns; none: the whole hall.

    `stops`: what it concerns is not called now. `until`: when it is over, where that is known.
    """

    code: str
    text: Text
    lines: tuple[str, ...] = ()
    stops: bool = False
    until: Moment | None = None


class HelpView(Struct, frozen=True, kw_only=True):
    """Somebody needs a person at `place`. `state` "acknowledged": somebody is on the way. `escalated`: how often
    everybody was told again.
    """

    id: str
    place: str
    why: str
    since: Moment
    state: Literal["called", "acknowledged"] = "called"
    escalated: int = 0


class Snapshot(Struct, frozen=True, kw_only=True):
    """`until`: when the open hall closes, or the closed one opens next; null while nobody can say.

    `epoch` is the boot id of the queue-master, so that a ghost of an older one can be told apart.

    `mode`: "normal", or the code of the gravest of the `notices`, which stand in that order: why the hall is suspended
    ("air-raid", …), "resuming", why lines are parked ("registers-down", …), "closing", "surge".
    """

    seq: int
    at: Moment
    hall: HallState
    until: Moment | None
    why: str | None
    lines: tuple[LineState, ...]
    windows: tuple[WindowView, ...]
    calls: tuple[CallView, ...]
    epoch: str = ""
    mode: str = "normal"
    notices: tuple[Notice, ...] = ()
    help: tuple[HelpView, ...] = ()
