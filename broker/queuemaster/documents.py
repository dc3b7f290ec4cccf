"""Which documents are ready to be picked up, by the number of their case: said by staff, asked by whoever holds a receipt.

Of a case only a digest is kept. The list has to outlive the day, so the digest is made under the secret of the day on
which the entry is forgotten, the last of a month: that secret is destroyed when the day is over, as all are, and with
it everything that the digests in the journal and its archive could tell. A month has one such day, so that a question
is digested a few times and not once for each day.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from broker.contracts import commands as c
from broker.contracts import events as e
from broker.contracts.errors import Refused
from broker.contracts.moments import local
from broker.queuemaster.deciding import Asked, Decided
from broker.queuemaster.state import DocumentState, Hall

FEWEST_DIGITS, MOST_DIGITS = 4, 20


def document_ready(hall: Hall, command: c.DocumentReady, asked: Asked) -> Decided:
    """It can be picked up. Said twice, it is one fact; after it was handed out, a new document of the same case."""
    digits = _digits(hall, command.case)
    found = _find(hall, digits, asked)
    if found is not None and _state(hall, *found) == "ready":
        return Decided(document="ready")
    until = kept_until(hall, asked.at)
    fact = asked.fact(hall, e.DocumentReady, document=_digest(digits, until, asked), until=until)
    return Decided(events=(fact,), document="ready")


def document_handed_out(hall: Hall, command: c.DocumentHandedOut, asked: Asked) -> Decided:
    """Its holder has it. Refused `unknown-document` when nobody said that it was ready."""
    found = _find(hall, _digits(hall, command.case), asked)
    if found is None:
        raise Refused("unknown-document")
    until, document = found
    if _state(hall, until, document) == "handed-out":
        return Decided(document="handed-out")
    fact = asked.fact(hall, e.DocumentHandedOut, document=document, until=until)
    return Decided(events=(fact,), document="handed-out")


def is_ready(hall: Hall, command: c.IsReady, asked: Asked) -> Decided:
    """Ready, handed out, or not on the list: not ready yet, or a wrong number; nobody here can tell which."""
    found = _find(hall, _digits(hall, command.case), asked)
    return Decided(document="not-listed" if found is None else _state(hall, *found))


def kept_until(hall: Hall, now: datetime) -> str:
    """The day on which an entry of now is forgotten: the last of the month in which its time is over."""
    over = local(now, hall.plan.timezone).date() + timedelta(days=hall.plan.retention.documents_days)
    first_of_next = date(over.year + over.month // 12, over.month % 12 + 1, 1)
    return (first_of_next - timedelta(days=1)).isoformat()


def ready(hall: Hall, event: e.DocumentReady) -> None:
    """`evolve`'s step. The entry moves to the day of the later fact, if an older one is there."""
    hall.memory.documents.setdefault(event.until, {})[event.document] = "ready"


def handed_out(hall: Hall, event: e.DocumentHandedOut) -> None:
    hall.memory.documents.setdefault(event.until, {})[event.document] = "handed-out"


def forget(hall: Hall, first_kept: str) -> None:
    """Entries whose day is before `first_kept` are gone."""
    for until in [until for until in hall.memory.documents if until < first_kept]:
        del hall.memory.documents[until]


def _digits(hall: Hall, case: str) -> str:
    """A case is named by its digits alone: a keyboard of digits types them, and a bar code may leave the rest out."""
    if not hall.plan.documents.service:
        raise Refused("no-documents")
    digits = "".join(sign for sign in case if sign in "0123456789")
    if not FEWEST_DIGITS <= len(digits) <= MOST_DIGITS:
        raise Refused("mistyped-case", least=str(FEWEST_DIGITS), most=str(MOST_DIGITS))
    return digits


def _find(hall: Hall, digits: str, asked: Asked) -> tuple[str, str] | None:
    """Where a case stands in the list: its day and its digest. Of two entries the later one counts."""
    for until in sorted(hall.memory.documents, reverse=True):
        document = _digest(digits, until, asked)
        if document in hall.memory.documents[until]:
            return until, document
    return None


def _state(hall: Hall, until: str, document: str) -> DocumentState:
    return hall.memory.documents[until][document]


def _digest(digits: str, until: str, asked: Asked) -> str:
    return asked.means.digest(until, f"case {digits}")
