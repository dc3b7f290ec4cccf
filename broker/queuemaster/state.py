"""What the queue-master knows: tickets, windows, leases, the last calls. Changed by `evolve` alone.

`Hall.memory` is the whole of it as plain values: what a checkpoint keeps, and what two halls are compared by.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from datetime import datetime
from typing import Literal

from msgspec import Struct

from broker.contracts.events import Reason
from broker.contracts.hall_file import HallFile
from broker.queuemaster.calendar import Calendar
from broker.queuemaster.lifecycle import State
from broker.queuemaster.rows import Key, Place, Rows
from broker.queuemaster.tally import Tally
from broker.queuemaster.timetable import Timetable

Origin = Literal["returned", "transferred", "next-leg"]
BookingState = Literal["booked", "checked-in", "missed", "late", "given-up"]
CALLS_KEPT = 20


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
    moves: tuple[int, ...] = ()  # seqs at which it stopped waiting, waited again, stopped, …

    @property
    def key(self) -> Key:
        return Key(self.line, self.priority, bool(self.needs), self.to_window)

    @property
    def place(self) -> Place:
        return (self.since, self.seq, self.id)

    def waited_at(self, seq: int) -> bool:
        """Whether it stood in a row when event `seq` happened."""
        return self.seq < seq and bisect_left(self.moves, seq) % 2 == 0


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
    """A call as boards show it."""

    ticket: str
    number: str
    line: str
    window: int
    zone: str
    at: datetime
    times: int = 1
    priority: bool = False
    booked: bool = False


class CallRecord(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A call as `explain` needs it: who was called, how senior it was, where, and why."""

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

    def went_before(self, ticket: Ticket) -> bool:
        """Whether `ticket`, which is senior, stood and waited when this call was made."""
        return (self.since, self.issued_seq) > (ticket.since, ticket.seq) and ticket.waited_at(self.seq)


class Standstill(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A time of today in which the whole hall was suspended. `end` None: it lasts."""

    begin: datetime
    why: str
    end: datetime | None = None


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
    holding: dict[str, datetime] = {}  # id of a held ticket -> since when
    bookings: dict[str, Booking] = {}


class Hall:
    """Memory, the hall file in force with its calendar, and the rows of waiting tickets that follow from the two."""

    __slots__ = ("_calendar", "fits", "held", "memory", "plan", "rows", "tally", "timetable")

    def __init__(self, plan: HallFile, memory: Memory | None = None, calendar: Calendar | None = None) -> None:
        self._calendar = calendar
        self.plan = plan
        self.memory = memory or Memory()
        self.rows = Rows()
        self.fits = False  # whether no open window differs from the hall file; asked anew when one opens
        self.held: Counter[str] = Counter()
        for ticket in sorted(self.memory.tickets.values(), key=lambda t: t.place):
            if ticket.state == "waiting":
                self.rows.join(ticket.key, ticket.place)
            self.held[ticket.line] += ticket.state == "held"
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
