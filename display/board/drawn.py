"""What is on a board's screen, as it tells the hall. Pure."""

from __future__ import annotations

from datetime import datetime

from broker.contracts.shown import Shown, ShownCall, digest
from broker.contracts.snapshot import Snapshot
from display.board.view import CallRow, View


def shown(
    view: View,
    rows: tuple[CallRow, ...],
    snapshot: Snapshot | None,
    at: datetime,
    boot: str,
    *,
    zones: tuple[str, ...] = (),
) -> Shown:
    """`rows`: the calls that have a place on the screen."""
    times = {(call.number, str(call.window)): call.times for call in snapshot.calls} if snapshot else {}
    return Shown(
        boot=boot,
        at=at,
        seq=snapshot.seq if snapshot else 0,
        epoch=snapshot.epoch if snapshot else "",
        snapshot=digest(snapshot) if snapshot else "",
        calls=tuple(ShownCall(number=row.number, window=int(row.window), times=times.get(row.key, 1)) for row in rows),
        banner=view.banner.kind,
        stale=view.stale,
        zones=zones,
    )
