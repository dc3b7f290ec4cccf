"""Every state a sign can be in: for the gallery of screens and for tests. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from broker.contracts.fields import Text
from broker.contracts.snapshot import CallView, HallState, Notice, Snapshot, WindowState, WindowView

WINDOW = 5
NUMBER = "А042"
Sample = tuple[Snapshot | None, float]
"""What a sign has heard, and how many seconds ago."""

AIR_RAID: Text = {
    "uk": "Повітряна тривога. Пройдіть до укриття. Ваше місце в черзі збережено.",
    "en": "Air raid alert. Go to the shelter. Your place in the queue is kept.",
}


def snapshot(
    now: datetime,
    state: WindowState,
    *,
    number: str = NUMBER,
    ago: float = 1.0,
    times: int = 1,
    hall: HallState = "open",
) -> Snapshot:
    """A hall of which the sign's window is in `state`; its call, if it is one, was made `ago` seconds before `now`."""
    has_ticket = state in ("calling", "serving")
    made = now - timedelta(seconds=ago)
    call = CallView(number=number, window=WINDOW, zone="hall-1", at=made, times=times, priority=False)
    suspended = hall == "suspended"
    return Snapshot(
        seq=4711,
        at=now,
        hall=hall,
        until=None,
        why="air-raid" if suspended else None,
        lines=(),
        windows=(
            WindowView(id=WINDOW, zone="hall-1", state=state, ticket=number if has_ticket else None, since=made),
            WindowView(id=WINDOW + 1, zone="hall-1", state="calling", ticket="К007", since=made),
        ),
        calls=(call,) if has_ticket else (),
        epoch="sample",
        notices=(Notice(code="air-raid", text=AIR_RAID, stops=True),) if suspended else (),
    )


STATES: dict[str, Callable[[datetime], Sample]] = {
    "calling": lambda now: (snapshot(now, "calling"), 0.2),
    "serving": lambda now: (snapshot(now, "serving", ago=300), 0.2),
    "free": lambda now: (snapshot(now, "free"), 0.2),
    "paused": lambda now: (snapshot(now, "paused"), 0.2),
    "closed": lambda now: (snapshot(now, "closed"), 0.2),
    "air-raid": lambda now: (snapshot(now, "free", hall="suspended"), 0.2),
    "stale": lambda now: (snapshot(now, "serving", ago=300), 7.2),
    "connecting": lambda _now: (None, 0.0),
}
