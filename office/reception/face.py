"""What the reception's page shows: the standing of the hall seen from its desk, in words. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from broker.contracts.phrases import Phrases
from broker.contracts.replies import BookingView
from office.desk import Card
from office.help_calls import HelpRow, help_rows
from office.reception.spoken import Announcement
from office.standing import Standing, Trust
from office.words import Words

PHRASES = Phrases.load(Path(__file__).parent / "phrases")
# What may be done with a ticket in each state: the commands of its buttons, in their order.
_DEEDS: dict[str, tuple[str, ...]] = {
    "waiting": ("move", "print", "priority", "cancel-ticket"),
    "called": ("print", "priority", "cancel-ticket"),
    "serving": ("print", "priority"),
    "held": ("return-ticket", "print", "cancel-ticket"),
    "no-show": ("return-ticket", "print", "cancel-ticket"),
}


@dataclass(frozen=True, slots=True)
class TicketRow:
    """`claim`: the class that is asserted and nobody has checked, with its document in `evidence`. `find`: what it is
    found by.
    """

    id: str
    number: str
    mark: str
    service: str
    state: str
    state_words: str
    since: datetime
    needs: str
    language: str
    priority: str
    claim: str
    evidence: str
    deeds: tuple[str, ...]
    find: str


@dataclass(frozen=True, slots=True)
class ModeRow:
    """What goes on and can be ended: `type` is the command that ends it."""

    code: str
    words: str
    type: str
    label: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SpokenRow:
    at: datetime
    words: str
    where: str
    outcome: str
    state: str


@dataclass(frozen=True, slots=True)
class BookingRow:
    """`ticket`: its number, once it is checked in."""

    id: str
    slot: datetime
    service: str
    state: str
    state_words: str
    ticket: str
    mark: str
    may_check_in: bool


@dataclass(frozen=True, slots=True)
class Reception:
    claims: tuple[TicketRow, ...]
    no_shows: tuple[TicketRow, ...]
    tickets: tuple[TicketRow, ...]
    help: tuple[HelpRow, ...]
    modes: tuple[ModeRow, ...]
    spoken: tuple[SpokenRow, ...]
    bookings: tuple[BookingRow, ...]
    waiting: int
    open_windows: int
    trust: Trust
    warning: str
    notice: str


def reception(
    standing: Standing, spoken: Iterable[Announcement], bookings: Iterable[BookingView], say: Words, general: Words
) -> Reception:
    """`say`: the words of this page, `general`: those that all pages of the office share."""
    rows = tuple(_ticket(standing, card, say, general) for card in _in_order(standing))
    snapshot = standing.snapshot
    return Reception(
        claims=tuple(row for row in rows if row.claim),
        no_shows=tuple(row for row in rows if row.state == "no-show"),
        tickets=rows,
        help=help_rows(standing, general),
        modes=_modes(standing, say),
        spoken=tuple(_spoken(standing, each, say) for each in spoken),
        bookings=tuple(_booking(standing, each, say) for each in bookings),
        waiting=sum(line.waiting for line in snapshot.lines) if snapshot else 0,
        open_windows=sum(w.state not in ("closed", "paused") for w in snapshot.windows) if snapshot else 0,
        trust=standing.trust,
        warning=standing.warning(general),
        notice=standing.hall_notice(general),
    )


def _in_order(standing: Standing) -> list[Card]:
    """Those at windows, then those who wait, by seniority."""
    rank = {"called": 0, "serving": 1, "held": 2, "no-show": 3}
    return sorted(standing.desk.cards.values(), key=lambda card: (rank.get(card.state, 4), card.since, card.number))


def _ticket(standing: Standing, card: Card, say: Words, general: Words) -> TicketRow:
    hall = standing.hall
    service, priority = hall.services.get(card.service), hall.priorities.get(card.priority or "")
    name = say.of(service.name) if service else ""
    unchecked = priority is not None and card.evidence is None and card.state in ("waiting", "called", "held")
    deeds = _DEEDS.get(card.state, ())
    return TicketRow(
        id=card.id,
        number=card.number,
        mark=priority.prefix if priority else "",
        service=name,
        state=card.state,
        state_words=say(f"ticket.{card.state}", window=card.window or "?"),
        since=card.state_since or card.since,
        needs=", ".join(general.named("need", need) for need in card.needs),
        language=general.named("speaks", card.language) if card.language != hall.hall.languages[0] else "",
        priority=say.of(priority.name) if priority else "",
        claim=priority.id if priority and unchecked else "",
        evidence=say.of(priority.evidence) if priority and priority.evidence else say("claim.some_document"),
        deeds=deeds if hall.priority else tuple(deed for deed in deeds if deed != "priority"),
        find=f"{card.number} {name} {card.id}".lower(),
    )


def _modes(standing: Standing, say: Words) -> tuple[ModeRow, ...]:
    snapshot = standing.snapshot
    if snapshot is None:
        return ()
    found = []
    for notice in snapshot.notices:
        if notice.code == "surge":
            found += [
                ModeRow(surge.id, say.of(surge.name), "end-surge", say("mode.end"))
                for surge in standing.hall.surge
                if set(surge.lines) & set(notice.lines) or not notice.lines
            ]
        elif notice.stops:
            found.append(ModeRow(notice.code, say.of(notice.text), "resume-hall", say("mode.resume"), notice.lines))
    return tuple(found)


def _spoken(standing: Standing, each: Announcement, say: Words) -> SpokenRow:
    zones = [say.of(zone.name) for zone in standing.hall.zone if zone.id in each.zones]
    words = say.of(each.text) if each.text else say(f"spoken.{each.what}", numbers=", ".join(each.numbers))
    outcome = say("spoken.waits")
    if each.outcome == "finished":
        outcome = say("spoken.finished", time=say.clock(each.began or each.asked_at))
    elif each.outcome is not None:
        key = "spoken.dropped" if each.outcome == "dropped" else "spoken.failed"
        outcome = say(key, why=say.named("spoken_why", each.why or "unknown"))
    return SpokenRow(
        at=each.asked_at, words=words, where=", ".join(zones), outcome=outcome, state=each.outcome or "waits"
    )


def _booking(standing: Standing, booking: BookingView, say: Words) -> BookingRow:
    hall = standing.hall
    service, priority = hall.services.get(booking.service), hall.priorities.get(booking.priority or "")
    early = booking.check_in_from > standing.now
    return BookingRow(
        id=booking.id,
        slot=booking.slot,
        service=say.of(service.name) if service else booking.service,
        state=booking.state,
        state_words=say(f"booking.{booking.state}", from_time=say.clock(booking.check_in_from)),
        ticket=booking.ticket or "",
        mark=priority.prefix if priority else "",
        may_check_in=booking.state in ("booked", "missed") and not early,
    )
