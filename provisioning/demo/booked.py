"""Bookings that the demo makes by itself, so that checking in by a code can be tried: in time, too early, another day."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from broker.bus.asking import Asker, NoAnswer
from broker.bus.clock import new_id, now
from broker.bus.seam import Bus
from broker.contracts.commands import Book, Command, ListSlots
from broker.contracts.hall_file import HallFile
from broker.contracts.replies import Reply, SlotView

log = logging.getLogger(__name__)

CLIENT = "demo-site"  # a city's site books in the name of its visitors
FILE = "bookings.json"
PATIENCE = 30.0  # seconds for one answer


@dataclass(frozen=True, slots=True)
class Booked:
    """`when`: what a dispenser says of its code now, as "in-time"."""

    when: str
    code: str
    service: str
    slot: str


Ask = Callable[..., Reply]
"""A command and its fields; NoAnswer when nobody answers."""


def to_try(slots: Iterable[SlotView], at: datetime, early: timedelta) -> dict[str, SlotView]:
    """A slot for each answer of a dispenser, as far as there is one: that which stays so longest."""
    found: dict[str, SlotView] = {}
    for view in sorted((s for s in slots if s.free and s.slot >= at), key=lambda s: s.slot):
        when = "in-time" if view.slot - early <= at else "too-early" if view.slot.date() == at.date() else "other-day"
        if when == "in-time" or when not in found:
            found[when] = view
    return found


def book_all(hall: HallFile, ask: Ask, at: datetime) -> list[Booked]:
    """Book for the first service that has slots."""
    service = next((slots.service for slots in hall.slots), None)
    if service is None:
        return []
    days = (f"{at + timedelta(days=ahead):%Y-%m-%d}" for ahead in (0, 1))
    slots = [view for day in days for view in ask(ListSlots, service=service, day=day).slots or ()]
    made = []
    for when, view in to_try(slots, at, hall.policy.check_in_early).items():
        booking = ask(Book, service=service, slot=view.slot).booking
        if booking is not None and booking.code:
            made.append(Booked(when, booking.code, service, f"{view.slot.astimezone(hall.timezone):%d.%m %H:%M}"))
    return made


def keep(bookings: Sequence[Booked], folder: Path) -> None:
    """For programs that try them: the whole file, or none."""
    half = folder / f"{FILE}.half"
    half.write_text(json.dumps([asdict(each) for each in bookings], ensure_ascii=False), "utf-8")
    half.replace(folder / FILE)


def book_in_background(bus: Bus, hall: HallFile, folder: Path, made: Callable[[list[Booked]], None]) -> None:
    """Book, keep what was booked in `folder`, and tell it, in a thread of its own. `bus` is running."""
    asker = Asker(bus)

    def ask(command: type[Command], **fields: Any) -> Reply:
        return asker.ask(command(id=new_id(), at=now(hall.timezone), **fields), PATIENCE)

    def work() -> None:
        try:
            bookings = book_all(hall, ask, now(hall.timezone))
        except NoAnswer as error:
            log.info("nothing booked: %s", error)
            return
        finally:
            asker.close()
        keep(bookings, folder)
        made(bookings)

    threading.Thread(target=work, name="booked", daemon=True).start()
