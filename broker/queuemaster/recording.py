"""What `explain` will need of a call: everything of the moment that tells why it was true, kept beside it."""

from __future__ import annotations

from broker.contracts.events import LegStarted, TicketCalled
from broker.queuemaster.state import CallRecord, Hall, Ticket, Window


def record_of(hall: Hall, event: TicketCalled | LegStarted, ticket: Ticket, window: Window) -> CallRecord:
    """The record of a call. The hall is the hall after it; those whom it passed over stand where they stood."""
    memory, decision = hall.memory, event.decision
    own, passed = None, []
    for candidate in decision.candidates:
        head = memory.tickets.get(memory.numbers.get(candidate.number, ""))
        if candidate.number == ticket.number:
            own = candidate
        elif head is not None and head.place < ticket.place:
            passed.append(candidate)
    return CallRecord(
        seq=event.seq,
        at=event.at,
        number=ticket.number,
        line=ticket.line,
        since=ticket.since,
        issued_seq=ticket.seq,
        window=event.window,
        lines=window.serves,
        reason="next-leg" if isinstance(event, LegStarted) else event.reason,
        priority=ticket.priority,
        why=decision.why,
        stayed=isinstance(event, LegStarted),
        issued_at=ticket.issued_at,
        joined=ticket.stays[-1].joined,
        origin=ticket.origin,
        booked=ticket.booked,
        checked=ticket.checked,
        strict=decision.policy == "strict",
        preference=decision.preference,
        own=own,
        passed=tuple(passed),
        shut=tuple(memory.lines_closed),
        # A row that has emptied leaves its window's name behind, until the next restart.
        wished=tuple(
            sorted(
                wish
                for wish, rows in hall.rows.by_window.items()
                if rows and wish != event.window and wish in memory.windows
            )
        ),
    )
