"""How many tickets of a service there are a day, for all and for one person: counted without knowing who that is.

A person is a phone or any word that stays the same; only its digest under the secret of a day is kept, so that it
cannot be told whose it was when the day is over. A ticket or booking that was cancelled no longer counts.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

from broker.contracts.errors import Refused
from broker.contracts.moments import local
from broker.queuemaster.deciding import Asked
from broker.queuemaster.state import Booking, Hall
from broker.queuemaster.tally import of_person, of_priority, of_service

_PHONE = re.compile(r"\+?[\d\s().-]{7,}")
_OURS = "38"  # a Ukrainian number without its country: 050 123 45 67


def same_person(person: str) -> str:
    """One writing for one person: «+38 (050) 123-45-67» and «0501234567» are the same phone."""
    plain = unicodedata.normalize("NFKC", person).strip()
    if not _PHONE.fullmatch(plain):
        return " ".join(plain.casefold().split())
    digits = "".join(re.findall(r"\d", plain)).removeprefix("00")
    return _OURS + digits if digits.startswith("0") else digits


def digest_of(person: str | None, day: str, asked: Asked) -> str | None:
    """What is kept of a person for one day."""
    return None if person is None else asked.means.digest(day, f"person {same_person(person)}")


def need_under_limits(hall: Hall, service: str, day: str, priority: str | None, person: str | None) -> None:
    """Refused `day-limit`, `person-needed`, `person-limit` or `priority-limit` when one more on `day` is too many.

    `person`: a digest of that day. Bookings that were not checked in yet count as the tickets that they will be.
    """
    plan = hall.plan.services[service]
    tally = hall.tally
    today = day == hall.memory.day
    so_far = tally.visits[day, service, None] + (tally.tickets[of_service(service)] if today else 0)
    if plan.per_day is not None and so_far >= plan.per_day:
        raise Refused("day-limit", service=service, most=str(plan.per_day))
    if person is None:
        if plan.ask_person:
            raise Refused("person-needed", service=service)
        return
    so_far = tally.visits[day, service, person] + (tally.tickets[of_person(service, person)] if today else 0)
    if plan.per_person is not None and so_far >= plan.per_person:
        raise Refused("person-limit", service=service, most=str(plan.per_person))
    if priority is not None:
        need_priority_left(hall, service, day, priority, person)


def need_priority_left(hall: Hall, service: str, day: str, priority: str, person: str) -> None:
    """Refused `priority-limit` when the person has used this priority on `day` for this service, or booked with it."""
    found = hall.plan.priorities.get(priority)
    if found is None or found.per_person is None:
        return
    claim, most = of_priority(service, priority, person), found.per_person
    used = hall.tally.claims[day, claim] + (hall.tally.tickets[claim] if day == hall.memory.day else 0)
    if used >= most:
        raise Refused("priority-limit", service=service, priority=priority, most=str(most))


def need_fewer_bookings(hall: Hall, person: str, asked: Asked, leaving: Booking | None = None) -> None:
    """Refused `too-many-bookings`: the person's bookings of all days to come are counted, each by its day's digest."""
    most = hall.plan.policy.bookings_per_person
    if most is None:
        return
    count = -int(leaving is not None)
    for day in hall.tally.codes:
        count += hall.tally.persons[day, asked.means.digest(day, f"person {same_person(person)}")]
    if count >= most:
        raise Refused("too-many-bookings", most=str(most))


def day_of(hall: Hall, moment: datetime) -> str:
    """The local date of a moment, as days are named in events."""
    return local(moment, hall.plan.timezone).date().isoformat()
