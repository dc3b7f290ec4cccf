"""What each fact does to the hall. Reads events alone, never the hall file: the past does not change with it.

The hall is changed in place and handed back: its owner gives it away and gets it again. Copying a hall of
thousands for every event would cost more than everything else that the queue-master does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import structs

from broker.contracts import events as e
from broker.contracts.numbers import split
from broker.queuemaster import announcements, documents, votes
from broker.queuemaster import help as helping
from broker.queuemaster.booking_steps import cancelled, checked_in, given_up, made, missed, moved
from broker.queuemaster.day_steps import day_closed, day_opened, window_closed, window_opened, window_paused
from broker.queuemaster.learn import learn
from broker.queuemaster.lifecycle import after
from broker.queuemaster.mode_steps import line_changed, resumed, surge_ended, surge_started, suspended
from broker.queuemaster.numbering import LAST_OF_ROUND, OURSELVES
from broker.queuemaster.recording import record_of
from broker.queuemaster.standing_in_line import free, join, leave, step, wait_again
from broker.queuemaster.state import (
    CALLS_KEPT,
    Call,
    Hall,
    Lease,
    Round,
    Sequence,
    Ticket,
)
from broker.queuemaster.tally import counted, with_priority
from broker.queuemaster.turns import share


def evolve(hall: Hall, event: e.Event) -> Hall:
    """The hall after `event`. NotAllowed (lifecycle) or KeyError when the event does not fit: a broken journal."""
    learn(hall.memory, event)
    _STEPS[type(event)](hall, event)
    hall.memory.seq = event.seq
    return hall


def _ticket_issued(hall: Hall, event: e.TicketIssued) -> None:
    memory = hall.memory
    ticket = Ticket(
        id=event.ticket,
        number=event.number,
        service=event.service,
        line=event.line,
        seq=event.seq,
        issued_at=event.issued_at or event.at,
        since=event.since,
        language=event.language,
        priority=event.priority,
        needs=event.needs,
        foreseen=event.foreseen,
        package=event.package,
        legs=event.legs,
        booking=event.booking,
        booked=event.booked,
        person=event.person,
        counted=counted(event.service, event.priority, event.person, event.hour),
        by=event.by,
    )
    hall.tally.tickets.update(ticket.counted)
    letter, digits = split(event.number)
    sequence = memory.sequences.setdefault(letter, Sequence())
    if event.lease is None:
        if digits > sequence.last:
            sequence.last = digits
        else:
            sequence.second_round = digits + 1
    memory.tickets[ticket.id] = ticket
    if event.lease is None or event.lease in memory.leases:  # a late slip of yesterday takes no number of today
        memory.numbers[ticket.number] = ticket.id
    join(hall, ticket, event.seq)
    if event.booking in memory.bookings:
        checked_in(hall, event.booking, event)


def _ticket_called(hall: Hall, event: e.TicketCalled) -> None:
    memory = hall.memory
    ticket = step(hall, event, event.window)
    ticket.times, ticket.called_at = 1, event.at
    window = memory.windows[event.window]
    window.ticket, window.since = ticket.id, event.at
    call = Call(
        ticket=ticket.id,
        number=ticket.number,
        line=ticket.line,
        window=event.window,
        zone=event.zone,
        at=event.at,
        priority=ticket.priority is not None,
        booked=ticket.booked,
        seq=event.seq,
        reason="" if event.reason == "oldest" else event.reason,
    )
    _show(hall, call)
    memory.records.append(record_of(hall, event, ticket, window))
    if event.decision.turn is not None:
        _take_turn(hall, event.decision.turn)


def _take_turn(hall: Hall, turn: e.Turn) -> None:
    taken = hall.memory.turns.setdefault(share(turn.lines, turn.ratio), Round())
    taken.now, taken.next[turn.line] = turn.start, turn.next


def _ticket_recalled(hall: Hall, event: e.TicketRecalled) -> None:
    ticket = step(hall, event)
    ticket.times, ticket.called_at = event.times, event.at
    shown = next((c for c in hall.memory.calls if c.ticket == ticket.id), None)
    if shown:
        again = structs.replace(
            shown,
            at=event.at,
            times=event.times,
            window=event.window,
            zone=event.zone,
            seq=event.seq,
            spoken=None,
        )
        _show(hall, again)


def _show(hall: Hall, call: Call) -> None:
    others = [c for c in hall.memory.calls if c.ticket != call.ticket]
    hall.memory.calls = [call, *others][:CALLS_KEPT]


def _service_started(hall: Hall, event: e.ServiceStarted) -> None:
    step(hall, event).started_at = event.at
    hall.memory.windows[event.window].since = event.at


def _left(hall: Hall, event: Any) -> None:
    """Finished, no-show or cancelled: the window is free again."""
    step(hall, event)
    free(hall, event)


def _service_finished(hall: Hall, event: e.ServiceFinished) -> None:
    _left(hall, event)
    ticket = hall.memory.tickets[event.ticket]
    if ticket.legs_done or ticket.legs:
        ticket.legs_done += (ticket.service,)


def _ticket_cancelled(hall: Hall, event: e.TicketCancelled) -> None:
    _left(hall, event)
    ticket = hall.memory.tickets[event.ticket]
    hall.tally.tickets.subtract(ticket.counted)
    given_up(hall, ticket)


def _leg_finished(hall: Hall, event: e.LegFinished) -> None:
    ticket = step(hall, event)
    free(hall, event)
    ticket.legs_done += (event.done,)
    ticket.service, ticket.line, ticket.legs, ticket.to_window = event.service, event.line, event.legs, None
    wait_again(hall, ticket, "next-leg", event)


def _leg_started(hall: Hall, event: e.LegStarted) -> None:
    ticket = step(hall, event, event.window)
    ticket.started_at = event.at
    window = hall.memory.windows[event.window]
    window.ticket, window.since = ticket.id, event.at
    hall.memory.records.append(record_of(hall, event, ticket, window))


def _ticket_held(hall: Hall, event: e.TicketHeld) -> None:
    _left(hall, event)
    hall.memory.holding[event.ticket] = event.at


def _ticket_returned(hall: Hall, event: e.TicketReturned) -> None:
    held = hall.memory.tickets[event.ticket].state == "held"
    ticket = step(hall, event)
    free(hall, event)
    if held:  # else, one who did not come: whatever window was wished for still is
        ticket.to_window = event.to_window
    wait_again(hall, ticket, "returned", event)


def _ticket_gave_way(hall: Hall, event: e.TicketGaveWay) -> None:
    ticket = hall.memory.tickets[event.ticket]
    leave(hall, ticket, event.seq)
    ticket.state = after(ticket.state, e.TicketGaveWay)
    ticket.since = ticket.gave_way_to = event.since
    ticket.gave_way += 1
    join(hall, ticket, event.seq, ticket.stays[-1].joined)


def _ticket_transferred(hall: Hall, event: e.TicketTransferred) -> None:
    ticket = step(hall, event)
    free(hall, event)
    ticket.service, ticket.line, ticket.to_window = event.service, event.line, event.to_window
    wait_again(hall, ticket, "transferred", event)


def _ticket_moved(hall: Hall, event: e.TicketMoved) -> None:
    ticket = hall.memory.tickets[event.ticket]
    leave(hall, ticket, event.seq)
    ticket.state = after(ticket.state, e.TicketMoved)
    ticket.service, ticket.line, ticket.to_window = event.service, event.line, event.to_window
    wait_again(hall, ticket, "transferred", event)


def _ticket_resumed(hall: Hall, event: e.TicketResumed) -> None:
    ticket = step(hall, event, event.window)
    ticket.started_at = event.at
    window = hall.memory.windows[event.window]
    window.ticket, window.since = ticket.id, event.at


def _priority_changed(hall: Hall, event: e.PriorityChanged) -> None:
    ticket = hall.memory.tickets[event.ticket]
    waiting = ticket.state == "waiting"
    if waiting:
        leave(hall, ticket, event.seq)
    ticket.state = after(ticket.state, e.PriorityChanged)
    ticket.priority, ticket.checked = event.priority, event.checked
    hall.tally.tickets.subtract(ticket.counted)
    ticket.counted = with_priority(ticket.counted, ticket.service, event.priority, ticket.person)
    hall.tally.tickets.update(ticket.counted)
    if waiting:
        join(hall, ticket, event.seq, ticket.stays[-1].joined)


def _numbers_leased(hall: Hall, event: e.NumbersLeased) -> None:
    memory = hall.memory
    memory.leases[event.lease] = Lease(
        id=event.lease,
        client=event.by,
        line=event.line,
        letter=event.letter,
        first=event.first,
        last=event.last,
        at=event.at,
    )
    sequence = memory.sequences.setdefault(event.letter, Sequence())
    if event.first == sequence.last + 1:  # as all blocks were once; those at the end of the round are passed over
        sequence.last = event.last
    if event.by == OURSELVES:
        sequence.second_round = LAST_OF_ROUND + 1  # that may have begun, too


def _nothing(_hall: Hall, _event: e.Event) -> None:
    """A fact for the journal alone."""


_STEPS: dict[type[e.Event], Callable[[Hall, Any], None]] = {
    e.DayOpened: day_opened,
    e.DayClosed: day_closed,
    e.DayArchived: _nothing,
    e.WindowOpened: window_opened,
    e.WindowPaused: window_paused,
    e.WindowClosed: window_closed,
    e.TicketIssued: _ticket_issued,
    e.BookingMade: made,
    e.BookingMoved: moved,
    e.BookingCancelled: cancelled,
    e.BookingMissed: missed,
    e.DocumentReady: documents.ready,
    e.DocumentHandedOut: documents.handed_out,
    e.TicketCalled: _ticket_called,
    e.TicketRecalled: _ticket_recalled,
    e.ServiceStarted: _service_started,
    e.ServiceFinished: _service_finished,
    e.LegFinished: _leg_finished,
    e.LegStarted: _leg_started,
    e.TicketNoShow: _left,
    e.TicketReturned: _ticket_returned,
    e.TicketGaveWay: _ticket_gave_way,
    e.TicketTransferred: _ticket_transferred,
    e.TicketMoved: _ticket_moved,
    e.TicketHeld: _ticket_held,
    e.TicketResumed: _ticket_resumed,
    e.TicketCancelled: _ticket_cancelled,
    e.PriorityChanged: _priority_changed,
    e.LineChanged: line_changed,
    e.HallSuspended: suspended,
    e.HallResumed: resumed,
    e.SurgeStarted: surge_started,
    e.SurgeEnded: surge_ended,
    e.HelpCalled: helping.called,
    e.HelpAcknowledged: helping.acknowledged,
    e.HelpEscalated: helping.escalated,
    e.HelpEnded: helping.ended,
    e.AnnouncementMade: _nothing,
    e.AnnouncementEnded: announcements.ended,
    e.NumbersLeased: _numbers_leased,
    e.SurveyAsked: _nothing,
    e.StaffNoted: _nothing,
    e.TicketNoted: _nothing,
    e.SurveyAnswered: votes.answered,
    e.ApplianceEnrolled: _nothing,
}
