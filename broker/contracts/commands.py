"""Wishes, in the imperative. Each is answered by one reply on `reply/<client>`.

Unknown fields are an error here: a misspelt field must not be silently ignored when a ticket hangs on it.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from broker.contracts.booking_commands import (
    Book,
    CancelBooking,
    CheckIn,
    DocumentHandedOut,
    DocumentReady,
    IsReady,
    ListBookings,
    ListSlots,
    MoveBooking,
)
from broker.contracts.command import Command
from broker.contracts.fields import Id, Language, Moment, Person, Seq, Slug, Slugs, TicketRef, Why, WindowId
from broker.contracts.telling_commands import (
    AcknowledgeHelp,
    Announce,
    AnswerSurvey,
    CallForHelp,
    EndHelp,
    NoteStaff,
    ReportAnnouncement,
)
from broker.contracts.window_commands import (
    AskSurvey,
    CallNext,
    CallTicket,
    CloseWindow,
    Finish,
    Hold,
    NoShow,
    OpenWindow,
    PauseWindow,
    Recall,
    Resume,
    StartService,
    Transfer,
)

# What other files here define, to be had from this one too.
__all__ = [
    "AcknowledgeHelp",
    "Announce",
    "AnswerSurvey",
    "AskSurvey",
    "Book",
    "CallForHelp",
    "CallNext",
    "CallTicket",
    "CancelBooking",
    "CheckIn",
    "CloseWindow",
    "Command",
    "DocumentHandedOut",
    "DocumentReady",
    "EndHelp",
    "Finish",
    "Hold",
    "IsReady",
    "ListBookings",
    "ListSlots",
    "MoveBooking",
    "NoShow",
    "NoteStaff",
    "OpenWindow",
    "PauseWindow",
    "Recall",
    "ReportAnnouncement",
    "Resume",
    "StartService",
    "Transfer",
]


class TakeTicket(Command, frozen=True, kw_only=True):
    """A visitor wants a service, or a package of several. With `number`, `lease` and `issued_at`: printed while offline,
    to be merged. `person`: whom a limit of tickets is counted for.
    """

    service: Slug
    priority: Slug | None = None
    language: Language = "uk"
    needs: Slugs = ()
    number: Annotated[str, Meta(min_length=2, max_length=8)] | None = None
    lease: Id | None = None
    issued_at: Moment | None = None
    person: Person | None = None


class CancelTicket(Command, frozen=True, kw_only=True):
    """`why`: a code, as "left": its holder has gone and said so."""

    ticket: TicketRef
    why: Slug | None = None


class GiveWay(Command, frozen=True, kw_only=True):
    """Let the next ones of the line go first, as many and as often as the hall's policy allows."""

    ticket: TicketRef


class ReturnTicket(Command, frozen=True, kw_only=True):
    """A no-show who came back; or one who was set aside (held) and waits for the same window again."""

    ticket: TicketRef


class MoveTicket(Command, frozen=True, kw_only=True):
    """A waiting ticket is in the wrong line: to a service, a line or a window (exactly one), as the reception sees it."""

    ticket: TicketRef
    to_service: Slug | None = None
    to_line: Slug | None = None
    to_window: WindowId | None = None
    keep_seniority: bool = True


class SetPriority(Command, frozen=True, kw_only=True):
    """A person has looked at what the priority is for: the class that it has confirms it, null refuses it."""

    ticket: TicketRef
    priority: Slug | None
    evidence: Why


class SuspendHall(Command, frozen=True, kw_only=True):
    why: Slug
    lines: Slugs | None = None


class ResumeHall(Command, frozen=True, kw_only=True):
    why: Slug | None = None
    lines: Slugs | None = None


class StartSurge(Command, frozen=True, kw_only=True):
    """Many come: the windows of a [[surge]] of the hall file take its lines too, until it ends or the day does."""

    surge: Slug


class EndSurge(Command, frozen=True, kw_only=True):
    surge: Slug


class NoteTicket(Command, frozen=True, kw_only=True):
    """What whoever serves this visitor next should know; no number that leads to a person. "": the note is taken back."""

    ticket: TicketRef
    text: Why


class Explain(Command, frozen=True, kw_only=True):
    ticket: TicketRef


class WhereAmI(Command, frozen=True, kw_only=True):
    ticket: TicketRef


class CountAhead(Command, frozen=True, kw_only=True):
    """How many are before each of several tickets: as where-am-i says it, without the range of time that costs most."""

    tickets: Annotated[tuple[Id, ...], Meta(min_length=1, max_length=200)]


class EventsSince(Command, frozen=True, kw_only=True):
    seq: Seq


class LeaseNumbers(Command, frozen=True, kw_only=True):
    lines: Slugs


AnyCommand = (
    TakeTicket
    | Book
    | MoveBooking
    | CancelBooking
    | ListSlots
    | ListBookings
    | CheckIn
    | DocumentReady
    | DocumentHandedOut
    | IsReady
    | CancelTicket
    | GiveWay
    | OpenWindow
    | PauseWindow
    | CloseWindow
    | CallNext
    | CallTicket
    | Recall
    | StartService
    | Finish
    | NoShow
    | Transfer
    | Hold
    | Resume
    | ReturnTicket
    | MoveTicket
    | SetPriority
    | SuspendHall
    | ResumeHall
    | StartSurge
    | EndSurge
    | CallForHelp
    | AcknowledgeHelp
    | EndHelp
    | Announce
    | ReportAnnouncement
    | AskSurvey
    | AnswerSurvey
    | NoteTicket
    | NoteStaff
    | Explain
    | WhereAmI
    | CountAhead
    | EventsSince
    | LeaseNumbers
)
