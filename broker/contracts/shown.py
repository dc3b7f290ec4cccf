"""What a screen has on it, told after the frame: "shown" is what was seen to happen, not what was sent."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Literal

import msgspec
from msgspec import Struct

from broker.contracts import codec
from broker.contracts.fields import Id, Moment, WindowId
from broker.contracts.snapshot import Snapshot

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class ShownCall(Struct, frozen=True, kw_only=True):
    """A call with a row of its own; `times` as in the snapshot: a recall is shown anew."""

    number: str
    window: WindowId
    times: int = 1


class Shown(Struct, frozen=True, kw_only=True):
    """What an appliance's screen shows since `at`. `calls`: from the top down; `banner`: what stands in their place.

    `snapshot`: the digest of the state that it was drawn from, so that anybody can tell whether it is the present one;
    `seq` and `epoch`: that snapshot's. `stale`: it says itself that it is out of date. `pixels`: CRC-32 of the picture's
    RGB rows from the top down, "" until it is read; `blank`: it is one colour all over. `zones`: whose calls it shows
    (none: all); `windows`: of which windows alone, as a sign above one does.
    """

    boot: Id
    at: Moment
    seq: int
    epoch: str
    snapshot: str
    calls: tuple[ShownCall, ...]
    banner: Literal["", "quiet", "closed", "suspended"] = ""
    stale: bool = False
    pixels: str = ""
    blank: bool = False
    zones: tuple[str, ...] = ()
    windows: tuple[WindowId, ...] = ()


class CallSeen(Struct, frozen=True, kw_only=True):
    """When a call was on which board, by the queue-master's clock. `everywhere`: on all that were there when it was made;
    null while it is `missing` on some, or when there was none.
    """

    number: str
    window: WindowId
    zone: str
    times: int
    called: Moment
    boards: dict[str, Moment]
    missing: tuple[str, ...] = ()
    everywhere: Moment | None = None


class Seen(Struct, frozen=True, kw_only=True):
    """The last calls and where they were seen, newest first."""

    at: Moment
    calls: tuple[CallSeen, ...]


def essence(snapshot: Snapshot) -> Snapshot:
    """What a screen must show at once. Forecasts drift with every heartbeat; they follow with the next minute. What was
    spoken is nobody's to see.
    """
    lines = tuple(msgspec.structs.replace(line, estimate=None) for line in snapshot.lines)
    calls = tuple(msgspec.structs.replace(call, spoken=None) for call in snapshot.calls)
    return msgspec.structs.replace(snapshot, at=_NEVER, seq=0, lines=lines, calls=calls)


def digest(snapshot: Snapshot) -> str:
    """The same for two snapshots of which a screen must show the same."""
    return hashlib.sha256(codec.encode(essence(snapshot))).hexdigest()[:16]
