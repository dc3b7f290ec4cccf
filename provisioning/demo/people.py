"""All made-up people of a demo together: they hear what the hall says and answer with deeds. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from random import Random

from broker.contracts.events import (
    Event,
    LegFinished,
    SurveyAnswered,
    TicketHeld,
    TicketIssued,
    TicketTransferred,
    UnknownEvent,
)
from broker.contracts.hall_file import HallFile
from broker.contracts.snapshot import Snapshot
from provisioning.demo.deed import Deed
from provisioning.demo.operators import Operator, Sight
from provisioning.demo.staffing import attended
from provisioning.demo.visitors import ABSENT, CLIENT, Visitor, visitors
from provisioning.demo.voters import Voters

QUEUE_MASTER = "queue-master"  # who causes what happens by itself: automatic calls, no-shows, the end of the day


class People:
    """`hear` events, `see` snapshots, do what is `due`. `now` is seconds of a clock that does not jump."""

    def __init__(self, hall: HallFile, chance: Random, speed: float, how_many: int | None, now: float) -> None:
        """`how_many` visitors come in all; None: they come for ever."""
        self._hall, self._chance = hall, chance
        windows = attended(hall)
        manned = {line for window in windows for line in hall.served_by(window)}
        elsewhere = [s.id for s in hall.service if s.line in manned]
        self.operators = {w.id: Operator(w, hall, chance, speed, elsewhere) for w in windows}
        self._visitors: Iterator[Visitor] = islice(visitors(hall, chance, speed), how_many)
        self._next = next(self._visitors, None)
        self._comes_at = now + (self._next.after if self._next else 0.0)
        self._voters = Voters(chance, tablet=hall.window[0].id)
        self._services: dict[str, str] = {}  # number -> what for
        self._absent: set[str] = set()
        self._sent_on: set[str] = set()

    def hear(self, event: Event | UnknownEvent) -> None:
        """Take in an event. It must be heard before the snapshot that follows from it is seen."""
        if isinstance(event, UnknownEvent):
            return
        operator = self.operators.get(getattr(event, "window", -1))
        self._voters.hear(event)
        # A visitor's vote is nobody at the console.
        if operator and not isinstance(event, SurveyAnswered) and event.by not in (operator.client, QUEUE_MASTER):
            operator.leave_alone()
        match event:
            case TicketIssued():
                # A number comes round again on another day: forget who had it.
                self._sent_on.discard(event.number)
                self._absent.discard(event.number)
                self._services[event.number] = event.service
                # Only the made-up stay away; who stands at the dispenser is there.
                if event.by == CLIENT and self._chance.random() < ABSENT:
                    self._absent.add(event.number)
            case LegFinished():
                self._services[event.number] = event.service
            case TicketTransferred():
                self._services[event.number] = event.service
                self._sent_on.add(event.number)
            case TicketHeld():
                self._sent_on.add(event.number)
            case _:
                pass

    def see(self, snapshot: Snapshot, now: float) -> None:
        """Take in the hall's state."""
        waiting = {line.id for line in snapshot.lines if line.waiting}
        for view in snapshot.windows:
            operator = self.operators.get(view.id)
            if operator is None:
                continue
            number = view.ticket or ""
            sight = Sight(
                view,
                waits=not waiting.isdisjoint(view.lines),
                absent=number in self._absent,
                service=self._services.get(number),
                may_transfer=number not in self._sent_on,
                halted=snapshot.hall != "open",
            )
            operator.see(sight, now)

    def due(self, now: float) -> list[Deed]:
        """What they do at this moment."""
        deeds = [deed for operator in self.operators.values() if (deed := operator.due(now))]
        deeds += self._voters.due()
        while self._next and self._comes_at <= now:
            deeds.append(self._next.takes_a_ticket())
            self._next = next(self._visitors, None)
            self._comes_at += self._next.after if self._next else 0.0
        return deeds

    def next_moment(self) -> float | None:
        """When `due` will have something to tell, if nothing happens before."""
        moments = [moment for operator in self.operators.values() if (moment := operator.next_moment()) is not None]
        if self._next:
            moments.append(self._comes_at)
        return min(moments, default=None)
