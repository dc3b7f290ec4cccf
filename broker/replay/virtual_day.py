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
from heapq import heappop, heappush
from itertools import pairwise
from typing import Any

from broker.contracts import commands as c
from broker.contracts import events as e
from broker.contracts.errors import Refused
from broker.contracts.ids import ulid
from broker.queuemaster.deadlines import due, next_wake
from broker.queuemaster.hall import Decided, Means, decide, evolve
from broker.queuemaster.state import Hall
from broker.queuemaster.turn import somebody_waits
from broker.replay.day_book import DayBook
from broker.replay.outcome import DayResult, Told
from broker.replay.overtaking import explained
from broker.replay.plan import Options, Shift, Visitor
from broker.replay.wall_clock import WallClock

_ENDS, _BEGINS, _AT_WINDOW, _ARRIVES = range(4)  # what comes first of what happens at the same moment
_DISPENSER = "dispenser-1"
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
        self._agenda: list[tuple[datetime, int, int, Callable[[Any], None], Any]] = []
        self._planned = 0
        self._free: dict[int, None] = {}  # windows that could call, idle longest first
        self._asks: set[int] = set()  # those of them that have not asked since they are free
        self._all_ask = False  # somebody new may wait
        self._off_duty: set[int] = set()
        self._book = DayBook(estimates=options.estimates)
        for shift in shifts:
            self._plan(self._wall.at(shift.start), _BEGINS, self._begin, shift.window)
            self._plan(self._wall.at(shift.end), _ENDS, self._end, shift.window)
        for visitor in visitors:
            self._plan(self._wall.at(visitor.arrival), _ARRIVES, self._arrive, visitor)

    def run(self) -> tuple[tuple[Told, ...], int]:
        self._settle()
        while True:
            wake = next_wake(self._hall, self._now)
            moment = min(self._agenda[0][0], wake) if self._agenda else wake
            if moment >= self._wall.ends:
                break
            self._now = moment
            if wake <= moment:
                self._settle()
            while self._agenda and self._agenda[0][0] == moment:
                _, _, _, action, whom = heappop(self._agenda)
                action(whom)
            self._settle()
        overtakings = explained(self._hall)  # at midnight the day's records go
        self._now = self._wall.ends
        self._meet_deadlines()
        for window in list(self._hall.memory.windows):
            self._end(window)
        return self._book.told(overtakings)

    def _plan(self, moment: datetime, rank: int, action: Callable[[Any], None], whom: Any) -> None:
        self._planned += 1
        heappush(self._agenda, (moment, rank, self._planned, action, whom))

    def _later(self, wait: timedelta, action: Callable[[Any], None], whom: Any) -> None:
        self._plan(self._wall.after(self._now, wait), _AT_WINDOW, action, whom)

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

    def _arrive(self, visitor: Visitor) -> None:
        command = c.TakeTicket(
            id=self._new_id(),
            at=self._now,
            service=visitor.service,
            priority=visitor.priority,
            needs=visitor.needs,
        )
        self._book.arrives(command.id, visitor, self._now)
        try:
            self._do(command, _DISPENSER)
        except Refused as refusal:
            self._book.is_refused(command.id, refusal.reason)

    def _comes_to_window(self, ticket: str) -> None:
        found = self._hall.memory.tickets[ticket]
        if found.state == "called" and found.window is not None:
            self._at_window(c.StartService, found.window)
            minutes = self._book.visitors[ticket].minutes * self._options.paces.get(found.window, 1.0)
            self._later(timedelta(minutes=minutes), self._leaves_window, ticket)

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
        plays = self._options.plays if self._options.estimates else 0
        means = Means(plays=plays, chance=self._chance())
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
                if not self._book.visitors[fact.ticket].no_show:
                    self._later(self._options.walk, self._comes_to_window, fact.ticket)
            else:
                self._book.hear(fact)
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
