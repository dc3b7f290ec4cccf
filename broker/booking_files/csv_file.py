"""Bookings as CSV: a header, then a booking a line.

Taken in: `slot,service` and, where there is more to say, `uid,language,priority,needs,person`. Given out: who has
booked what and whether they came; no code and no person, because the hall itself does not have them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from broker.booking_files.made import Made
from broker.booking_files.wanted import Wanted, moment, unknown
from broker.contracts.hall_file import HallFile
from broker.contracts.mistakes.wrong import Told
from broker.contracts.moments import local
from broker.replay.sheet import Sheet

REQUIRED = ("slot", "service")
OPTIONAL = ("uid", "language", "priority", "needs", "person")
GIVEN_OUT = ("slot", "until", "service", "state", "language", "priority", "needs", "booking")


def read(name: str, body: bytes, hall: HallFile) -> tuple[list[Wanted], list[Told]]:
    """The bookings that the file asks for, and its mistakes, each at its line."""
    sheet = Sheet(name, body, REQUIRED, OPTIONAL)
    found: list[Wanted] = []
    for row in sheet.rows():
        slot = sheet.take(lambda text: moment(text, hall.timezone), row["slot"])
        mistakes = list(unknown(hall, row["service"], row["priority"] or None))
        for mistake in mistakes:
            sheet.wrong(mistake)
        if slot is None or mistakes:
            continue
        found.append(
            Wanted(
                line=sheet.line,
                uid=row["uid"] or f"line {sheet.line}",
                service=row["service"],
                slot=slot,
                language=row["language"] or "uk",
                priority=row["priority"] or None,
                needs=tuple(row["needs"].split()),
                person=row["person"] or None,
            )
        )
    return found, sheet.mistakes


def written(bookings: Iterable[Made], hall: HallFile) -> str:
    """The bookings as a CSV file, in order of their slots."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(GIVEN_OUT)
    for each in sorted(bookings, key=lambda b: (b.slot, b.id)):
        edges = [f"{local(edge, hall.timezone):%Y-%m-%d %H:%M}" for edge in (each.slot, each.until)]
        more = (each.service, each.state, each.language, each.priority or "", " ".join(each.needs), each.id)
        lines.writerow((*edges, *more))
    return out.getvalue()
