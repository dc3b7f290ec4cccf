"""So that the first visitor of the day does not wait for the faces to be read from the card."""

from __future__ import annotations

from datetime import datetime, timedelta

from broker.contracts.events import Estimate
from broker.contracts.hall_file import HallFile
from broker.contracts.replies import TicketView
from kiosk.dispenser.slips.ticket_slip import slip_for
from kiosk.printing.drawing import draw


def warm_up(hall: HallFile, paper_mm: int, now: datetime) -> None:
    """Draws a slip in every language of the hall and throws it away; call it in the thread that prints."""
    for language in hall.hall.languages if hall.service else ():
        draw(slip_for(sample_ticket(hall, now), hall, language), paper_mm)


def sample_ticket(
    hall: HallFile, now: datetime, *, service: int = 0, priority: bool = False, known: bool = True
) -> TicketView:
    """A ticket that nobody took: of the hall's service number `service`; `known`: its time is."""
    wanted = hall.service[service % len(hall.service)]
    times = [now + timedelta(minutes=minutes) for minutes in (21, 27, 36)]
    return TicketView(
        id="01KAQ5B2M4X7R8T9V0W1Y2Z3A4",
        number=f"{hall.lines[wanted.line].letter}042",
        service=wanted.id,
        line=wanted.line,
        zone=hall.zone_of(wanted.line),
        issued_at=now,
        ahead=7 if known else None,
        estimate=Estimate(earliest=times[0], likely=times[1], latest=times[2]) if known else None,
        priority=hall.priority[0].id if priority and hall.priority else None,
    )
