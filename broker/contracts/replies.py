"""The answer to one command."""

from __future__ import annotations

from typing import Literal

from msgspec import UNSET, Raw, Struct, UnsetType

from broker.contracts.events import Decision, Estimate, Reason
from broker.contracts.fields import Moment, Text

# Refusals that say nothing of the command: the same one may be carried out when there is room on the disk again,
# or when the queue-master has found the list of who may ask what.
NOT_NOW = frozenset({"storage-full", "storage-failed", "nobody-known"})


class TicketView(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A ticket as its holder may see it. `state` is a state of the lifecycle table. `checked`: a person has seen what
    the priority is for; absent without one.

    Of a visit of several legs: `legs_done` are services that are over, `legs` those that follow `service`.
    """

    id: str
    number: str
    service: str
    line: str
    zone: str | None = None
    issued_at: Moment
    state: str = "waiting"
    ahead: int | None = None
    estimate: Estimate | None = None
    priority: str | None = None
    checked: bool | None = None
    language: str = "uk"
    needs: tuple[str, ...] = ()
    window: int | None = None
    reason: Reason | None = None
    decision: Decision | None = None
    package: str | None = None
    legs_done: tuple[str, ...] = ()
    legs: tuple[str, ...] = ()
    booked: bool = False


class BookingView(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A booking as its holder may see it. `code` is told once, when it is made; what is kept is its digest.

    `state`: booked, missed or checked-in (then `ticket` is its number). Checking in: from `check_in_from`, as booked
    before `check_in_until`, afterwards into the ordinary queue.
    """

    id: str
    code: str | None = None
    service: str
    slot: Moment
    until: Moment
    day: str
    state: str = "booked"
    zone: str | None = None
    check_in_from: Moment
    check_in_until: Moment
    language: str = "uk"
    needs: tuple[str, ...] = ()
    priority: str | None = None
    ticket: str | None = None


class SlotView(Struct, frozen=True, kw_only=True):
    """One slot of a service: how many it takes, and how many more may be booked now."""

    slot: Moment
    until: Moment
    capacity: int
    free: int


DocumentAnswer = Literal["ready", "handed-out", "not-listed"]


class DocumentView(Struct, frozen=True, kw_only=True):
    """A case's document. `not-listed`: not ready yet, or the number is wrong; nobody can tell which."""

    state: DocumentAnswer


class Lease(Struct, frozen=True, kw_only=True):
    """Numbers that one dispenser may print while it is alone: `letter` + first…last, of one day."""

    lease: str
    line: str
    letter: str
    first: int
    last: int
    day: str


class Overtaking(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One call that put another ticket before the asker's."""

    seq: int
    at: Moment
    number: str
    window: int
    reason: Reason
    message: Text
    decision: Decision | None = None


class Reply(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`done`: in the journal, on disk, before this was sent. `refused`: a rule said no. `invalid`: unreadable.

    `ticket` is absent where a command has none, and null where call-next found nobody waiting. `overtaken` tells how
    many there were when `overtaken_by` holds only the latest, because not all fit into a message.
    `begins`, of a refusal `archived`: events after this one are still to be had.
    `ahead`, of count-ahead: by ticket, of those that wait.
    `opens_at`: when a closed line gives tickets again.
    """

    id: str | None
    status: Literal["done", "refused", "invalid"]
    seq: int | None = None
    ticket: TicketView | UnsetType | None = UNSET
    reason: str | None = None
    field: str | None = None
    message: Text | None = None
    leases: tuple[Lease, ...] | None = None
    booking: BookingView | None = None
    bookings: tuple[BookingView, ...] | None = None
    slots: tuple[SlotView, ...] | None = None
    document: DocumentView | None = None
    events: tuple[Raw, ...] | None = None
    ahead: dict[str, int] | None = None
    overtaken_by: tuple[Overtaking, ...] | None = None
    overtaken: int | None = None
    begins: int | None = None
    opens_at: Moment | None = None
    at: Moment | None = None
