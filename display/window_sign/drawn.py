"""What is on a sign, as it tells the hall. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from broker.contracts.shown import Shown, ShownCall, digest
from broker.contracts.snapshot import Snapshot
from display.window_sign.face import Face, Kind

_BANNERS: dict[Kind, Literal["closed", "suspended"]] = {"closed": "closed", "stopped": "suspended"}


def shown(face: Face, snapshot: Snapshot | None, at: datetime, boot: str) -> Shown:
    """`snapshot`: the one that `face` was made of."""
    window = int(face.window)
    calls = snapshot.calls if snapshot else ()
    times = next((call.times for call in calls if (call.number, call.window) == (face.number, window)), 1)
    return Shown(
        boot=boot,
        at=at,
        seq=snapshot.seq if snapshot else 0,
        epoch=snapshot.epoch if snapshot else "",
        snapshot=digest(snapshot) if snapshot else "",
        calls=(ShownCall(number=face.number, window=window, times=times),) if face.number else (),
        banner=_BANNERS.get(face.kind, ""),
        stale=bool(face.age),
        windows=(window,),
    )
