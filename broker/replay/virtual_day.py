"""One day of a hall in virtual time: the real core, driven as the queue-master's process drives it.

Deadlines are met before and after what happens at a moment, and time jumps from one such moment to the next. The
people are simple: a window opens when its shift begins, calls as soon as it is free and somebody waits whom it may
call, starts when the visitor has walked to it, and finishes after the visitor's own minutes. At the end of its shift
it serves out whoever is there and closes. Nobody is recalled: a visitor who comes needs no second call here, and one
who does not come will not come to the second. Of several free windows the one that is idle longest calls first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256
from itertools import pairwise
from typing import Any
from zlib import crc32

from msgspec import Struct

from broker.contracts import commands as c
from broker.contracts import events as e
from broker.contracts.errors import Refused
from broker.contracts.ids import ulid
from broker.queuemaster.check_in import opens_at
from broker.queuemaster.deadlines import due, next_wake
from broker.queuemaster.hall import Decided, Means, decide, evolve
from broker.queuemaster.state import Hall
from broker.queuemaster.turn import somebody_waits
from broker.replay import appointments
from broker.replay.agenda import ARRIVES, AT_WINDOW, BEGINS, ENDS, Agenda
from broker.replay.day_book import DayBook
from broker.replay.outcome import DayResult, Told
from broker.replay.overtaking import explained
from broker.replay.plan import Options, Shift, Visitor
from broker.replay.wall_clock import WallClock

_DISPENSER = "dispenser-1"
_BOOKER = "booking-1"
_USUAL = Options()

Listener = Callable[[e.Event], None]


def _nobody_listens(_: e.Event) -> None:
    pass


def replay_day(
    hall: Hall,
    day: date,
    visitors: Sequence[Visitor],
    shifts: Sequence[Shift],
    options: Options = _USUAL,
    *,
    file: str = "",
    listen: Listener = _nobody_listens,
) -> DayResult:
    """What became of `visitors` (in order of arrival) on `day`, from midnight to midnight.

    `hall` is changed and may be given to the next day: what it has learnt stays. Days must follow each other.
    `listen` hears each event when it has happened to the hall.
    ValueError when the walk is so long that everybody would be a no-show, or visitors are out of order.
    """
    if options.walk >= hall.plan.policy.no_show_after:
        raise ValueError(f"a walk of {options.walk} takes as long as the hall waits for whoever is called")
    if any(later.arrival < earlier.arrival for earlier, later in pairwise(visitors)):
        raise ValueError("visitors are not in order of arrival")
    tickets, unexplained = _VirtualDay(hall, day, visitors, shifts, options, listen=listen).run()
    return DayResult(file=file, day=day.isoformat(), tickets=tickets, unexplained_overtakes=unexplained)


class _Coming(Struct, kw_only=True):
    """A visitor on the way. `booking`: its id, if there is one; `not_booked`: why there is none, though they asked."""

    visitor: Visitor
    booking: str | None = None
    not_booked: str | None = None
    told: Told | None = None  # who was sent away until later has been here before


class _VirtualDay:
    def __init__(
        self,
        hall: Hall,
        day: date,
        visitors: Sequence[Visitor],
        shifts: Sequence[Shift],
        options: Options,
        *,
        listen: Listener,
    ) -> None:
        self._hall = hall
        self._options = options
        self._listen = listen
        self._wall = WallClock(day, hall.plan.timezone)
        self._now = self._wall.begins
        self._chance_of = f"{options.seed} {day} ".encode()
        self._commands = 0
        self._plays = options.plays if options.estimates else 0
        self._seed = crc32(self._chance_of) if options.seed else None
        self._agenda = Agenda()
        self._free: dict[int, None] = {}  # windows that could call, idle longest first
        self._asks: set[int] = set()  # those of them that have not asked since they are free
        self._all_ask = False  # somebody new may wait
        self._off_duty: set[int] = set()
        self._book = DayBook(estimates=options.estimates)
        for shift in shifts:
            self._agenda.plan(self._wall.at(shift.start), BEGINS, self._begin, shift.window)
            self._agenda.plan(self._wall.at(shift.end), ENDS, self._end, shift.window)
        self._coming = [_Coming(visitor=visitor) for visitor in visitors]
        for coming in self._coming:
            self._agenda.plan(self._wall.at(coming.visitor.arrival), ARRIVES, self._arrive, coming)

    def run(self) -> tuple[tuple[Told, ...], int]:
        self._settle()
        for coming in self._coming:
            if coming.visitor.booked is not None:
                self._book_ahead(coming, self._wall.at(coming.visitor.booked))
        while True:
            wake = next_wake(self._hall, self._now)
            moment = self._agenda.next(wake)
            if moment >= self._wall.ends:
                break
            self._now = moment
            if wake <= moment:
                self._settle()
            for deed, whom in self._agenda.take(moment):
                deed(whom)
            self._settle()
        overtakings = explained(self._hall)  # at midnight the day's records go
        self._now = self._wall.ends
        self._meet_deadlines()
        for window in list(self._hall.memory.windows):
            self._end(window)
        return self._book.told(overtakings)

    def _later(self, wait: timedelta, deed: Callable[[Any], None], whom: Any) -> None:
        self._agenda.plan(self._wall.after(self._now, wait), AT_WINDOW, deed, whom)

    # What people do

    def _begin(self, window: int) -> None:
        self._off_duty.discard(window)
        self._at_window(c.OpenWindow, window)

    def _end(self, window: int) -> None:
        """The shift is over: close, or let the last visitor go first."""
        self._off_duty.add(window)
        found = self._hall.memory.windows.get(window)
        if found is not None:
            self._at_window(c.PauseWindow if found.ticket else c.CloseWindow, window)

    def _book_ahead(self, coming: _Coming, slot: datetime) -> None:
        visitor, booking = coming.visitor, self._new_id()
        if not appointments.is_bookable(self._hall.plan, visitor.service):
            coming.not_booked = "walk-in-only"
            return
        if not appointments.has_slots(self._hall.plan, visitor.service):
            self._happen((appointments.imported(self._hall, visitor, slot, booking, self._now),))
        else:
            try:
                self._do(appointments.wish(visitor, slot, booking, self._now), _BOOKER)
            except Refused as refusal:
                coming.not_booked = refusal.reason
                return
        coming.booking = booking

    def _arrive(self, coming: _Coming) -> None:
        visitor, ticket = coming.visitor, self._new_id()
        told = coming.told = coming.told or self._book.arrives(visitor, self._now)
        told.not_booked = coming.not_booked
        self._book.asks(ticket, visitor, told)
        try:
            self._do(self._asks_for(coming, ticket), _DISPENSER)
        except Refused as refusal:
            if refusal.reason == "too-early" and coming.booking is not None:  # sits down until they may check in
                opens = opens_at(self._hall, self._hall.memory.bookings[coming.booking])
                self._agenda.plan(opens, ARRIVES, self._arrive, coming)
            else:
                told.outcome, told.reason = "refused", refusal.reason

    def _asks_for(self, coming: _Coming, ticket: str) -> c.Command:
        visitor = coming.visitor
        if coming.booking is not None:
            return c.CheckIn(id=ticket, at=self._now, booking=coming.booking)
        return c.TakeTicket(
            id=ticket, at=self._now, service=visitor.service, priority=visitor.priority, needs=visitor.needs
        )

    def _comes_to_window(self, ticket: str) -> None:
        found = self._hall.memory.tickets[ticket]
        if found.state == "called" and found.window is not None:
            self._at_window(c.StartService, found.window)

    def _leaves_window(self, ticket: str) -> None:
        found = self._hall.memory.tickets[ticket]
        if found.state == "serving" and found.window is not None:
            self._at_window(c.Finish, found.window)

    def _free_windows_call(self) -> bool:
        """Each free window that can call somebody does; whether any did."""
        asking = [number for number in self._free if self._all_ask or number in self._asks]
        self._all_ask = False
        self._asks.clear()
        called = False
        for number in asking:
            if not any(self._hall.rows.in_line.values()):
                break
            if somebody_waits(self._hall, self._hall.memory.windows[number]):
                try:
                    called |= bool(self._at_window(c.CallNext, number).events)
                except Refused:  # calls rest; they are asked again when somebody comes or a window is free
                    continue
        return called

    def _at_window(self, kind: type[c.Command], window: int) -> Decided:
        fields: dict[str, Any] = {"window": window}
        return self._do(kind(id=self._new_id(), at=self._now, **fields), f"window-{window}")

    # What follows from it

    def _do(self, command: c.Command, by: str) -> Decided:
        means = Means(plays=self._plays, seed=self._seed, chance=self._chance())
        decided = decide(self._hall, command, self._now, by, means=means)
        self._happen(decided.events)
        return decided

    def _new_id(self) -> str:
        return ulid(int(self._now.timestamp() * 1000), self._chance())

    def _chance(self) -> bytes:
        """What nobody could guess, if they did not know the seed: the same again for the same replay."""
        self._commands += 1
        return sha256(b"%b%d" % (self._chance_of, self._commands)).digest()[:16]

    def _settle(self) -> None:
        """Until nothing more happens at this moment: deadlines, and calls of windows that are free."""
        while self._meet_deadlines() or self._free_windows_call():
            pass

    def _meet_deadlines(self) -> bool:
        met = False
        while facts := due(self._hall, self._now):
            self._happen(facts)
            met = True
        return met

    def _happen(self, facts: Sequence[e.Event]) -> None:
        for fact in facts:
            evolve(self._hall, fact)
            self._listen(fact)
            if isinstance(fact, e.TicketCalled):
                self._book.hear(fact, self._hall.memory.windows[fact.window].serves)
                if self._book.comes_when_called(fact.ticket):
                    self._later(self._options.walk, self._comes_to_window, fact.ticket)
            else:
                self._book.hear(fact)
                if isinstance(fact, (e.ServiceStarted, e.LegStarted)):
                    lasts = self._book.lasts(fact.ticket) * self._options.paces.get(fact.window, 1.0)
                    self._later(lasts, self._leaves_window, fact.ticket)
            self._look(fact)

    def _look(self, fact: e.Event) -> None:
        """What a fact means for free windows: one more, one less, or somebody new for all of them."""
        if isinstance(fact, e.ServiceStarted):
            return
        if not isinstance(fact, (e.TicketCalled, e.ServiceFinished, e.TicketNoShow)):
            self._all_ask = True
        number = getattr(fact, "window", None)
        if isinstance(fact, e.TicketCancelled) and fact.ticket in self._hall.memory.tickets:
            number = self._hall.memory.tickets[fact.ticket].window
        window = self._hall.memory.windows.get(number or 0)
        if window is None or window.ticket is not None or window.paused:
            self._free.pop(number or 0, None)
            if window is not None and window.ticket is None and window.id in self._off_duty:
                self._at_window(c.CloseWindow, window.id)
        elif window.id not in self._free:
            self._free[window.id] = None
            self._asks.add(window.id)
