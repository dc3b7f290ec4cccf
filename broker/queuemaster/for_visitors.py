"""What the queue-master decides when a dispenser or the reception asks: tickets, priority, numbers, answers."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

from broker.contracts import commands as c
from broker.contracts import events as e
from broker.contracts.errors import Refused
from broker.contracts.numbers import fold, split
from broker.contracts.replies import Lease as LeaseView
from broker.queuemaster import legs, limits, numbering, quota
from broker.queuemaster.bookings import next_free
from broker.queuemaster.deciding import Asked, Decided, find_ticket, need_lines, need_step
from broker.queuemaster.estimate import Forecast
from broker.queuemaster.overtaking import went_before
from broker.queuemaster.reception import need_going, need_later_legs, need_reception, within
from broker.queuemaster.state import Hall, Lease, Ticket
from broker.queuemaster.turn import ahead


def take_ticket(hall: Hall, command: c.TakeTicket, asked: Asked) -> Decided:
    """Issue a ticket; with a lease, take in one that was printed while the dispenser was alone."""
    visit = legs.visit(hall, command.service)
    printed = _printed(hall, command, asked) if command.number or command.lease else None
    line = printed.line if printed else _line_of(hall, command, asked)
    person = limits.digest_of(command.person, hall.memory.day, asked)
    if printed:
        hour = None if printed.day_is_over else quota.hour_with_a_place(hall, visit.service, asked.at)
    else:
        limits.need_under_limits(hall, visit.service, hall.memory.day, command.priority, person)
        hour = quota.place_for_walk_in(hall, visit.service, asked.at)
    issued = issue(
        hall,
        asked,
        ticket=command.id,
        service=visit.service,
        line=line,
        since=printed.at if printed else asked.at,
        number=printed.number if printed else None,
        language=command.language,
        priority=command.priority,
        needs=command.needs,
        lease=command.lease,
        issued_at=printed.at if printed else None,
        person=person,
        hour=hour,
        package=visit.package,
        legs=visit.legs,
        asked_for_now=not printed,
    )
    if printed and printed.day_is_over:
        return Decided(events=(issued, _day_over(hall, issued, asked)), ticket=command.id)
    return Decided(events=(issued,), ticket=command.id)


def issue(
    hall: Hall,
    asked: Asked,
    *,
    ticket: str,
    service: str,
    line: str,
    since: datetime,
    number: str | None = None,
    priority: str | None = None,
    needs: tuple[str, ...] = (),
    asked_for_now: bool = False,
    **more: Any,
) -> e.TicketIssued:
    """A ticket of `line` whose waiting counts from `since`, with what it is told: how many are ahead, and when.

    `asked_for_now`: whoever asks holds neither a slip nor a booking, and may be refused `line-closed`.
    """
    forecast = Forecast(hall, asked.at, asked.means.plays, asked.means.seed)
    newcomer = Ticket(
        id=ticket,
        number="",
        service=service,
        line=line,
        seq=hall.seq + 1,
        issued_at=min(since, asked.at),
        since=since,
        priority=priority,
        needs=needs,
        booked=bool(more.get("booked")),
    )
    if asked_for_now:
        need_reception(hall, service, line, asked.at, partial(forecast.late, newcomer))
    before = ahead(hall, newcomer, asked.at, forecast.wait(newcomer) or timedelta(0))
    return e.TicketIssued(
        seq=hall.seq + 1,
        at=asked.at,
        by=asked.by,
        command=asked.command,
        staff=asked.staff,
        ticket=ticket,
        number=number or numbering.next_number(hall, line),
        service=service,
        line=line,
        since=since,
        ahead=before,
        priority=priority,
        needs=needs,
        estimate=within(hall, line, asked.at, forecast.ticket(newcomer, before)),
        foreseen=forecast.foreseen(newcomer),
        **more,
    )


def _line_of(hall: Hall, command: c.TakeTicket, asked: Asked) -> str:
    """The line of a ticket that is asked for now."""
    visit = legs.visit(hall, command.service)
    service = hall.plan.services.get(visit.service)
    if service is None:
        raise Refused("unknown-service", service=command.service)
    if command.priority is not None and command.priority not in hall.plan.priorities:
        raise Refused("unknown-priority", priority=command.priority)
    if "walk-in" not in service.modes:
        raise Refused("booking-only", next_free(hall, service.id, asked.at), service=service.id)
    need_going(hall, service.line)
    need_later_legs(hall, visit.legs, asked.at)
    return service.line


def _day_over(hall: Hall, issued: e.TicketIssued, asked: Asked) -> e.Event:
    """A slip of an earlier day: it is in the journal, but nobody is called by it any more."""
    return asked.fact(hall, e.TicketCancelled, after=1, ticket=issued.ticket, number=issued.number, why="day-over")


class _Slip(NamedTuple):
    """A slip that is in somebody's hand already."""

    number: str
    line: str
    at: datetime
    day_is_over: bool


def _printed(hall: Hall, command: c.TakeTicket, asked: Asked) -> _Slip:
    """The slip that a dispenser printed while it was alone. The hall file may have changed since: it comes in all
    the same, in the line of its numbers if its service is no more.
    """
    if not (command.number and command.lease and command.issued_at):
        raise Refused("offline-incomplete")
    lease = hall.memory.leases.get(command.lease)
    number = fold(command.number)
    service = hall.plan.services.get(legs.visit(hall, command.service).service)
    if lease is None:
        moment = min(command.issued_at, asked.at)
        if moment.astimezone(hall.plan.timezone).date().isoformat() >= hall.memory.day:
            raise Refused("unknown-lease", lease=command.lease)
        if not _is_number(number):
            raise Refused("number-outside-lease", ticket=number)
        return _Slip(number, service.line if service else "", moment, day_is_over=True)
    if not _within(lease, number):
        raise Refused("number-outside-lease", ticket=number)
    if number in hall.memory.numbers:
        raise Refused("number-taken", ticket=number)
    # A dispenser's clock may be wrong; the slip cannot be older than its lease, nor younger than now.
    line = service.line if service else lease.line
    return _Slip(number, line, min(max(command.issued_at, lease.at), asked.at), day_is_over=False)


def _is_number(number: str) -> bool:
    try:
        split(number)
    except ValueError:
        return False
    return True


def _within(lease: Lease, number: str) -> bool:
    try:
        letter, digits = split(number)
    except ValueError:
        return False
    return letter == fold(lease.letter) and lease.first <= digits <= lease.last


def cancel_ticket(hall: Hall, command: c.CancelTicket, asked: Asked) -> Decided:
    ticket = find_ticket(hall, command.ticket)
    need_step(ticket, e.TicketCancelled)
    fact = asked.fact(hall, e.TicketCancelled, ticket=ticket.id, number=ticket.number, why=command.why)
    return Decided(events=(fact,), ticket=ticket.id)


def return_ticket(hall: Hall, command: c.ReturnTicket, asked: Asked) -> Decided:
    """A no-show who came back keeps the seniority that it had. So does one who was held, and goes on where that was,
    if somebody still calls there.
    """
    ticket = find_ticket(hall, command.ticket)
    need_step(ticket, e.TicketReturned)
    if ticket.state == "called":  # it has not been away
        raise Refused("wrong-state", ticket=ticket.number, state=ticket.state)
    window = hall.memory.windows.get(ticket.window or 0) if ticket.state == "held" else None
    fact = asked.fact(
        hall,
        e.TicketReturned,
        ticket=ticket.id,
        number=ticket.number,
        since=ticket.since,
        to_window=window.id if window and not window.paused else None,
    )
    return Decided(events=(fact,), ticket=ticket.id)


def lease_numbers(hall: Hall, command: c.LeaseNumbers, asked: Asked) -> Decided:
    """A block of numbers for each line, so that the dispenser can go on alone."""
    need_lines(hall, command.lines)
    facts: list[e.Event] = []
    leases: list[LeaseView] = []
    for place, line in enumerate(dict.fromkeys(command.lines)):
        first, last = numbering.next_block(hall, line, hall.plan.policy.lease_size)
        letter = fold(hall.plan.lines[line].letter)
        lease = f"{command.id}-{place}"
        facts.append(
            asked.fact(
                hall, e.NumbersLeased, after=place, lease=lease, line=line, letter=letter, first=first, last=last
            )
        )
        leases.append(LeaseView(lease=lease, line=line, letter=letter, first=first, last=last, day=hall.memory.day))
    return Decided(events=tuple(facts), leases=tuple(leases))


def where_am_i(hall: Hall, command: c.WhereAmI, _asked: Asked) -> Decided:
    return Decided(ticket=find_ticket(hall, command.ticket).id)


def count_ahead(hall: Hall, command: c.CountAhead, asked: Asked) -> Decided:
    """By the formula, whatever was lent: the answer is worth nothing if many telephones make the hall slow."""
    forecast = Forecast(hall, asked.at)
    found = {each: hall.memory.tickets.get(each) for each in command.tickets}
    return Decided(
        ahead={
            each: ahead(hall, ticket, asked.at, forecast.wait(ticket) or timedelta(0))
            for each, ticket in found.items()
            if ticket is not None and ticket.state == "waiting"
        }
    )


def explain(hall: Hall, command: c.Explain, _asked: Asked) -> Decided:
    """The calls that put somebody who came later before this ticket."""
    ticket = find_ticket(hall, command.ticket)
    records = hall.memory.records
    return Decided(ticket=ticket.id, overtaken_by=tuple(r for r in records if went_before(r, ticket)))


def events_since(_hall: Hall, command: c.EventsSince, _asked: Asked) -> Decided:
    return Decided(events_since=command.seq)
