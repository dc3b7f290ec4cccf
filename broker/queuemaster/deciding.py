"""What the deciders share: what they are given, what they give back, and the questions that all of them ask."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from msgspec import UNSET, Struct, UnsetType

from broker.contracts import events as e
from broker.contracts.errors import Refused
from broker.contracts.numbers import fold
from broker.contracts.replies import DocumentAnswer, Lease, SlotView
from broker.queuemaster.lifecycle import allows
from broker.queuemaster.state import CallRecord, Hall, Ticket, Window


class Decided(Struct, frozen=True, kw_only=True):
    """What follows from a command: facts, in order, and what the reply shows once they have happened."""

    events: tuple[e.Event, ...] = ()
    ticket: str | UnsetType | None = UNSET  # id of the ticket that the reply shows; None: nobody
    leases: tuple[Lease, ...] | None = None
    overtaken_by: tuple[CallRecord, ...] | None = None
    events_since: int | None = None
    booking: str | None = None  # id of the booking that the reply shows
    bookings: tuple[str, ...] | None = None  # ids of the bookings that the reply lists
    code: str | None = None  # of that booking, if it is told now
    document: DocumentAnswer | None = None  # the state of a case's document, if one was asked about
    slots: tuple[SlotView, ...] | None = None
    ahead: dict[str, int] | None = None  # by ticket: how many will be called before it
    note: str | None = None  # what the reply says beside what it shows: a key of the phrases below [note]


def _plain_digest(day: str, text: str) -> str:
    return sha256(f"{day} {text}".encode()).hexdigest()


class Means(Struct, frozen=True, kw_only=True):
    """What the shell lends to a decision, because a pure function has none of its own.

    `plays`: how often the hall may be played forward for an estimate (0: the formula alone); `seed`: the luck of those
    plays (None: that of the hall's day). `chance`: bytes that nobody can guess, fresh for each command. `digest`: (day, text) -> hex under a secret that is destroyed when the
    day is over, so that what is kept of a person means nothing afterwards.
    """

    plays: int = 0
    seed: int | None = None
    chance: bytes = bytes(16)
    digest: Callable[[str, str], str] = _plain_digest


PLAIN = Means()


class Asked(Struct, frozen=True, kw_only=True):
    """The circumstances of a command: who asked, when, which command it was, and what the shell lent for it.

    `staff`: the person who pressed, where somebody had signed in.
    """

    by: str
    at: datetime
    command: str | None = None
    staff: str | None = None
    means: Means = PLAIN

    def fact(self, hall: Hall, kind: type[e.Event], *, after: int = 0, **fields: Any) -> e.Event:
        """An event of this command: the `after`-th one that it causes."""
        return kind(seq=hall.seq + 1 + after, at=self.at, by=self.by, command=self.command, staff=self.staff, **fields)


def find_ticket(hall: Hall, ref: str) -> Ticket:
    """A ticket of today by id or by number in either alphabet. Refused `unknown-ticket`."""
    tickets = hall.memory.tickets
    found = tickets.get(ref) or tickets.get(hall.memory.numbers.get(fold(ref), ""))
    if found is None:
        raise Refused("unknown-ticket", ticket=ref)
    return found


def need_window(hall: Hall, number: int) -> Window:
    """An open (or paused) window. Refused `unknown-window` or `window-closed`."""
    if number not in hall.plan.windows and number not in hall.memory.windows:
        raise Refused("unknown-window", window=str(number))
    window = hall.memory.windows.get(number)
    if window is None:
        raise Refused("window-closed", window=str(number))
    return window


def need_free_window(hall: Hall, number: int) -> Window:
    """A window that can take somebody now. Refused `window-closed`, `window-paused`, `window-busy`, `hall-suspended`."""
    window = need_window(hall, number)
    if window.paused:
        raise Refused("window-paused", window=str(number))
    if window.ticket is not None:
        raise Refused("window-busy", window=str(number), ticket=hall.memory.tickets[window.ticket].number)
    if hall.memory.suspended is not None:
        raise Refused("hall-suspended", why=hall.memory.suspended)
    return window


def at_window(hall: Hall, number: int, happens: type[e.Event]) -> Ticket:
    """The ticket at a window, if `happens` can happen to it. Refused `no-ticket` or `wrong-state`."""
    window = need_window(hall, number)
    if window.ticket is None:
        raise Refused("no-ticket", window=str(number))
    ticket = hall.memory.tickets[window.ticket]
    need_step(ticket, happens)
    return ticket


def need_step(ticket: Ticket, happens: type[e.Event]) -> None:
    """Refused `wrong-state` when the lifecycle table does not let `happens` happen."""
    if not allows(ticket.state, happens):
        raise Refused("wrong-state", ticket=ticket.number, state=ticket.state)


def need_lines(hall: Hall, lines: Sequence[str] | None) -> None:
    """Refused `unknown-line`."""
    for line in lines or ():
        if line not in hall.plan.lines:
            raise Refused("unknown-line", line=line)
