"""What the office tells of the staff's own doors: a fact for the journal, which changes nothing in the hall."""

from __future__ import annotations

from broker.contracts import commands as c
from broker.contracts import events as e
from broker.queuemaster.deciding import Asked, Decided
from broker.queuemaster.state import Hall


def note_staff(hall: Hall, command: c.NoteStaff, asked: Asked) -> Decided:
    """A fact, whatever it says: only the office was there."""
    happened = command.at if command.at < asked.at else None
    return Decided(
        events=(asked.fact(hall, e.StaffNoted, what=command.what, window=command.window, happened_at=happened),)
    )
