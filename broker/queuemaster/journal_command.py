"""`cherha journal verify|export|explain|learn`: the journal read by a person, while the queue-master runs or not."""

from __future__ import annotations

import argparse
import sys
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from sqlite3 import DatabaseError

from broker.bus.settings import Settings
from broker.contracts import codec
from broker.contracts import events as e
from broker.contracts.errors import HallError
from broker.contracts.numbers import fold
from broker.contracts.phrases import Phrases
from broker.queuemaster import explaining
from broker.queuemaster.archive import Archive
from broker.queuemaster.evolve import evolve
from broker.queuemaster.history import History
from broker.queuemaster.journal import Journal, JournalBroken, Record
from broker.queuemaster.overtaking import reason_between, went_before
from broker.queuemaster.relearning import relearn
from broker.queuemaster.reporting import Reporting
from broker.queuemaster.restoring import ANY_PLAN, story_of
from broker.queuemaster.state import Hall
from broker.queuemaster.survey_table import FILE

PHRASES = Path(__file__).parent / "phrases"


def main(argv: list[str]) -> int:
    """0: done; 1: the chain is broken, or there is nothing to explain; 2: no journal, or words that do not fit."""
    given = _parser().parse_args(argv)
    try:
        path = find(Path(given.journal) if given.journal else Settings.read().state_dir)
        journal = Journal.read_only(path, as_it_is_now=True)
    except HallError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    try:
        return _DO[given.what](journal, given)
    except BrokenPipeError:
        return 0  # who reads our lines, as `head` does, has read enough
    except (JournalBroken, DatabaseError) as broken:
        sys.stderr.write(f"{path}: {broken}\n")
        return 1
    finally:
        journal.close()


def find(place: Path) -> Path:
    """The journal at `place`, or in the folder, or in a role's folder below it. JournalBroken when there is none."""
    if place.is_file():
        return place
    for pattern in ("journal.db", "*/journal.db"):
        if found := sorted(place.glob(pattern)):
            return found[0]
    raise JournalBroken(f"no journal.db in {place} or below; name it with --journal, or set CHERHA_STATE_DIR")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="cherha journal", description="Reads the queue-master's journal and archive.")
    what = parser.add_subparsers(dest="what", required=True)
    for name, words in (
        ("verify", "check the chain of hashes from the first day of the archive to the last record"),
        ("export", "print every event as a line of JSON, in order; first those in the archive"),
        ("explain", "say which calls went before a ticket, and why"),
        ("reports", "make the tables for reports (reports.db) anew, from all that happened"),
        ("learn", "make anew, from all that happened, what the hall has learnt; say what differs from what it holds"),
    ):
        part = what.add_parser(name, help=words, description=words)
        part.add_argument("--journal", help="the journal, or the folder that it is in (else: CHERHA_STATE_DIR)")
        if name == "export":
            part.add_argument("--since", type=int, default=0, metavar="SEQ", help="only events after this one")
            part.add_argument("--day", metavar="YYYY-MM-DD", help="only the events of this day")
        if name == "explain":
            part.add_argument("ticket", help="a ticket's id, or its number in either alphabet (the latest day's)")
            part.add_argument("--day", metavar="YYYY-MM-DD", help="the day of the ticket, if it is in the archive")
            part.add_argument("--language", default="uk", help="uk or en")
    return parser


def _history(journal: Journal) -> History:
    return History(Archive.beside(journal.path), journal)


def _verify(journal: Journal, _given: argparse.Namespace) -> int:
    whole = _history(journal).verify()
    if whole.days:
        gone = f", the first {whole.gone} of them let go" if whole.gone else ""
        sys.stdout.write(f"{whole.days} days are in the archive{gone}\n")
    sys.stdout.write(f"{whole.records} records, the chain is whole; its root is {whole.root.hex()}\n")
    return 0


def _export(journal: Journal, given: argparse.Namespace) -> int:
    history = _history(journal)
    for record in history.of_day(given.day) if given.day else history.records(given.since):
        if record.seq > given.since:
            sys.stdout.write(record.body.decode() + "\n")
    return 0


def _learn(journal: Journal, _given: argparse.Namespace) -> int:
    learned = relearn(journal)
    sys.stdout.write(f"{learned.words}\n")
    return 0 if learned.holds else 1


def _reports(journal: Journal, _given: argparse.Namespace) -> int:
    upto = Reporting(journal.path, Settings.read().hall_file(), threading.Event()).make_anew()
    sys.stdout.write(f"{journal.path.with_name(FILE)} holds what happened up to event {upto}\n")
    return 0


def _explain(journal: Journal, given: argparse.Namespace) -> int:
    phrases = Phrases.load(PHRASES)
    memory, records = story_of(journal, given.day)
    story = list(_events(records))
    issues = [event for event in story if isinstance(event, e.TicketIssued)]
    issued = next((i for i in reversed(issues) if given.ticket == i.ticket or fold(given.ticket) == i.number), None)
    if issued is None:
        older = "; if it is of an archived day, name that with --day" if journal.begins and not given.day else ""
        sys.stderr.write(f"no ticket {given.ticket} in this journal{older}\n")
        return 1
    sys.stdout.write(f"{issued.number}  {issued.at:%Y-%m-%d %H:%M:%S}  {issued.line}\n")
    hall = Hall(ANY_PLAN, memory)
    calls: dict[int, e.TicketCalled | e.LegStarted] = {}
    for event in story:
        if isinstance(event, e.DayClosed) and event.seq > issued.seq:
            break
        evolve(hall, event)
        if isinstance(event, e.TicketCalled | e.LegStarted):
            calls[event.seq] = event
    ticket = hall.memory.tickets[issued.ticket]
    passed = [record for record in hall.memory.records if went_before(record, ticket)]
    whys = [reason_between(record, ticket) for record in passed]
    sys.stdout.write(f"{explaining.went_before(whys, phrases, given.language)}\n")
    for record in hall.memory.records:
        own = calls[record.seq].ticket == ticket.id
        if not own and record not in passed:
            continue
        phrase = "called" if own else f"overtaken.{reason_between(record, ticket)[1]}"
        stay = ticket.stay_at(record.seq)
        slots = {
            "number": record.number,
            "window": record.window,
            "line": record.line,
            "wanted": stay.to_window if stay else None,
            "since": f"{stay.since if stay else ticket.since:%H:%M}",
            "why": record.why or "",
        }
        sys.stdout.write(f"  {record.at:%H:%M:%S}  {phrases.say(given.language, phrase, **slots)}\n")
        for candidate in calls[record.seq].decision.candidates:
            sys.stdout.write(f"              {candidate.number}  {candidate.line}  {candidate.score:.1f} s\n")
    return 0


def _events(records: Iterable[Record]) -> Iterator[e.Event]:
    for record in records:
        event = codec.event(record.body)
        if isinstance(event, e.Event):
            yield event


_DO = {"verify": _verify, "export": _export, "explain": _explain, "learn": _learn, "reports": _reports}
