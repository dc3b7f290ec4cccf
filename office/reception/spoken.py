"""What the voice was asked to say today and what became of it, folded from events. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from broker.contracts import events as facts
from broker.contracts.announced import Kind, Outcome
from broker.contracts.events import Event
from broker.contracts.fields import Text

KEPT = 30  # announcements
_CALLS_KEPT = 400


@dataclass(slots=True)
class Announcement:
    """`numbers`: of a call, whose; `text`: of the staff's own words. `outcome` None: nothing was reported yet."""

    id: str
    what: Kind
    asked_at: datetime
    text: Text = field(default_factory=dict)
    numbers: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    times: int = 1
    outcome: Outcome | None = None
    began: datetime | None = None
    why: str | None = None


@dataclass
class Spoken:
    """`latest`: newest first. `told`: is called when there is something new."""

    by_id: dict[str, Announcement] = field(default_factory=dict)
    told: Callable[[], None] = lambda: None
    _numbers: dict[int, str] = field(default_factory=dict)  # seq of a call -> its number

    @property
    def latest(self) -> list[Announcement]:
        return sorted(self.by_id.values(), key=lambda each: each.asked_at, reverse=True)[:KEPT]

    def hear(self, event: Event) -> None:
        match event:
            case facts.DayOpened() | facts.DayClosed():
                self.forget()
            case facts.TicketCalled() | facts.TicketRecalled():
                self._numbers[event.seq] = event.number
                if len(self._numbers) > _CALLS_KEPT:
                    self._numbers.pop(next(iter(self._numbers)))
            case facts.AnnouncementMade():
                made = Announcement(event.announcement, "manual", event.at)
                made.text, made.zones, made.times = event.text, event.zones, event.times
                self._keep(made)
            case facts.AnnouncementEnded():
                self._ended(event)

    def forget(self) -> None:
        self.by_id.clear()
        self._numbers.clear()

    def _ended(self, event: facts.AnnouncementEnded) -> None:
        known = self.by_id.get(event.announcement)
        if known is None:
            known = Announcement(event.announcement, event.what, event.began or event.at, zones=event.zones)
            known.numbers = tuple(self._numbers[seq] for seq in event.calls if seq in self._numbers)
            self._keep(known)
        if known.outcome != "finished":  # of two announcers' reports, the better counts
            known.outcome, known.began, known.why = event.outcome, event.began, event.why
        self.told()

    def _keep(self, made: Announcement) -> None:
        self.by_id[made.id] = made
        if len(self.by_id) > 2 * KEPT:
            for each in sorted(self.by_id.values(), key=lambda a: a.asked_at)[:KEPT]:
                del self.by_id[each.id]
