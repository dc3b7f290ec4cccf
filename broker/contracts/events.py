"""Facts, in the past tense. They are what the journal keeps and what the hall hears; nobody can refuse them.

Each carries all that `evolve` needs: the state is rebuilt from events alone, never from today's hall file,
so that a changed file cannot change the past. Unknown fields are ignored by listeners.
"""

from __future__ import annotations

from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from broker.contracts.announced import Kind, Outcome
from broker.contracts.fields import Moment, Text, kebab

Reason = Literal[
    "oldest", "priority", "appointment-due", "other-line", "returned", "transferred", "next-leg", "needs", "operator"
]


class Estimate(Struct, frozen=True, kw_only=True):
    """When a visitor will be called: o'clock, and how sure the range is (0.8: four of five times).

    `method`: `played`, the dispatcher was played forward; `formula`, there was no time for that, and it is rougher.
    """

    earliest: Moment
    likely: Moment
    latest: Moment
    confidence: float = 0.8
    method: Literal["played", "formula"] | UnsetType = UNSET


class Foreseen(Struct, frozen=True, kw_only=True):
    """A wait as it was played, before experience corrected it: seconds; `before`, `after`: the ways to the tenths of
    plays that end earlier and later.
    """

    likely: float
    before: float
    after: float


class Candidate(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The head of one row of waiting tickets, as the dispatcher weighed it. Score in seconds.

    All that the rule (`queuemaster/rule.py`) needs, so that each decision can be computed again: the class's rate
    and guarantee (seconds), and what the window added for the place of the line and for needs (seconds).
    """

    number: str
    line: str
    score: float
    priority: str | None = None
    needs: bool = False
    window: int | None = None  # waits for this window alone
    rate: float = 1.0
    guarantee: float | None = None
    extra: float = 0.0


class Turn(Struct, frozen=True, kw_only=True):
    """A turn of lines that share calls: whose it was, among which (and in what ratio), and where that leaves it.

    `start` and `next` count rounds of the whole ratio in parts that every line's share is a whole number of.
    """

    lines: tuple[str, ...]
    ratio: tuple[int, ...]
    line: str
    start: int
    next: int


class Decision(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why this ticket and not the others: the candidates, best first, and the rule in force.

    At most 20 candidates, and any further one that is senior to the chosen. `preference` (seconds): what needs that
    few windows meet are worth. `turn`: present where lines take turns; its line's best candidate was called.
    """

    policy: str
    candidates: tuple[Candidate, ...]
    why: str | None = None
    preference: float = 0.0
    turn: Turn | None = None


class Event(Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type", tag=kebab):
    """What all events carry: place in the journal, moment, who caused it and by which command."""

    seq: int
    at: Moment
    by: str
    command: str | None = None


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
    """`as_planned`: `lines` are the hall file's, and follow it when it changes; else somebody chose them."""

    window: int
    zone: str
    lines: tuple[str, ...]
    operator: str | None = None
    as_planned: bool = False


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


class BookingMade(Event, frozen=True, kw_only=True):
    """`slot` to `until`, on the local date `day`, in the local hour that began at `hour` (quotas count by it).

    `code_hash` and `person` are digests under the secret of `day`; the code and the person stand nowhere.
    """

    booking: str
    service: str
    slot: Moment
    until: Moment
    day: str
    hour: Moment
    code_hash: str
    person: str | None = None
    language: str = "uk"
    needs: tuple[str, ...] = ()
    priority: str | None = None


class BookingMoved(Event, frozen=True, kw_only=True):
    """`new_code`: it was moved by its id to another day, and has another code from now on."""

    booking: str
    slot: Moment
    until: Moment
    day: str
    hour: Moment
    code_hash: str
    person: str | None = None
    new_code: bool = False


class BookingCancelled(Event, frozen=True, kw_only=True):
    booking: str


class BookingMissed(Event, frozen=True, kw_only=True):
    """Nobody checked in while the slot's place was kept."""

    booking: str


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
    ticket: str
    number: str
    window: int


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


class TicketTransferred(Event, frozen=True, kw_only=True):
    ticket: str
    number: str
    window: int
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


class HelpCalled(Event, frozen=True, kw_only=True):
    """Somebody at `place` needs a person. `help`: the call's id, which is its command's."""

    help: str
    place: str
    why: str


class HelpAcknowledged(Event, frozen=True, kw_only=True):
    """Somebody is on the way: whoever works at `by`."""

    help: str
    place: str


class HelpEscalated(Event, frozen=True, kw_only=True):
    """Nobody has acknowledged it so far; for the `times`-th time everybody is told again."""

    help: str
    place: str
    times: int


class HelpEnded(Event, frozen=True, kw_only=True):
    """`why`: "helped", "withdrawn" by whoever called, "nobody-came", "day-closed"."""

    help: str
    place: str
    why: str


class AnnouncementMade(Event, frozen=True, kw_only=True):
    """The staff want this said, `times` in a row, in `zones` (none: everywhere). `announcement` is the command's id."""

    announcement: str
    text: Text
    zones: tuple[str, ...] = ()
    times: int = 1


class AnnouncementEnded(Event, frozen=True, kw_only=True):
    """What became of one announcement, as the announcer tells. `calls`: the `seq` of what called those it names.

    `began`: its first sample; absent when there was none. `why`: a code, unless it was heard to its end.
    """

    announcement: str
    what: Kind
    outcome: Outcome
    calls: tuple[int, ...] = ()
    zones: tuple[str, ...] = ()
    why: str | None = None
    began: Moment | None = None


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
    answers: dict[str, bool | int | str | tuple[str, ...]] = {}
    comments: dict[str, str] = {}
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
    | TicketTransferred
    | TicketHeld
    | TicketResumed
    | TicketCancelled
    | PriorityChanged
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
    | ApplianceEnrolled
)
