"""What the queue-master would answer in a sample hour: for pictures of pages that ask it. Pure, and the same every time."""

from __future__ import annotations

from datetime import datetime, timedelta

from broker.contracts import commands as c
from broker.contracts.decision import Estimate
from broker.contracts.replies import BookingView, Reply, SlotView, TicketView
from office.desk import Card
from office.samples import Hour

_STATES = ("checked-in", "booked", "booked", "booked")


def answer(hour: Hour, command: c.Command) -> Reply:
    """The reply to a question; to anything else, that it is not carried out here."""
    match command:
        case c.CountAhead():
            cards = [card for each in command.tickets if (card := hour.desk.cards.get(each))]
            return Reply(id=command.id, status="done", ahead={card.id: _ahead(hour, card) for card in cards})
        case c.WhereAmI() if command.ticket in hour.desk.cards:
            return Reply(id=command.id, status="done", ticket=_view(hour, hour.desk.cards[command.ticket]))
        case c.ListBookings():
            return Reply(id=command.id, status="done", bookings=() if command.after else tuple(_bookings(hour)))
        case c.ListSlots() if command.day:
            return Reply(id=command.id, status="done", slots=tuple(_slots(hour, command.day)))
        case _:
            return Reply(id=command.id, status="refused", reason="our-mistake")


def booking_file(hour: Hour) -> bytes:
    """A file of another system for tomorrow: most of it can be booked."""
    services = [service.id for service in hour.hall.service if "booking" in service.modes]
    day = hour.now.date() + timedelta(days=1)
    times = ("09:00", "09:20", "09:20", "09:30", "10:00", "10:20", "11:40")
    rows = [f"{day} {time},{services[place % len(services)]},K-{1041 + place}" for place, time in enumerate(times)]
    return "\n".join(["slot,service,uid", *rows, ""]).encode()


def _slots(hour: Hour, day: str) -> list[SlotView]:
    """Every twenty minutes from nine o'clock; all have gone from ten on."""
    nine = datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=hour.hall.timezone)
    begins = [nine + timedelta(minutes=20 * place) for place in range(12)]
    return [SlotView(slot=at, until=at + timedelta(minutes=20), capacity=2, free=2 * (at.hour != 10)) for at in begins]  # noqa: PLR2004 - o'clock


def _ahead(hour: Hour, card: Card) -> int:
    return hour.desk.waiting(card.line).index(card) if card.state == "waiting" else 0


def _view(hour: Hour, card: Card) -> TicketView:
    before = _ahead(hour, card)
    minutes = hour.hall.lines[card.line].minutes
    likely = hour.now + timedelta(minutes=minutes * (before + 1) / 2)
    spread = timedelta(minutes=minutes * 0.5)
    return TicketView(
        id=card.id,
        number=card.number,
        service=card.service,
        line=card.line,
        issued_at=card.issued_at,
        ahead=before,
        estimate=Estimate(earliest=likely - spread, likely=likely, latest=likely + spread),
    )


def _bookings(hour: Hour) -> list[BookingView]:
    bookable = [service for service in hour.hall.service if "booking" in service.modes]
    start = hour.now.replace(minute=30, second=0, microsecond=0)
    found = []
    for place, state in enumerate(_STATES if bookable else ()):
        slot = start + timedelta(minutes=15 * place)
        found.append(
            BookingView(
                id=f"booking-{place}",
                service=bookable[place % len(bookable)].id,
                slot=slot,
                until=slot + timedelta(minutes=15),
                day=hour.now.date().isoformat(),
                state=state,
                check_in_from=slot - timedelta(minutes=30),
                check_in_until=slot + timedelta(minutes=10),
                ticket="А007" if state == "checked-in" else None,
            )
        )
    return found
