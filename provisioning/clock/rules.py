"""What a person may set a machine's clock to. Pure: asked once where the wish is taken, and once more where it is done."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct

from broker.contracts.errors import Refused
from broker.contracts.fields import Moment

Keeper = Literal["network", "person", "hall", "battery", "nobody"]
"""Who has told a machine the time since its start, or has kept it over the start."""
Teller = Literal["person", "hall"]

YEARS = timedelta(days=3653)  # no version of the program is at work for longer
LATE = 60.0  # seconds between wish and deed: a slow card starts a program in five
_SECONDS = timedelta(seconds=2)  # an answer of the desk is on its way for less
_MINUTE = timedelta(minutes=1)  # for so short a time the queue waits unseen


class Wanted(Struct, frozen=True, kw_only=True):
    """It was `moment` when the steady clock of the start `boot` showed `steady` seconds; `queue`: the hall's time then.
    `by`: a technician, or the hall's desk, which tells every box.
    """

    id: str
    moment: Moment
    boot: str
    steady: float
    queue: Moment
    by: Teller = "person"


def time_now(wanted: Wanted, boot: str, steady: float) -> datetime:
    """What time it is by that wish, now. Refused for a wish of another start of the machine, or of another machine, and
    for one that has lain too long: whoever made it looks at the page no more.
    """
    if not boot or wanted.boot != boot:
        raise Refused("other-start")
    passed = steady - wanted.steady
    if not 0 <= passed <= LATE:
        raise Refused("too-late")
    return wanted.moment + timedelta(seconds=passed)


def follows(kept: Keeper, clock: datetime, hall: datetime) -> bool:
    """Whether a box goes by the clock of the hall's desk: where nobody else keeps its own, and that is another."""
    return kept in ("nobody", "hall") and abs(clock - hall) > _SECONDS


def check(moment: datetime, queue: datetime, built: datetime, kept: Keeper) -> None:
    """Refused for a clock that the network keeps, and for a time that cannot be: before the program was made or so long
    after that it is a slip of the hand; or before `queue`, since the hall's time never goes back and would wait for it.
    """
    if kept == "network":
        raise Refused("network-keeps-it")
    if moment < built:
        raise Refused("before-program", least=built.isoformat())
    if moment > built + YEARS:
        raise Refused("too-far", most=(built + YEARS).isoformat())
    if moment < queue - _MINUTE:
        raise Refused("before-queue", least=queue.isoformat())
