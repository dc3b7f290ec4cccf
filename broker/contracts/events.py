"""Facts, in the past tense. They are what the journal keeps and what the hall hears; nobody can refuse them.

Each carries all that `evolve` needs: the state is rebuilt from events alone, never from today's hall file,
so that a changed file cannot change the past. Unknown fields are ignored by listeners. Beside them stand `decision`
(why a call, and when), `booking_events` and `telling_events`; all of them are to be had here.
"""

from __future__ import annotations

from msgspec import Struct, field

from broker.contracts.booking_events import (
    BookingCancelled,
    BookingMade,
    BookingMissed,
    BookingMoved,
)
from broker.contracts.decision import Candidate, Decision, Estimate, Foreseen, Reason, Turn
from broker.contracts.event import Event
from broker.contracts.fields import Moment
from broker.contracts.telling_events import (
    AnnouncementEnded,
    AnnouncementMade,
    HelpAcknowledged,
    HelpCalled,
    HelpEnded,
    HelpEscalated,
    StaffNoted,
)

# What other files here define, to be had from this one too.
__all__ = [
    "AnnouncementEnded",
    "AnnouncementMade",
    "BookingCancelled",
    "BookingMade",
    "BookingMissed",
    "BookingMoved",
    "Candidate",
    "Decision",
    "Estimate",
    "Event",
    "Foreseen",
    "HelpAcknowledged",
    "HelpCalled",
    "HelpEnded",
    "HelpEscalated",
    "Reason",
    "StaffNoted",
    "Turn",
]


class DayOpened(Event, frozen=True, kw_only=True):
    day: str


class DayClosed(Event, frozen=True, kw_only=True):
    day: str


class DayArchived(Event, frozen=True, kw_only=True):
    """The events `first` to `last` of a day lie in the archive now, and no more in the journal.

    All three in hex: `root`, the hash of the last of them, stands for the journal up to there; `archive` is the SHA-256
    of the file that they are in, `state` of the hall's memory after them, with which the journal now begins.
    """

    day: str
    first: int
    last: int
    root: str
    archive: str
    state: str


class WindowOpened(Event, frozen=True, kw_only=True):
    """`as_planned`: `lines` are the hall file's, and follow it when it changes; else somebody chose them.

    `automatic`: where the policy calls by itself, it does here.
    """

    window: int
    zone: str
    lines: tuple[str, ...]
    operator: str | None = None
    as_planned: bool = False
    automatic: bool = True


class WindowPaused(Event, frozen=True, kw_only=True):
    window: int
    why: str | None = None


class WindowClosed(Event, frozen=True, kw_only=True):
    window: int
    why: str | None = None


class TicketIssued(Event, frozen=True, kw_only=True):
    """`since` is the ticket's seniority: the moment from which its waiting counts.

    `booking`: the booking that became this ticket; `booked`: it came in time and counts from its appointed time.
    `person`: a digest under the day's secret, where a limit is counted. `hour`: whose place of a quota it took.
    """

    ticket: str
    number: str
    service: str
    line: str
    since: Moment
    ahead: int
    language: str = "uk"
    priority: str | None = None
    needs: tuple[str, ...] = ()
    estimate: Estimate | None = None
    foreseen: Foreseen | None = None
    lease: str | None = None
    issued_at: Moment | None = None  # when it left the printer, if that was before `at`
    package: str | None = None
    legs: tuple[str, ...] = ()  # the services that follow `service` in a visit of several
    booking: str | None = None
    booked: bool = False
    person: str | None = None
    hour: Moment | None = None


class DocumentReady(Event, frozen=True, kw_only=True):
    """A document can be picked up. `document`: a digest of its case under the secret of the day `until`, on which it is
    forgotten.
    """

    document: str
    until: str


class DocumentHandedOut(Event, frozen=True, kw_only=True):
    document: str
    until: str


class TicketCalled(Event, frozen=True, kw_only=True):
    ticket: str
    number: str
    window: int
    zone: str
    line: str
    languages: tuple[str, ...]
    reason: Reason
    decision: Decision
    priority: str | None = None
    booked: bool = False
    checked: bool = False  # a person has seen what the priority is for


class TicketRecalled(Event, frozen=True, kw_only=True):
    ticket: str
    number: str
    window: int
    zone: str
    line: str
    languages: tuple[str, ...]
    times: int
    priority: str | None = None


class ServiceStarted(Event, frozen=True, kw_only=True):
    ticket: str
    number: str
    window: int


class ServiceFinished(Event, frozen=True, kw_only=True):
    """`outcome`: how it ended, where somebody said so."""

    ticket: str
    number: str
    window: int
    outcome: str | None = None


class LegFinished(Event, frozen=True, kw_only=True):
    """One service of several is over (`done`); the ticket waits for the next, `service`, in its `line`.

    `since` is kept; `legs`: what follows after that.
    """

    ticket: str
    number: str
    window: int
    done: str
    service: str
    line: str
    since: Moment
    legs: tuple[str, ...] = ()
    outcome: str | None = None


class LegStarted(Event, frozen=True, kw_only=True):
    """The next leg began where the last one ended, without a call: its visitor never left the window."""

    ticket: str
    number: str
    window: int
    service: str
    line: str
    decision: Decision


class TicketNoShow(Event, frozen=True, kw_only=True):
    ticket: str
    number: str
    window: int


class TicketReturned(Event, frozen=True, kw_only=True):
    """`to_window`: where it was held, and waits to go on."""

    ticket: str
    number: str
    since: Moment
    to_window: int | None = None


class TicketGaveWay(Event, frozen=True, kw_only=True):
    """Its holder let the next ones of the line go first (`passed`, their numbers): its waiting counts from `since` now."""

    ticket: str
    number: str
    since: Moment
    passed: tuple[str, ...] = ()


class TicketTransferred(Event, frozen=True, kw_only=True):
    ticket: str
    number: str
    window: int
    service: str
    line: str
    since: Moment
    to_window: int | None = None


class TicketMoved(Event, frozen=True, kw_only=True):
    """It waits in another line, or for another service or window, without having been at one."""

    ticket: str
    number: str
    service: str
    line: str
    since: Moment
    to_window: int | None = None


class TicketHeld(Event, frozen=True, kw_only=True):
    ticket: str
    number: str
    window: int


class TicketResumed(Event, frozen=True, kw_only=True):
    ticket: str
    number: str
    window: int


class TicketCancelled(Event, frozen=True, kw_only=True):
    ticket: str
    number: str
    why: str | None = None


class PriorityChanged(Event, frozen=True, kw_only=True):
    """A person has looked at what the priority is for: confirmed or changed it, or (null) refused it."""

    ticket: str
    number: str
    priority: str | None
    evidence: str
    checked: bool = False


class TicketNoted(Event, frozen=True, kw_only=True):
    """What the staff should know of this ticket, scrubbed; not in the archive. "": nothing any more."""

    ticket: str
    number: str
    text: str


class LineChanged(Event, frozen=True, kw_only=True):
    line: str
    open: bool
    why: str | None = None


class HallSuspended(Event, frozen=True, kw_only=True):
    """`lines` absent: the whole hall."""

    why: str
    lines: tuple[str, ...] | None = None


class HallResumed(Event, frozen=True, kw_only=True):
    why: str | None = None
    lines: tuple[str, ...] | None = None


class Lent(Struct, frozen=True, kw_only=True):
    """What a surge gives a window to serve, beside its own lines."""

    window: int
    lines: tuple[str, ...]


class SurgeStarted(Event, frozen=True, kw_only=True):
    surge: str
    lent: tuple[Lent, ...]


class SurgeEnded(Event, frozen=True, kw_only=True):
    surge: str
    why: str | None = None


class NumbersLeased(Event, frozen=True, kw_only=True):
    """A block of numbers of one line (first to last, both in) that one dispenser may print while alone."""

    lease: str
    line: str
    letter: str
    first: int
    last: int


class SurveyAsked(Event, frozen=True, kw_only=True):
    """The operator lets the tablet of the window ask: the case is being registered."""

    ticket: str
    number: str
    window: int


class SurveyAnswered(Event, frozen=True, kw_only=True):
    """What was answered at a window, of a `survey` in a `version`. All events of one `run` make one vote.

    `ticket`, `service`: what the queue-master knows of who was served; absent when the day was over already. `comments`
    are free text, scrubbed; not in the archive. `answered_at`: when it was touched, if that was before `at`.
    """

    ticket: str | None = None
    window: int | None = None
    service: str | None = None
    survey: str = ""
    version: str = ""
    run: str = ""
    language: str = "uk"
    answers: dict[str, bool | int | str | tuple[str, ...]] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    partial: bool = False
    answered_at: Moment | None = None


class ApplianceEnrolled(Event, frozen=True, kw_only=True):
    appliance: str
    role: str


class UnknownEvent(Struct, frozen=True):
    """An event of a newer version: its place in the journal is known, its meaning is not."""

    seq: int
    at: Moment | None = None


AnyEvent = (
    DayOpened
    | DayClosed
    | DayArchived
    | WindowOpened
    | WindowPaused
    | WindowClosed
    | TicketIssued
    | BookingMade
    | BookingMoved
    | BookingCancelled
    | BookingMissed
    | DocumentReady
    | DocumentHandedOut
    | TicketCalled
    | TicketRecalled
    | ServiceStarted
    | ServiceFinished
    | LegFinished
    | LegStarted
    | TicketNoShow
    | TicketReturned
    | TicketGaveWay
    | TicketTransferred
    | TicketMoved
    | TicketHeld
    | TicketResumed
    | TicketCancelled
    | PriorityChanged
    | TicketNoted
    | LineChanged
    | HallSuspended
    | HallResumed
    | SurgeStarted
    | SurgeEnded
    | HelpCalled
    | HelpAcknowledged
    | HelpEscalated
    | HelpEnded
    | AnnouncementMade
    | AnnouncementEnded
    | NumbersLeased
    | SurveyAsked
    | SurveyAnswered
    | StaffNoted
    | ApplianceEnrolled
)
