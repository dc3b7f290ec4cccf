"""Facts, in the past tense. They are what the journal keeps and what the hall hears; nobody can refuse them.

Each carries all that `evolve` needs: the state is rebuilt from events alone, never from today's hall file,
so that a changed file cannot change the past. Unknown fields are ignored by listeners. Beside them stand `decision`
(why a call, and when), `booking_events`, `telling_events` and `ticket_events`; all are to be had here.
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
from broker.contracts.ticket_events import (
    LegFinished,
    LegStarted,
    PriorityChanged,
    ServiceFinished,
    ServiceStarted,
    TicketCalled,
    TicketCancelled,
    TicketGaveWay,
    TicketHeld,
    TicketIssued,
    TicketMoved,
    TicketNoShow,
    TicketNoted,
    TicketRecalled,
    TicketResumed,
    TicketReturned,
    TicketTransferred,
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
    "LegFinished",
    "LegStarted",
    "PriorityChanged",
    "Reason",
    "ServiceFinished",
    "ServiceStarted",
    "StaffNoted",
    "TicketCalled",
    "TicketCancelled",
    "TicketGaveWay",
    "TicketHeld",
    "TicketIssued",
    "TicketMoved",
    "TicketNoShow",
    "TicketNoted",
    "TicketRecalled",
    "TicketResumed",
    "TicketReturned",
    "TicketTransferred",
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


class DocumentReady(Event, frozen=True, kw_only=True):
    """A document can be picked up. `document`: a digest of its case under the secret of the day `until`, on which it is
    forgotten.
    """

    document: str
    until: str


class DocumentHandedOut(Event, frozen=True, kw_only=True):
    document: str
    until: str


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

    `ticket`, `service`: what the queue-master knows of who was served; absent when the day was over already: then
    `number` is whom the tablet saw, of the day of `answered_at`. `comments` are free text, scrubbed; not in the archive.
    `answered_at`: when it was touched, if that was before `at`.
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
    number: str | None = None


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
