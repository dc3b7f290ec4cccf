"""`cherha bookings export|import FILE`: bookings of another system in, bookings of the hall out, as CSV or iCalendar.

What comes in goes over the bus as commands, one a booking, so that nothing passes by the queue-master and its rules.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
import time
from datetime import datetime
from pathlib import Path

from broker.booking_files import csv_file, ical_file
from broker.booking_files.reading import kind, read
from broker.booking_files.wanted import Wanted, command
from broker.bus.asking import Asker, NoAnswer
from broker.bus.clock import now
from broker.bus.link import Link
from broker.bus.settings import Settings
from broker.contracts.errors import ConfigError
from broker.contracts.hall_file import HallFile
from broker.contracts.mistakes.os_words import reason
from broker.contracts.mistakes.wrong import Told, wrong
from broker.contracts.replies import Reply
from broker.queuemaster.journal import Journal
from broker.queuemaster.journal_command import find
from broker.queuemaster.restoring import restored

DONE, REFUSED, NO_ANSWER = 0, 3, 4
CLIENT = "bookings"  # always the same: a code is told again to the client that booked, and to no other
PATIENCE = 30.0  # seconds for one booking; a queue-master that restarts is back by then


def main(argv: list[str]) -> int:
    """0: done; 3: some bookings were refused; 4: no answer. ConfigError (2): mistakes of the file, or of settings."""
    given = _parser().parse_args(argv)
    file = Path(given.file)
    kind(given.file)
    settings = Settings.read(**({"hall": given.hall} if given.hall else {}))
    hall = settings.hall_file()
    if given.what == "export":
        return give_out(file, hall, Path(given.journal) if given.journal else settings.state_dir, now(hall.timezone))
    wanted = taken_in(file, hall)
    link = Link(hall.hall.id, CLIENT, settings.broker_host, settings.broker_port, identity=settings.identity)
    asker = Asker(link)
    link.start()
    try:
        return book_all(wanted, hall, asker)
    finally:
        asker.close()
        link.stop()


def taken_in(file: Path, hall: HallFile) -> list[Wanted]:
    """The bookings that a file asks for. ConfigError with all its mistakes; then nothing of it is booked."""
    try:
        body = file.read_bytes()
    except OSError as error:
        raise ConfigError([Told(f"{file}: ", wrong("file.unreadable", why=reason(error)))]) from None
    return read(str(file), body, hall)


def book_all(wanted: list[Wanted], hall: HallFile, asker: Asker) -> int:
    """Book each, and print a line of CSV for each: its code, to be handed on, or why not."""
    lines = csv.writer(sys.stdout, lineterminator="\n")
    lines.writerow(("line", "uid", "status", "code", "booking", "why"))
    code = DONE
    for each in wanted:
        try:
            reply = asker.ask(command(each, hall, now(hall.timezone)), PATIENCE)
        except NoAnswer:
            sys.stderr.write(f"line {each.line}: nobody answered. Take the file in again: nothing is booked twice.\n")
            return NO_ANSWER
        lines.writerow((each.line, each.uid, *_told(reply)))
        sys.stdout.flush()
        if reply.status != "done" and reply.reason != "booked-already":
            code = REFUSED
    return code


def _told(reply: Reply) -> tuple[str, str, str, str]:
    booking, message = reply.booking, (reply.message or {}).get("uk", "") or (reply.message or {}).get("en", "")
    return reply.status, (booking.code or "") if booking else "", booking.id if booking else "", message


def give_out(file: Path, hall: HallFile, state: Path, at: datetime) -> int:
    """Write the hall's bookings as its journal has them, also while the queue-master works."""
    journal = Journal.read_only(find(state))
    try:
        bookings = restored(hall, journal).hall.memory.bookings.values()
    finally:
        journal.close()
    body = ical_file.written(bookings, hall, at) if file.suffix.lower() == ".ics" else csv_file.written(bookings, hall)
    half = file.with_name(f".{file.name}.{os.getpid()}-{time.monotonic_ns()}")
    half.write_bytes(body if isinstance(body, bytes) else body.encode())
    half.replace(file)
    sys.stdout.write(f"{len(bookings)} -> {file}\n")
    return DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="cherha bookings", description="Bookings as CSV or iCalendar files.")
    what = parser.add_subparsers(dest="what", required=True)
    for name, words in (
        ("import", "book what a file asks for, through the queue-master; prints the codes"),
        ("export", "write the hall's bookings: slots, services and states, no codes and no persons"),
    ):
        part = what.add_parser(name, help=words, description=words)
        part.add_argument("file", help="a file that ends in .csv or .ics")
        part.add_argument("--hall", type=Path, help="the hall file (else: CHERHA_HALL)")
        if name == "export":
            part.add_argument("--journal", help="the journal, or the folder that it is in (else: CHERHA_STATE_DIR)")
    return parser
