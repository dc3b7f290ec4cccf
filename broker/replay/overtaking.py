"""Who was overtaken by whom, and why, as the hall's own records explain it."""

from __future__ import annotations

from broker.contracts.events import Reason
from broker.queuemaster.overtaking import Reasons, came_later
from broker.queuemaster.state import Hall, Stay, Ticket
from broker.replay.outcome import Overtaking


def explained(hall: Hall) -> dict[str, tuple[Overtaking, ...]]:
    """Ticket id -> the calls that went before it while it waited, and why, as `explain` would answer for each.

    One sweep over the day instead of a question for each ticket: a full hall has hundreds of thousands of pairs.
    """
    stays = [(ticket, stay) for ticket in hall.memory.tickets.values() for stay in ticket.stays]
    coming = sorted(stays, key=lambda each: each[1].start, reverse=True)
    waiting: list[tuple[Ticket, Stay]] = []
    found: dict[str, list[Overtaking]] = {}
    for record in hall.memory.records:
        while coming and coming[-1][1].start < record.seq:
            waiting.append(coming.pop())
        waiting = [each for each in waiting if each[1].until is None or each[1].until > record.seq]
        reasons = Reasons(record)
        alike: dict[Reason, Overtaking] = {}
        for ticket, stay in waiting:
            if came_later(record, ticket, stay):
                reason, _ = reasons.of(ticket, stay)
                if reason not in alike:
                    alike[reason] = Overtaking(number=record.number, reason=reason)
                found.setdefault(ticket.id, []).append(alike[reason])
    return {ticket: tuple(those) for ticket, those in found.items()}
