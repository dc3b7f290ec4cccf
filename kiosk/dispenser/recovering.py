"""After a power cut in the middle of a print: did the slip come out? Decided here; `slip_desk` does it. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct

from broker.contracts.replies import TicketView

# Whoever waited longer for the lights to come back has gone to the reception; a slip then is one in strange hands.
WORTH = timedelta(minutes=10)

Fate = Literal["out", "again", "lost"]


class Printing(Struct, frozen=True, kw_only=True):
    """A slip that is in the printer. `cuts`: how many the printer had cut before, if it counts; `copies`: how often it
    was printed again already.
    """

    ticket: TicketView
    language: str
    alone: bool
    at: datetime
    cuts: int | None = None
    copies: int = 0
    large: bool = False


def fate(left: Printing, now: datetime, cuts: int | None) -> Fate:
    """What becomes of a slip that was in the printer: it is `out`, it is printed `again` as a copy, or it is `lost` and
    its visitor has to be told otherwise. `cuts`: how many the printer counts now, if it does.
    """
    if cuts is not None and left.cuts is not None and cuts > left.cuts:
        return "out"
    # One copy, and no more: a printer that takes the power down with it must not do so for ever.
    return "again" if left.copies == 0 and abs(now - left.at) <= WORTH else "lost"
