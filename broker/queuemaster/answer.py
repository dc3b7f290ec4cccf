"""Replies: what was decided, in the words of the contract and in words for people."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import UNSET, Raw, UnsetType, structs

from broker.contracts import codec
from broker.contracts.errors import ContractError, Refused
from broker.contracts.events import TicketCalled, TicketIssued
from broker.contracts.phrases import Phrases, pick
from broker.contracts.replies import BookingView, DocumentView, Overtaking, Reply, TicketView
from broker.queuemaster import when_to_come
from broker.queuemaster.check_in import closes_at, opens_at
from broker.queuemaster.deciding import PLAIN, Decided, Means
from broker.queuemaster.estimate import Forecast
from broker.queuemaster.explaining import two_sentences
from broker.queuemaster.overtaking import reason_between
from broker.queuemaster.state import Booking, CallRecord, Hall, Ticket
from broker.queuemaster.turn import ahead


def done(
    hall: Hall, command_id: str, decided: Decided, now: datetime, phrases: Phrases, *, means: Means = PLAIN
) -> Reply:
    """The reply to a command whose facts have happened; `hall` is the hall after them."""
    shown: TicketView | UnsetType | None = UNSET
    if decided.ticket is not UNSET:
        shown = view(hall, decided.ticket, now, decided, means) if decided.ticket else None
    message = phrases.text(f"note.{decided.note}") if decided.note else None
    if decided.overtaken_by is not None and shown:
        ticket = hall.memory.tickets[shown.id]
        whys = [reason_between(record, ticket) for record in decided.overtaken_by]
        message = two_sentences(hall, shown, whys, phrases, lambda language, code: _why(code, language, phrases))
    return Reply(
        id=command_id,
        status="done",
        seq=hall.seq,
        ticket=shown,
        message=message,
        leases=decided.leases,
        booking=booking_view(hall, hall.memory.bookings[decided.booking], decided.code) if decided.booking else None,
        bookings=_listed(hall, decided),
        slots=decided.slots,
        ahead=decided.ahead,
        document=DocumentView(state=decided.document) if decided.document else None,
        overtaken_by=_overtaken(hall, decided, phrases),
    )


def refused(command_id: str | None, refusal: Refused, phrases: Phrases, hall: Hall) -> Reply:
    """The reply to a command that a rule forbids; ids in its details are spelt out as people know them."""
    message = when_to_come.message(refusal, hall.plan.timezone, phrases) or {
        language: phrases.say(language, f"refused.{refusal.reason}", **_named(refusal.details, language, hall, phrases))
        for language in phrases.languages
    }
    begins = int(refusal.details["begins"]) if refusal.reason == "archived" else None
    return Reply(
        id=command_id,
        status="refused",
        reason=refusal.reason,
        message=message,
        begins=begins,
        slots=refusal.slots or None,
        opens_at=when_to_come.opens_at(refusal),
    )


def invalid(error: ContractError) -> Reply:
    """The reply to what could not be read; the message is for the programmer on the other side."""
    return Reply(id=error.command_id, status="invalid", field=error.field, message={"en": error.why})


def with_events(reply: Reply, events: tuple[Raw, ...]) -> Reply:
    """The reply to events-since."""
    return Reply(id=reply.id, status="done", seq=reply.seq, events=events)


def cut_to(most: int, reply: Reply) -> Reply:
    """The reply to explain, with the latest of its overtakings that fit into `most` bytes."""
    if not reply.overtaken_by:
        return reply
    kept: list[Overtaking] = []
    room = most - len(codec.encode(structs.replace(reply, overtaken_by=())))
    for overtaking in reversed(reply.overtaken_by):
        room -= len(codec.encode(overtaking)) + 1
        if room < 0:
            return structs.replace(reply, overtaken_by=tuple(reversed(kept)), overtaken=len(reply.overtaken_by))
        kept.append(overtaking)
    return reply


def view(hall: Hall, ticket_id: str, now: datetime, decided: Decided | None = None, means: Means = PLAIN) -> TicketView:
    """A ticket as its holder may see it."""
    ticket = hall.memory.tickets[ticket_id]
    facts = decided.events if decided else ()
    called = next((fact for fact in facts if isinstance(fact, TicketCalled)), None)
    issued = next((fact for fact in facts if isinstance(fact, TicketIssued)), None)
    before, estimate = None, None
    if issued is not None:
        before, estimate = issued.ahead, issued.estimate
    elif ticket.state == "waiting":
        forecast = Forecast(hall, now, means.plays, means.seed)
        before = ahead(hall, ticket, now, forecast.wait(ticket) or timedelta(0))
        estimate = forecast.ticket(ticket, before)
    return TicketView(
        id=ticket.id,
        number=ticket.number,
        service=ticket.service,
        line=ticket.line,
        zone=_zone(hall, ticket),
        issued_at=ticket.issued_at,
        state=ticket.state,
        ahead=before,
        estimate=estimate,
        priority=ticket.priority,
        checked=ticket.checked if ticket.priority else None,
        language=ticket.language,
        needs=ticket.needs,
        window=None if ticket.state == "waiting" else ticket.window,
        reason=called.reason if called else None,
        decision=called.decision if called else None,
        package=ticket.package,
        legs_done=ticket.legs_done,
        legs=ticket.legs,
        booked=ticket.booked,
    )


def _listed(hall: Hall, decided: Decided) -> tuple[BookingView, ...] | None:
    if decided.bookings is None:
        return None
    return tuple(booking_view(hall, hall.memory.bookings[each]) for each in decided.bookings)


def booking_view(hall: Hall, booking: Booking, code: str | None = None) -> BookingView:
    """A booking as its holder may see it."""
    ticket = hall.memory.tickets.get(booking.ticket or "")
    service = hall.plan.services.get(booking.service)
    return BookingView(
        id=booking.id,
        code=code,
        service=booking.service,
        slot=booking.slot,
        until=booking.until,
        day=booking.day,
        state=booking.state,
        zone=hall.plan.zone_of(service.line) if service else None,
        check_in_from=opens_at(hall, booking),
        check_in_until=closes_at(hall, booking),
        language=booking.language,
        needs=booking.needs,
        priority=booking.priority,
        ticket=ticket.number if ticket else None,
    )


def _zone(hall: Hall, ticket: Ticket) -> str | None:
    """Where its holder should be: at its window's zone, or where its line is served."""
    wanted = ticket.window if ticket.state in ("called", "serving") else ticket.to_window
    window = hall.plan.windows.get(wanted or 0)
    return window.zone if window else hall.plan.zone_of(ticket.line)


def _overtaken(hall: Hall, decided: Decided, phrases: Phrases) -> tuple[Overtaking, ...] | None:
    if decided.overtaken_by is None or not decided.ticket:
        return None
    ticket = hall.memory.tickets[decided.ticket]
    return tuple(_overtaking(hall, ticket, record, phrases) for record in decided.overtaken_by)


def _overtaking(hall: Hall, ticket: Ticket, record: CallRecord, phrases: Phrases) -> Overtaking:
    reason, phrase = reason_between(record, ticket)
    stay = ticket.stay_at(record.seq)
    message = {
        language: phrases.say(
            language,
            f"overtaken.{phrase}",
            number=record.number,
            window=record.window,
            wanted=stay.to_window if stay else None,
            since=_clock(hall, stay.since if stay else ticket.since),
            why=record.why or "",
            line=_named({"line": record.line}, language, hall, phrases)["line"],
        )
        for language in phrases.languages
    }
    return Overtaking(
        seq=record.seq, at=record.at, number=record.number, window=record.window, reason=reason, message=message
    )


def _clock(hall: Hall, moment: datetime) -> str:
    """O'clock, as it hangs on the hall's wall."""
    return f"{moment.astimezone(hall.plan.timezone):%H:%M}"


def _why(code: str, language: str, phrases: Phrases) -> str:
    """Why the hall or a line stands, in words; the code itself where nobody wrote any."""
    return phrases.say(language, f"why.{code}") if f"why.{code}" in phrases.keys(language) else code


def _named(details: dict[str, str], language: str, hall: Hall, phrases: Phrases) -> dict[str, str]:
    named = dict(details)
    plan = hall.plan
    if (line := plan.lines.get(details.get("line", ""))) is not None:
        named["line"] = pick(line.name, language)
    if (service := plan.services.get(details.get("service", ""))) is not None:
        named["service"] = pick(service.name, language)
    if (priority := plan.priorities.get(details.get("priority", ""))) is not None:
        named["priority"] = pick(priority.name, language)
    for slot, table in (("why", "why"), ("state", "state")):
        key = f"{table}.{details.get(slot, '')}"
        if slot in details and key in phrases.keys(language):
            named[slot] = phrases.say(language, key)
    return named
