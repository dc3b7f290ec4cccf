"""Overtaking, exactly: which calls put somebody who came later before a ticket, and the reason that is true of the two.

A ticket that waits is overtaken by every call of another that came later in any sense in which a visitor may mean it:
it was issued later; its waiting counts from later; or it came into the same line later (a no-show who returned, a
transfer, the next leg of a visit, a slip printed while the dispenser was alone). Each has a reason of the closed list.

What was true when the call was made is on its record, and how the ticket waited then in its stays: neither today's
hall file nor what happened since can change the answer.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from broker.contracts.events import Candidate, Reason
from broker.queuemaster.rule import standing
from broker.queuemaster.state import CallRecord, Stay, Ticket

Kind = tuple[str, str | None, bool, int | None]  # what those have in common whom a window cannot tell apart but by age
Why = tuple[Reason, str]  # of the closed list, and the phrase below `overtaken.` that says it


class Rule(NamedTuple):
    """The policy under which a call was made. `preference`: seconds that needs which few windows meet are worth."""

    strict: bool
    preference: float


def went_before(record: CallRecord, ticket: Ticket) -> bool:
    """Whether the call on record overtook `ticket`."""
    if record.seq < ticket.seq:
        return _before_it_was_known(record, ticket)
    stay = ticket.stay_at(record.seq)
    return stay is not None and came_later(record, ticket, stay)


def kind_of(ticket: Ticket, stay: Stay) -> Kind:
    return stay.line, stay.priority, bool(ticket.needs), stay.to_window


def came_later(record: CallRecord, ticket: Ticket, stay: Stay) -> bool:
    """Whether the called one came later than `ticket`, which waits as `stay` says: into its line, or in the day."""
    if record.since > stay.since:  # asked first: of most pairs it is true, and a full day has hundreds of thousands
        return True
    return (
        (record.joined > stay.joined and record.line == stay.line)
        or (record.since == stay.since and record.issued_seq > ticket.seq)
        or (record.issued_at or record.since, record.issued_seq) > (ticket.issued_at, ticket.seq)
    )


def _before_it_was_known(record: CallRecord, ticket: Ticket) -> bool:
    """A slip printed offline is in somebody's hand before the queue knows of it."""
    return record.at >= ticket.issued_at and (record.issued_at or record.since) > ticket.issued_at


class Reasons:
    """Why one call went before those whom it overtook. Answers for many tickets; like tickets are answered once."""

    def __init__(self, record: CallRecord) -> None:
        self._record = record
        self._rule = Rule(strict=record.strict, preference=record.preference)
        self._passed = {(c.line, c.priority, c.needs, c.window): c for c in record.passed}
        self._alike: dict[Kind, Why] = {}

    def weighs(self, kind: Kind) -> bool:
        """Whether the answer for juniors of the called one depends on how long each of a kind has waited."""
        return kind in self._passed or self._record.own is None

    def of(self, ticket: Ticket, stay: Stay | None) -> Why:
        """The reason that is true of the call and `ticket`, which it overtook and which waited then as `stay` says.

        `stay` None: a slip that the queue did not know of yet.
        """
        record = self._record
        if record.reason == "operator":
            return "operator", "operator"
        if record.stayed:
            return "next-leg", "stayed"
        if stay is None:
            return record.reason, "not-known-yet"
        if (record.since, record.issued_seq) < (stay.since, ticket.seq):
            return _by_seniority(record, ticket, stay)
        kind = kind_of(ticket, stay)
        passed = self._passed.get(kind)
        if record.own is not None and passed is not None:
            return self._by_rule(record.own, passed, stay.since)
        why = self._alike.get(kind)
        if why is None:
            why = self._alike[kind] = _out_of_reach(record, stay) or _no_access(record, ticket)
        return why

    def _by_rule(self, own: Candidate, passed: Candidate, since: datetime) -> Why:
        """Of one in a row that the window could have called as well."""
        record = self._record
        reason, phrase = by_rule(own, _waited(record.at, record.since), passed, _waited(record.at, since), self._rule)
        if phrase == "priority" and not record.checked:
            phrase = "priority-unchecked"
        return reason, phrase


def reason_between(record: CallRecord, ticket: Ticket) -> Why:
    """Why the call on record went before `ticket`, which it overtook."""
    return Reasons(record).of(ticket, ticket.stay_at(record.seq))


def by_rule(own: Candidate, waited: float, passed: Candidate, longer: float, rule: Rule) -> Why:
    """Why `own`, which has `waited` seconds, goes before `passed`, which has waited `longer` (or as long).

    "priority" if it would not with all classes one, or if its class's guarantee is due; then "needs", if it would not
    were needs worth nothing; else its line: preferred by the window, or because it is that line's turn.
    """
    stands = standing(waited, own.rate, own.guarantee, own.extra, strict=rule.strict)
    others = standing(longer, passed.rate, passed.guarantee, passed.extra, strict=rule.strict)
    if others >= stands:
        return "other-line", "turn"
    if stands.upper:
        return "priority", "guarantee"
    if longer + passed.extra >= waited + own.extra:
        return "priority", "priority"
    if own.needs and not passed.needs and longer + passed.extra >= waited + own.extra - rule.preference:
        return "needs", "needs"
    return "other-line", "preferred-line"


def _by_seniority(record: CallRecord, ticket: Ticket, stay: Stay) -> Why:
    """The called one counts from earlier, though it was issued later or came to wait later."""
    if record.booked and (record.issued_at or record.since, record.issued_seq) > (ticket.issued_at, ticket.seq):
        return "appointment-due", "appointment-due"
    if stay.gave_way:
        return "oldest", "gave-way"
    if stay.since > ticket.issued_at:
        return "oldest", "counts-from"
    if record.origin is not None:
        return record.origin, record.origin
    return "oldest", "oldest"


def _out_of_reach(record: CallRecord, stay: Stay) -> Why | None:
    """The window could not have called it: sent to another one, its line suspended, or not served there."""
    if stay.to_window in record.wished:
        return "other-line", "waits-for-window"
    if stay.line in record.shut:
        return "other-line", "line-suspended"
    if stay.line not in record.lines and stay.to_window != record.window:
        return "other-line", "other-line"
    return None


def _no_access(record: CallRecord, ticket: Ticket) -> Why:
    """What is left: the window does not meet its needs. A record of an older version says its own reason."""
    return ("needs", "no-access") if ticket.needs else (record.reason, record.reason)


def _waited(now: datetime, since: datetime) -> float:
    return max(0.0, (now - since).total_seconds())
