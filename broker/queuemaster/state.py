"""What the queue-master knows: tickets, windows, leases, the last calls. Changed by `evolve` alone.

`Hall.memory` is the whole of it as plain values: what a checkpoint keeps, and what two halls are compared by.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Literal

from msgspec import Struct, field

from broker.contracts.announced import Outcome
from broker.contracts.events import Candidate, Foreseen, Reason
from broker.contracts.hall_file import HallFile
from broker.queuemaster.calendar import Calendar
from broker.queuemaster.learnt import Learnt
from broker.queuemaster.lifecycle import State
from broker.queuemaster.rows import Key, Place, Rows
from broker.queuemaster.tally import Tally
from broker.queuemaster.timetable import Timetable

Origin = Literal["returned", "transferred", "next-leg"]
DocumentState = Literal["ready", "handed-out"]
BookingState = Literal["booked", "checked-in", "missed", "late", "given-up"]
CALLS_KEPT = 20


class Stay(Struct, kw_only=True, omit_defaults=True):
    """One stretch of a ticket's waiting in which its right did not change: from event `start` until event `until`.

    `joined`: the event with which it came to wait; a change of priority does not make it come anew.
    """

    start: int
    joined: int
    line: str
    since: datetime
    priority: str | None = None
    to_window: int | None = None
    until: int | None = None
    gave_way: bool = False  # counts from later, because its holder let others go first


class Ticket(Struct, kw_only=True, omit_defaults=True):
    """One ticket of today. `since`: from when its waiting counts. `times`: calls and recalls so far."""

    id: str
    number: str
    service: str
    line: str
    seq: int
    issued_at: datetime
    since: datetime
    language: str = "uk"
    priority: str | None = None
    needs: tuple[str, ...] = ()
    state: State = "waiting"
    origin: Origin | None = None
    window: int | None = None  # where it is called or served, or was last
    to_window: int | None = None  # where a transfer wants it
    times: int = 0
    called_at: datetime | None = None
    started_at: datetime | None = None
    package: str | None = None
    legs: tuple[str, ...] = ()  # services still to come after `service`
    legs_done: tuple[str, ...] = ()
    booking: str | None = None
    booked: bool = False  # came in time for its appointment: `since` is the appointed time
    person: str | None = None  # a digest under the day's secret
    counted: tuple[str, ...] = ()  # what it counts for in `tally`
    foreseen: Foreseen | None = None
    checked: bool = False  # a person has seen what the priority is for
    stays: list[Stay] = []
    gave_way: int = 0  # how often
    gave_way_to: datetime | None = None  # from when its waiting counts since then
    by: str | None = None  # the client that it was issued to

    @property
    def key(self) -> Key:
        return Key(self.line, self.priority, bool(self.needs), self.to_window)

    @property
    def place(self) -> Place:
        return (self.since, self.seq, self.id)

    def stay_from(self, seq: int, joined: int | None = None) -> Stay:
        """Waiting as it is now, from event `seq` on."""
        return Stay(
            start=seq,
            joined=seq if joined is None else joined,
            line=self.line,
            since=self.since,
            priority=self.priority,
            to_window=self.to_window,
            gave_way=self.gave_way_to is not None and self.since == self.gave_way_to,
        )

    def stay_at(self, seq: int) -> Stay | None:
        """How it waited when event `seq` happened; None when it did not."""
        for stay in reversed(self.stays):
            if stay.start < seq:
                return stay if stay.until is None or seq < stay.until else None
        return None

    def waited_at(self, seq: int) -> bool:
        """Whether it stood in a row when event `seq` happened."""
        return self.stay_at(seq) is not None


class Window(Struct, kw_only=True, omit_defaults=True):
    """One open (or paused) window. `since`: when it came into its present state. `extra`: what a surge adds."""

    id: int
    zone: str
    lines: tuple[str, ...]
    since: datetime
    operator: str | None = None
    paused: bool = False
    ticket: str | None = None
    as_planned: bool = False  # serves what the hall file says, not what its operator chose
    automatic: bool = True  # calls by itself where the policy does
    extra: tuple[str, ...] = ()

    @property
    def serves(self) -> tuple[str, ...]:
        """Every line that it calls now, preferred first; what a surge adds comes last."""
        return self.lines + tuple(line for line in self.extra if line not in self.lines) if self.extra else self.lines


class Lease(Struct, frozen=True, kw_only=True):
    """A block of numbers that one dispenser may print while it is alone."""

    id: str
    client: str
    line: str
    letter: str
    first: int
    last: int
    at: datetime


class Sequence(Struct, kw_only=True):
    """Numbers of one letter today: `last` given out, and from where the second round goes on."""

    last: int = 0
    second_round: int = 1


class Call(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A call as boards show it. `seq`: the event of the latest call or recall; `spoken`: what became of it in the voice."""

    ticket: str
    number: str
    line: str
    window: int
    zone: str
    at: datetime
    times: int = 1
    priority: bool = False
    booked: bool = False
    seq: int = 0
    spoken: Outcome | None = None
    reason: str = ""  # "": the oldest, as everybody expects


class Round(Struct, kw_only=True):
    """Where the lines that share calls stand: the start of the latest turn, and from where each line's next counts."""

    now: int = 0
    next: dict[str, int] = {}


class CallRecord(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A call as `explain` needs it: who was called, where and why, and what was true in the hall at that moment.

    `joined`: the event with which it had come to wait. `own`, `passed`: how it was weighed, and the rows that it was
    weighed against whose oldest was senior to it. `turned`: the turn of its line put it before them. `shut`: lines
    that were suspended; `wished`: other open windows that somebody waited for.
    """

    seq: int
    at: datetime
    number: str
    line: str
    since: datetime
    issued_seq: int
    window: int
    lines: tuple[str, ...]
    reason: Reason
    priority: str | None = None
    why: str | None = None
    stayed: bool = False  # no call: the next leg of a visitor who was at the window already
    booked: bool = False
    issued_at: datetime | None = None
    joined: int = 0
    origin: Origin | None = None
    checked: bool = False
    strict: bool = False
    preference: float = 0.0
    own: Candidate | None = None
    passed: tuple[Candidate, ...] = ()
    shut: tuple[str, ...] = ()
    wished: tuple[int, ...] = ()


class Standstill(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A time of today in which the whole hall was suspended. `end` None: it lasts."""

    begin: datetime
    why: str
    end: datetime | None = None


class Help(Struct, kw_only=True, omit_defaults=True):
    """An open call for a person. `changed`: when it was called or last told again."""

    id: str
    place: str
    why: str
    since: datetime
    changed: datetime
    acknowledged: datetime | None = None
    escalated: int = 0


class Booking(Struct, kw_only=True, omit_defaults=True):
    """A place at a slot to come, or of today. Digests are under the secret of `day`, and mean nothing after it."""

    id: str
    service: str
    slot: datetime
    until: datetime
    day: str
    hour: datetime
    code_hash: str
    person: str | None = None
    language: str = "uk"
    needs: tuple[str, ...] = ()
    priority: str | None = None
    state: BookingState = "booked"
    ticket: str | None = None
    told_to: str | None = None  # the client that was told the code, and by which command
    told_by: str | None = None


class Memory(Struct, kw_only=True):
    """The hall as plain values, without the hall file and without what follows from the rest."""

    seq: int = 0
    day: str = ""
    suspended: str | None = None
    resumed_at: datetime | None = None
    lines_closed: dict[str, str] = {}
    tickets: dict[str, Ticket] = {}
    numbers: dict[str, str] = {}  # number -> id of its latest holder today
    windows: dict[int, Window] = {}
    sequences: dict[str, Sequence] = {}
    leases: dict[str, Lease] = {}
    calls: list[Call] = []
    records: list[CallRecord] = []
    surges: dict[str, dict[int, tuple[str, ...]]] = {}  # id of one that goes on -> window -> lines lent to it
    standstills: list[Standstill] = []
    learnt: Learnt = field(default_factory=Learnt)
    holding: dict[str, datetime] = {}  # id of a held ticket -> since when
    bookings: dict[str, Booking] = {}
    documents: dict[str, dict[str, DocumentState]] = {}  # day on which it is forgotten -> digest of a case -> state
    turns: dict[str, Round] = {}
    helps: dict[str, Help] = {}  # open calls for a person, the oldest first
    votes: dict[str, str] = {}  # ticket -> the run of questions that is its vote


class Hall:
    """Memory, the hall file in force with its calendar, and the rows of waiting tickets that follow from the two."""

    __slots__ = ("_calendar", "called", "fits", "held", "memory", "plan", "rows", "tally", "timetable")

    def __init__(self, plan: HallFile, memory: Memory | None = None, calendar: Calendar | None = None) -> None:
        self._calendar = calendar
        self.plan = plan
        self.memory = memory or Memory()
        self.rows = Rows()
        self.fits = False  # whether no open window differs from the hall file; asked anew when one opens
        self.held: Counter[str] = Counter()
        self.called: dict[str, None] = {}  # ids of those who are awaited at a window: few, and asked for at each turn
        for ticket in sorted(self.memory.tickets.values(), key=lambda t: t.place):
            if ticket.state == "waiting":
                self.rows.join(ticket.key, ticket.place)
                if not ticket.stays:  # kept by a version that did not know stays
                    ticket.stays.append(ticket.stay_from(ticket.seq))
            self.held[ticket.line] += ticket.state == "held"
            if ticket.state == "called":
                self.called[ticket.id] = None
        self.timetable = Timetable(plan, lambda: self.calendar)
        self.tally = Tally(self.memory.tickets.values(), self.memory.bookings.values())

    @property
    def calendar(self) -> Calendar:
        """The hall's hours. ValueError when the hall file names exceptions and nobody has read them."""
        if self._calendar is None:
            self._calendar = Calendar.of(self.plan)
        return self._calendar

    @property
    def seq(self) -> int:
        return self.memory.seq
