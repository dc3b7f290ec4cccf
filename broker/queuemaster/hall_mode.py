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
    """Go on: with `lines`; without any named, with the hall, or else with all lines that are parked.

    The end of an alarm is not the return of the registers: lines that were parked for another reason stay parked.
    """
    parked = hall.memory.lines_closed
    if command.lines is None and hall.memory.suspended is not None:
        return Decided(events=(asked.fact(hall, e.HallResumed, why=command.why),))
    wanted = tuple(parked) if command.lines is None else command.lines
    need_lines(hall, [line for line in wanted if line not in parked])  # one that the hall file has lost may go on
    lines = tuple(line for line in wanted if line in parked)
    return Decided(events=(asked.fact(hall, e.HallResumed, why=command.why, lines=lines),) if lines else ())
