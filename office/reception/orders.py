"""What the reception may ask for: a press, as JSON, becomes a command of the contract. Pure, and strict as that is.

The page makes the id and keeps it when it tries again, so that a press is one command however often it travels.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from broker.contracts import codec
from broker.contracts.commands import Command
from broker.contracts.fields import Id, Slug, TicketRef
from broker.contracts.ticket_code import ticket_in
from office.presses import kind_of

# What the page may send, and which fields of it the page fills in.
PRESSES: dict[str, frozenset[str]] = {
    "take-ticket": frozenset({"service", "priority", "language", "needs", "person"}),
    "check-in": frozenset({"booking"}),
    "cancel-ticket": frozenset({"ticket", "why"}),
    "give-way": frozenset({"ticket"}),
    "return-ticket": frozenset({"ticket"}),
    "move-ticket": frozenset({"ticket", "to_service", "to_line", "to_window", "keep_seniority"}),
    "set-priority": frozenset({"ticket", "priority", "evidence"}),
    "explain": frozenset({"ticket"}),
    "where-am-i": frozenset({"ticket"}),
    "document-ready": frozenset({"case"}),
    "document-handed-out": frozenset({"case"}),
    "is-ready": frozenset({"case"}),
    "suspend-hall": frozenset({"why", "lines"}),
    "resume-hall": frozenset({"why", "lines"}),
    "start-surge": frozenset({"surge"}),
    "end-surge": frozenset({"surge"}),
    "call-for-help": frozenset({"place", "why"}),
    "acknowledge-help": frozenset({"help"}),
    "end-help": frozenset({"help", "why"}),
    "announce": frozenset({"text", "zones", "times"}),
}


class SlipAgain(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A slip once more: of which ticket, at which dispenser."""

    id: Id
    ticket: TicketRef
    dispenser: Slug


def order(press: Any, at: datetime, staff: str | None = None) -> Command:
    """The command of a press: `{"type": …, "id": …, …}`. ContractError names the field that is wrong.

    A ticket may be named by the code of its slip as a scanner types it. `staff`: who has signed in.
    """
    kind_of(press, PRESSES, "the reception")
    filled = {**press, "at": at.isoformat()}
    if staff is not None:
        filled["staff"] = staff
    if isinstance(ticket := press.get("ticket"), str):
        filled["ticket"] = ticket_in(ticket) or ticket.strip()
    return codec.command(msgspec.json.encode(filled))
