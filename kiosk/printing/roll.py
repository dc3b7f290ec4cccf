"""How much paper is left, by our own count of what was printed. Pure.

A printer knows two things of its roll: that it nears its end, and that it has ended. In between lies half a day. So the
millimetres that went out are counted, and each time one of the two is seen the count is put right: how much is left
when the sensor trips is learnt from roll to roll, and so is how long a roll is.
"""

from __future__ import annotations

from msgspec import Struct, structs

from kiosk.printing.status import Paper, PrinterStatus

DOTS_A_MM = 8
CUT_MM = 12.0  # from the head to the knife: goes out white with every slip
_TRUST = 0.5  # of what this roll taught, in what is known of rolls
_UNSEEN = 1.2  # rolls: who has printed so much has had another roll put in while nobody looked
_SLIP_MM = 110.0  # of a slip, before any was printed


class Roll(Struct, frozen=True, kw_only=True):
    """`whole`: it was seen when it was new, so that its length can be learnt. `near_mm`: what is left when the sensor
    trips, 0 while nobody knows. `tripped`: how much had gone out then. `opened`: the cover was, since the last slip.
    """

    length_mm: float
    used_mm: float = 0.0
    slips: int = 0
    slip_mm: float = _SLIP_MM
    near_mm: float = 0.0
    tripped: float | None = None
    whole: bool = False
    paper: Paper = "ok"
    opened: bool = False

    @property
    def left_mm(self) -> float:
        if self.paper == "out":
            return 0.0
        left = max(0.0, self.length_mm - self.used_mm)
        # The sensor knows better than the count that there is more.
        return max(left, self.near_mm) if self.paper == "ok" else left

    @property
    def left_slips(self) -> int:
        return int(self.left_mm / self.slip_mm)


def printed(roll: Roll, dots: int) -> Roll:
    """A slip so many dots long went out."""
    mm = dots / DOTS_A_MM + CUT_MM
    usual = mm if roll.slips == 0 else roll.slip_mm * 0.9 + mm * 0.1
    used = roll.used_mm + mm
    if roll.paper == "ok" and used > roll.length_mm * _UNSEEN:
        roll, used = structs.replace(roll, whole=False, tripped=None), used - roll.length_mm
    return structs.replace(roll, used_mm=used, slips=roll.slips + 1, slip_mm=usual, opened=False)


def seen(roll: Roll, status: PrinterStatus) -> Roll:
    """The printer was looked at. One that is away says nothing of its paper."""
    if not status.online and not status.cover_open and status.paper == "ok":
        return roll
    opened = roll.opened or status.cover_open
    # With the cover open most say "no paper", whatever lies in them.
    paper = roll.paper if status.cover_open else status.paper
    if paper == "ok" and (roll.paper == "out" or (roll.paper == "near-end" and opened)):
        return changed(roll)
    if paper == "near-end" and roll.paper == "out":  # one that was begun before
        return structs.replace(changed(roll), paper=paper, opened=False, whole=False, used_mm=_used_near_end(roll))
    roll = structs.replace(roll, opened=opened)
    if paper == "near-end" and roll.paper == "ok":
        roll = structs.replace(roll, tripped=roll.used_mm)
        if roll.near_mm:
            roll = structs.replace(roll, used_mm=_used_near_end(roll), tripped=_used_near_end(roll))
    elif paper == "out" and roll.paper != "out":
        roll = _ended(roll)
    # Back to "ok" with the cover shut is a sensor that trembles.
    return roll if paper == "ok" else structs.replace(roll, paper=paper)


def changed(roll: Roll) -> Roll:
    """A new roll was put in: seen by the printer, or said by a technician."""
    return structs.replace(roll, used_mm=0.0, tripped=None, whole=True, paper="ok", opened=False)


def _used_near_end(roll: Roll) -> float:
    return max(0.0, roll.length_mm - roll.near_mm)


def _ended(roll: Roll) -> Roll:
    """What this roll taught."""
    if roll.tripped is not None:
        rest = roll.used_mm - roll.tripped
        roll = structs.replace(roll, near_mm=_learnt(roll.near_mm or rest, rest))
    if roll.whole and roll.tripped is None and roll.used_mm > roll.length_mm / 4:
        roll = structs.replace(roll, length_mm=_learnt(roll.length_mm, roll.used_mm))
    return structs.replace(roll, opened=False)


def _learnt(known: float, taught: float) -> float:
    return known * (1 - _TRUST) + taught * _TRUST
