"""`state/hall`: the whole hall in one message. Boards draw from this alone. No person's name is in it."""

from __future__ import annotations

from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from broker.contracts.fields import Moment

HallState = Literal["open", "closed", "suspended"]
WindowState = Literal["closed", "paused", "free", "calling", "serving"]


class Range(Struct, frozen=True, kw_only=True):
    """When somebody who came now would be called. `method` as in an event's estimate."""

    earliest: Moment
    likely: Moment
    latest: Moment
    method: Literal["played", "formula"] | UnsetType = UNSET


class LineState(Struct, frozen=True, kw_only=True):
    id: str
    letter: str
    open: bool
    waiting: int
    held: int
    estimate: Range | None
    why: str | None = None


class WindowView(Struct, frozen=True, kw_only=True):
    """`since`: when it came into this state. `lines`: what it serves now."""

    id: int
    zone: str
    state: WindowState
    ticket: str | None
    since: Moment | None
    lines: tuple[str, ...] = ()


class CallView(Struct, frozen=True, kw_only=True):
    """One call; `times` counts the call and its recalls, `at` is the latest of them."""

    number: str
    window: int
    zone: str
    at: Moment
    times: int
    priority: bool
    line: str = ""


class Snapshot(Struct, frozen=True, kw_only=True):
    """`epoch` is the boot id of the queue-master, so that a ghost of an older one can be told apart."""

    seq: int
    at: Moment
    hall: HallState
    until: Moment | None
    why: str | None
    lines: tuple[LineState, ...]
    windows: tuple[WindowView, ...]
    calls: tuple[CallView, ...]
    epoch: str = ""
