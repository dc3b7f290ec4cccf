"""Who was overtaken by whom, and why, as the hall's own records explain it."""

from __future__ import annotations

from broker.queuemaster.overtaking import Kind, Reasons, came_later, kind_of
from broker.queuemaster.state import Hall, Stay, Ticket
from broker.replay.outcome import Overtaking


def explained(hall: Hall) -> dict[str, tuple[Overtaking, ...]]:
    """Ticket id -> the calls that went before it while it waited, and why, as `explain` would answer for each.

    One sweep over the day instead of a question for each ticket: a full hall has hundreds of thousands of pairs.
    """
    found: dict[str, list[Overtaking]] = {ticket: [] for ticket in hall.memory.tickets}
    stays = [
        (stay, ticket, kind_of(ticket, stay), found[ticket.id])
        for ticket in hall.memory.tickets.values()
        for stay in ticket.stays
    ]
    coming = sorted(stays, key=lambda each: each[0].start, reverse=True)
    waiting: list[tuple[Stay, Ticket, Kind, list[Overtaking]]] = []
    for record in hall.memory.records:
        while coming and coming[-1][0].start < record.seq:
            waiting.append(coming.pop())
        waiting = [each for each in waiting if each[0].until is None or each[0].until > record.seq]
        reasons = Reasons(record)
        settled: dict[Kind, Overtaking] = {}  # for all of a kind whose waiting counts from before the called one's
        for stay, ticket, kind, told in waiting:
            junior = record.since > stay.since
            if junior and kind in settled:
                told.append(settled[kind])
            elif junior or came_later(record, ticket, stay):
                overtaking = Overtaking(number=record.number, reason=reasons.of(ticket, stay)[0])
                told.append(overtaking)
                if junior and not reasons.weighs(kind):
                    settled[kind] = overtaking
    return {ticket: tuple(told) for ticket, told in found.items() if told}
