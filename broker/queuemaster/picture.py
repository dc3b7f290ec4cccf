"""The snapshot: the whole hall in one message, for boards and whoever else draws it."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from msgspec import UNSET, structs

from broker.contracts import codec
from broker.contracts.errors import ContractError
from broker.contracts.numbers import fold
from broker.contracts.phrases import Phrases
from broker.contracts.snapshot import CallView, HallState, LineState, Range, Snapshot, WindowState, WindowView
from broker.queuemaster import help as helping
from broker.queuemaster import reception
from broker.queuemaster.estimate import Forecast, Lines
from broker.queuemaster.notices import mode, notices
from broker.queuemaster.state import Hall

# Reasons that the hall may know. That somebody needs a certain window, or that an operator chose them, is theirs.
TOLD = frozenset({"priority", "appointment-due", "other-line", "returned", "transferred", "next-leg"})


def snapshot(
    hall: Hall, now: datetime, epoch: str, phrases: Phrases | None = None, waits: Lines | None = None
) -> Snapshot:
    """The hall as everybody may see it at `now`. No operator's and no visitor's name is in it.

    `phrases`: the words of its notices; without them they have none. `waits`: what was foreseen of its lines; without
    it, the formula answers.
    """
    known = notices(hall, now, phrases)
    memory = hall.memory
    doors = reception.of_hall(hall, now)
    is_open = bool(memory.day) and doors.why in (None, "closing")
    state: HallState = "suspended" if memory.suspended is not None else "open" if is_open else "closed"
    return Snapshot(
        seq=hall.seq,
        at=now,
        hall=state,
        until=doors.closes if doors.why is None else None if is_open else doors.opens,
        why=memory.suspended,
        lines=tuple(_lines(hall, now, waits or Forecast(hall, now).lines())),
        windows=tuple(_window(hall, number) for number in hall.plan.windows),
        calls=tuple(
            CallView(
                number=call.number,
                window=call.window,
                zone=call.zone,
                at=call.at,
                times=call.times,
                priority=call.priority,
                line=call.line,
                booked=call.booked,
                spoken=call.spoken,
                reason=call.reason if call.reason in TOLD else UNSET,
            )
            for call in memory.calls
        ),
        epoch=epoch,
        mode=mode(known),
        notices=known,
        help=helping.views(hall),
    )


def encoded(picture: Snapshot) -> bytes:
    """The snapshot as one message. In a hall too large for that, what windows serve is left to the hall file, and
    closed windows are left out. ContractError when even that does not fit.
    """
    try:
        return codec.encode(picture)
    except ContractError:
        plain = tuple(structs.replace(window, lines=()) for window in picture.windows)
    try:
        return codec.encode(structs.replace(picture, windows=plain))
    except ContractError:
        return codec.encode(structs.replace(picture, windows=tuple(w for w in plain if w.state != "closed")))


def _lines(hall: Hall, now: datetime, waits: Lines) -> list[LineState]:
    lines = []
    for line in hall.plan.line:
        estimate = reception.within(hall, line.id, now, waits.range(line.id))
        now_here = reception.of_line(hall, line.id, now, partial(waits.late, line.id))
        lines.append(
            LineState(
                id=line.id,
                letter=fold(line.letter),
                open=now_here.why is None and bool(hall.memory.day),
                waiting=hall.rows.in_line.get(line.id, 0),
                held=hall.held[line.id],
                estimate=Range(
                    earliest=estimate.earliest,
                    likely=estimate.likely,
                    latest=estimate.latest,
                    method=estimate.method,
                )
                if estimate and not now_here.opens
                else None,
                why=None if now_here.why == hall.memory.suspended else now_here.why,
                opens=now_here.opens,
                closes=now_here.closes,
            )
        )
    return lines


def _window(hall: Hall, number: int) -> WindowView:
    window = hall.memory.windows.get(number)
    if window is None:
        return WindowView(id=number, zone=hall.plan.windows[number].zone, state="closed", ticket=None, since=None)
    ticket = hall.memory.tickets.get(window.ticket or "")
    idle: WindowState = "paused" if window.paused else "free"
    busy: WindowState = "serving" if ticket and ticket.state == "serving" else "calling"
    return WindowView(
        id=number,
        zone=window.zone,
        state=busy if ticket else idle,
        ticket=ticket.number if ticket else None,
        since=window.since,
        lines=window.serves,
    )
