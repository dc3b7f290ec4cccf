"""A witness of every call: knows the rules of a fair hall, and nothing of how the queue-master decides or explains.

Before each call it looks at the hall and writes down who is overtaken and which reasons would be true of the two.
What `explain` says afterwards must be exactly that: nobody missing, nobody too many, and every reason a true one.
"""

from __future__ import annotations

from datetime import timedelta

from broker.contracts import events as e
from broker.queuemaster.overtaking import reason_between, went_before
from broker.queuemaster.state import Hall, Ticket, Window
from broker.queuemaster.turn import may_meet_needs


def could_call(hall: Hall, ticket: Ticket, window: Window) -> bool:
    """Whether a window may call a ticket that waits."""
    memory = hall.memory
    elsewhere = ticket.to_window not in (None, window.id) and ticket.to_window in memory.windows
    lost = ticket.line not in hall.plan.lines
    return (
        (ticket.line in window.serves or ticket.to_window == window.id or lost)
        and not elsewhere
        and ticket.line not in memory.lines_closed
        and (not ticket.needs or ticket.to_window == window.id or may_meet_needs(hall, window.id, ticket.line))
    )


class Witness:
    """`sees` before each event, `agrees` whenever it pleases."""

    def __init__(self) -> None:
        self._came: dict[str, int] = {}  # ticket -> the event with which it came into its line
        self._true: dict[str, dict[int, set[str]]] = {}  # ticket -> a call that overtook it -> reasons that are true

    def sees(self, hall: Hall, event: e.Event) -> None:
        """Look at the hall as it is when `event` is about to happen."""
        if isinstance(event, e.DayClosed):
            self._came.clear()
            self._true.clear()
        elif isinstance(event, e.TicketIssued):
            self._learns_of_a_slip(hall, event)
            self._came[event.ticket] = event.seq
        elif isinstance(event, e.TicketReturned | e.TicketTransferred | e.TicketMoved | e.LegFinished):
            self._came[event.ticket] = event.seq
        elif isinstance(event, e.TicketCalled | e.LegStarted):
            self._call(hall, event)

    def _learns_of_a_slip(self, hall: Hall, event: e.TicketIssued) -> None:
        """A slip that was printed offline was overtaken before the queue could know of it."""
        for record in hall.memory.records:
            other = next(t for t in hall.memory.tickets.values() if t.seq == record.issued_seq)
            if event.issued_at and record.at >= event.issued_at and other.issued_at > event.issued_at:
                self._true.setdefault(event.ticket, {})[record.seq] = {record.reason, "next-leg"}

    def _call(self, hall: Hall, event: e.TicketCalled | e.LegStarted) -> None:
        called = hall.memory.tickets[event.ticket]
        for other in hall.memory.tickets.values():
            if other.state == "waiting" and other is not called and self._came_later(called, other):
                reasons = {"next-leg"} if isinstance(event, e.LegStarted) else self._reasons(hall, event, called, other)
                assert reasons, f"{called.number} is called past {other.number} for no reason"
                self._true.setdefault(other.id, {})[event.seq] = reasons

    def _came_later(self, called: Ticket, other: Ticket) -> bool:
        return (
            (called.since, called.seq) > (other.since, other.seq)
            or (called.issued_at, called.seq) > (other.issued_at, other.seq)
            or (called.line == other.line and self._came[called.id] > self._came[other.id])
        )

    def _reasons(self, hall: Hall, event: e.TicketCalled, called: Ticket, other: Ticket) -> set[str]:
        """Every reason that is true of the two, by the words of the glossary and not by the numbers of the rule."""
        if event.reason == "operator":
            assert event.decision.why
            return {"operator"}
        window, plan = hall.memory.windows[event.window], hall.plan
        true: set[str] = set()
        if (called.since, called.seq) < (other.since, other.seq):
            true.add("oldest")
            true.update({called.origin} if called.origin else ())
            true.update({"appointment-due"} if called.booked else ())
            return true
        if not could_call(hall, other, window):
            if other.needs and not may_meet_needs(hall, window.id, other.line):
                true.add("needs")
            there = other.line in window.serves or other.to_window == window.id
            awaited = other.to_window not in (None, window.id) and other.to_window in hall.memory.windows
            if not there or awaited or other.line in hall.memory.lines_closed:
                true.add("other-line")
            return true
        assert not self._due(hall, event, other), "who has waited the guarantee goes before all who came later"
        faster = plan.rate(called.priority) > plan.rate(other.priority)
        if faster or self._due(hall, event, called):
            true.add("priority")
        if called.needs and not other.needs:
            true.add("needs")
        turn = event.decision.turn
        preferred = called.line != other.line or called.to_window == window.id
        if (turn is not None and turn.line == called.line) or preferred:
            true.add("other-line")
        return true

    @staticmethod
    def _due(hall: Hall, event: e.Event, ticket: Ticket) -> bool:
        guarantee = hall.plan.guarantee(ticket.priority)
        return guarantee is not None and max(timedelta(0), event.at - ticket.since) >= guarantee

    def agrees(self, hall: Hall) -> None:
        """What the hall's records explain is what was seen."""
        for ticket in hall.memory.tickets.values():
            seen = self._true.get(ticket.id, {})
            records = {record.seq: record for record in hall.memory.records if went_before(record, ticket)}
            assert records.keys() == seen.keys(), ticket.number
            for seq, record in records.items():
                reason, phrase = reason_between(record, ticket)
                assert reason in seen[seq], (ticket.number, record.number, reason, phrase, seen[seq])
