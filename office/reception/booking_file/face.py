"""What the page of booking files shows, in words. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from msgspec import Struct

from broker.contracts.hall_file import HallFile
from broker.contracts.moments import local
from broker.contracts.phrases import Phrases
from office.reception.booking_file.asking import Booked
from office.reception.booking_file.foreseen import Row
from office.words import Words

PHRASES = Phrases.load(Path(__file__).parent / "phrases")
BOOKABLE = "booking"


class Seen(Struct, frozen=True):
    """A line of the file before it is booked. `state` `new`: it would be."""

    line: int
    uid: str
    when: str
    service: str
    state: str
    words: str


class Told(Struct, frozen=True):
    """A line that was sent. `code`: told here, and never again to anybody else."""

    line: int
    uid: str
    status: str
    words: str
    code: str = ""
    booking: str = ""


class Bookable(Struct, frozen=True):
    id: str
    name: str


def rows(found: Iterable[Row], hall: HallFile, words: Words) -> list[Seen]:
    return [
        Seen(
            each.line,
            each.uid,
            _when(each.slot, words),
            _service(hall, each.service, words),
            each.state,
            words(f"state.{each.state}", line=each.like),
        )
        for each in found
    ]


def summary(found: Iterable[Row], words: Words) -> str:
    """ "буде записано: 31 · уже записано: 1 · не вийде: 2"."""
    counted = Counter(_sort(each.state) for each in found)
    return " · ".join(
        words(f"count.{sort}", count=counted[sort]) for sort in ("new", "already", "not") if counted[sort]
    )


def told(found: Iterable[Booked], words: Words) -> list[Told]:
    return [_told(each, words) for each in found]


def bookable(hall: HallFile, words: Words) -> list[Bookable]:
    """What may stand in the column `service`."""
    return [Bookable(each.id, words.of(each.name)) for each in hall.service if BOOKABLE in each.modes]


def example(hall: HallFile, now: datetime) -> str:
    """A file to begin with: tomorrow's bookings of two services of this hall."""
    day = local(now, hall.timezone).date() + timedelta(days=1)
    services = [each.id for each in hall.service if BOOKABLE in each.modes][:2]
    lines = [f"{day} {9 + place:02d}:00,{service},A-{place + 1},uk" for place, service in enumerate(services)]
    return "\n".join(["slot,service,uid,language", *lines, ""])


def _sort(state: str) -> str:
    return {"unknown": "new", "new": "new", "already": "already", "same": "already"}.get(state, "not")


def _told(booked: Booked, words: Words) -> Told:
    reply = booked.reply
    if reply.status == "done" and reply.booking is not None:
        code = reply.booking.code or ""
        said = words("told.done" if code else "told.no-code")
        return Told(booked.line, booked.uid, "done", said, code, reply.booking.id)
    if reply.reason == "booked-already":
        return Told(booked.line, booked.uid, "already", words("state.already"))
    said = words.of(reply.message) if reply.message else words("told.invalid", field=reply.field or "?")
    return Told(booked.line, booked.uid, "refused", said)


def _when(slot: datetime, words: Words) -> str:
    return f"{slot.astimezone(words.zone):%d.%m.%Y %H:%M}"


def _service(hall: HallFile, service: str, words: Words) -> str:
    known = hall.services.get(service)
    return words.of(known.name) if known else service
