"""What the queue-master decides when the whole hall, or some of its lines, must stop or go on."""

from __future__ import annotations

from broker.contracts import commands as c
from broker.contracts import events as e
from broker.queuemaster.deciding import Asked, Decided, need_lines
from broker.queuemaster.state import Hall


def suspend_hall(hall: Hall, command: c.SuspendHall, asked: Asked) -> Decided:
    """No new tickets and no calls (of `lines`, or at all); everybody keeps their place."""
    need_lines(hall, command.lines)
    memory = hall.memory
    already = (
        memory.suspended == command.why
        if command.lines is None
        else all(memory.lines_closed.get(line) == command.why for line in command.lines)
    )
    if already:
        return Decided()
    return Decided(events=(asked.fact(hall, e.HallSuspended, why=command.why, lines=command.lines),))


def resume_hall(hall: Hall, command: c.ResumeHall, asked: Asked) -> Decided:
    need_lines(hall, command.lines)
    memory = hall.memory
    going = (
        memory.suspended is None and not memory.lines_closed
        if command.lines is None
        else all(line not in memory.lines_closed for line in command.lines)
    )
    if going:
        return Decided()
    return Decided(events=(asked.fact(hall, e.HallResumed, why=command.why, lines=command.lines),))
