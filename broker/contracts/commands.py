"""Wishes, in the imperative. Each is answered by one reply on `reply/<client>`.

Unknown fields are an error here: a misspelt field must not be silently ignored when a ticket hangs on it.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from broker.contracts.announced import Kind, Outcome
from broker.contracts.fields import (
    Answers,
    BookingRef,
    Case,
    Comments,
    Day,
    Id,
    Language,
    Moment,
    Person,
    Said,
    Seq,
    Slug,
    Slugs,
    TicketRef,
    Why,
    WindowId,
    kebab,
)
from broker.contracts.staffed import StaffDeed


class Command(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="type", tag=kebab
):
    """What all commands carry. Without `expires`, a command is worth nothing 30 s after `at`.

    `staff`: the id of who pressed, where somebody has signed in.
    """

    id: Id
    at: Moment
    expires: Moment | None = None
    staff: Slug | None = None


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


class Book(Command, frozen=True, kw_only=True):
    """A place at a slot of a service. `slot`: the moment at which the slot begins."""

    service: Slug
    slot: Moment
    person: Person | None = None
    language: Language = "uk"
    needs: Slugs = ()
    priority: Slug | None = None


class MoveBooking(Command, frozen=True, kw_only=True):
    """Another slot of the same service. `person`, when the day becomes another: digests are kept by the day."""

    booking: BookingRef
    slot: Moment
    person: Person | None = None


class CancelBooking(Command, frozen=True, kw_only=True):
    booking: BookingRef


class ListSlots(Command, frozen=True, kw_only=True):
    """The slots of a day, full ones among them; without `day`, the next free ones."""

    service: Slug
    day: Day | None = None


class ListBookings(Command, frozen=True, kw_only=True):
    """The bookings of a day (without `day`, of today) in order of their slots, at most 100; `after`: the last one had."""

    day: Day | None = None
    after: Id | None = None


class CheckIn(Command, frozen=True, kw_only=True):
    """Whoever booked is here: the booking becomes a ticket."""

    booking: BookingRef


class DocumentReady(Command, frozen=True, kw_only=True):
    """A case's document can be picked up from now on."""

    case: Case


class DocumentHandedOut(Command, frozen=True, kw_only=True):
    """A case's document is with its holder."""

    case: Case


class IsReady(Command, frozen=True, kw_only=True):
    """Whether a case's document can be picked up; changes nothing."""

    case: Case


class CancelTicket(Command, frozen=True, kw_only=True):
    """`why`: a code, as "left": its holder has gone and said so."""

    ticket: TicketRef
    why: Slug | None = None


class GiveWay(Command, frozen=True, kw_only=True):
    """Let the next ones of the line go first, as many and as often as the hall's policy allows."""

    ticket: TicketRef


class OpenWindow(Command, frozen=True, kw_only=True):
    """Open, or go on after a pause. `lines` narrows or changes what the window serves.

    `automatic`: where the policy calls by itself, whether it does here (absent: as before; at first it does).
    """

    window: WindowId
    operator: Slug | None = None
    lines: Slugs | None = None
    why: Why | None = None
    automatic: bool | None = None


class PauseWindow(Command, frozen=True, kw_only=True):
    window: WindowId
    operator: Slug | None = None
    lines: Slugs | None = None
    why: Why | None = None


class CloseWindow(Command, frozen=True, kw_only=True):
    window: WindowId
    operator: Slug | None = None
    lines: Slugs | None = None
    why: Why | None = None


class CallNext(Command, frozen=True, kw_only=True):
    window: WindowId


class CallTicket(Command, frozen=True, kw_only=True):
    """Call one ticket out of turn; `why` is shown to whoever it overtook."""

    window: WindowId
    ticket: TicketRef
    why: Why


class Recall(Command, frozen=True, kw_only=True):
    window: WindowId


class StartService(Command, frozen=True, kw_only=True):
    window: WindowId


class Finish(Command, frozen=True, kw_only=True):
    """The visitor has been served. A visit of several legs goes on with the next; `next_service` puts one before it.

    `stay`: the next leg begins here at once (true) or waits in its own line (false); absent: as the policy says.
    `outcome`: how it ended, by an id of the hall's [[outcome]] or of those that are usual.
    """

    window: WindowId
    outcome: Slug | None = None
    next_service: Slug | None = None
    stay: bool | None = None


class NoShow(Command, frozen=True, kw_only=True):
    window: WindowId


class Transfer(Command, frozen=True, kw_only=True):
    """Send the window's visitor on: to a service, a line or a window (exactly one)."""

    window: WindowId
    to_service: Slug | None = None
    to_line: Slug | None = None
    to_window: WindowId | None = None
    keep_seniority: bool = True


class Hold(Command, frozen=True, kw_only=True):
    """The visitor went to pay; the window is free, the ticket is not forgotten."""

    window: WindowId


class Resume(Command, frozen=True, kw_only=True):
    window: WindowId
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


class CallForHelp(Command, frozen=True, kw_only=True):
    """Somebody at `place` (an appliance's id, "ramp", …) needs a person. Late, it is no help: give `expires`."""

    place: Slug
    why: Slug = "button"


class AcknowledgeHelp(Command, frozen=True, kw_only=True):
    """Somebody goes there now."""

    help: Id


class EndHelp(Command, frozen=True, kw_only=True):
    """Somebody was helped, or needs no help after all."""

    help: Id
    why: Slug | None = None


class Announce(Command, frozen=True, kw_only=True):
    """Let the voice say something of the staff's own, once before the next call, in `zones` (none: everywhere).

    `text`: the words in each language, spoken in the hall's order of languages; no number that leads to a person.
    `times`: how often in a row.
    """

    text: Said
    zones: Slugs = ()
    times: Annotated[int, Meta(ge=1, le=3)] = 1


class ReportAnnouncement(Command, frozen=True, kw_only=True):
    """What became of one announcement. The announcer's: nobody else knows.

    `calls`: the `seq` of each `ticket-called` or `ticket-recalled` that it spoke. `began`: its first sample; absent
    when there was none. `why`: a code, of one that was not heard to its end.
    """

    announcement: Id
    what: Kind
    outcome: Outcome
    calls: Annotated[tuple[Seq, ...], Meta(max_length=20)] = ()
    zones: Slugs = ()
    why: Slug | None = None
    began: Moment | None = None


class AskSurvey(Command, frozen=True, kw_only=True):
    """The operator registers the case and the visitor has a minute: the tablet of this window may ask now."""

    window: WindowId


class AnswerSurvey(Command, frozen=True, kw_only=True):
    """What a visitor touched on the tablet of a window. The first answer is sent at once; more of the same `run`
    complete it. One run a ticket.

    `ticket`: whom the tablet saw there; absent: whoever is served there now. `answers`: by the question's name;
    `comments`: free text, scrubbed here and again by the queue-master. An empty list or text takes an answer back.
    `partial`: more may come.
    """

    window: WindowId
    ticket: TicketRef | None = None
    survey: Slug
    version: Annotated[str, Meta(min_length=1, max_length=40)]
    run: Id
    language: Language = "uk"
    answers: Answers = {}
    comments: Comments = {}
    partial: bool = False


class NoteTicket(Command, frozen=True, kw_only=True):
    """What whoever serves this visitor next should know; no number that leads to a person. "": the note is taken back."""

    ticket: TicketRef
    text: Why


class NoteStaff(Command, frozen=True, kw_only=True):
    """Somebody of the staff has signed in, gone, or tried in vain, at `window` or elsewhere: for the journal alone."""

    what: StaffDeed
    window: WindowId | None = None


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
