"""How things stand: all that a page is drawn from, at one moment, and how far it can be trusted. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from broker.contracts.hall_file import HallFile
from broker.contracts.snapshot import LineState, Snapshot, WindowView
from office.appliances import Machines
from office.days import Days
from office.desk import Desk
from office.words import Words

Trust = Literal["ok", "catching-up", "queue-master-lost", "queue-master-never", "broker-lost"]
STALE_AFTER = 5.0  # seconds; the queue-master speaks every 2 s even when nothing changes


@dataclass(frozen=True, slots=True)
class Standing:
    """`age`: seconds since the queue-master was last heard. `now`: wall time, in the hall's zone."""

    hall: HallFile
    snapshot: Snapshot | None
    desk: Desk
    machines: Machines
    now: datetime
    age: float
    connected: bool
    caught_up: bool
    days: Days = field(default_factory=Days)

    @property
    def trust(self) -> Trust:
        """How far the page may be believed. Commands can be given only in `ok` and `catching-up`."""
        if not self.connected:
            return "broker-lost"
        if self.snapshot is None:
            return "queue-master-never"
        if self.age > STALE_AFTER:
            return "queue-master-lost"
        return "ok" if self.caught_up else "catching-up"

    @property
    def heard_at(self) -> datetime:
        """When the queue-master was last heard; now, while it never was."""
        return self.now - timedelta(seconds=max(0.0, self.age)) if self.snapshot else self.now

    @property
    def can_act(self) -> bool:
        return self.trust in ("ok", "catching-up")

    def warning(self, say: Words) -> str:
        """What a banner says; "" when there is nothing to say."""
        return "" if self.trust == "ok" else say(f"link.{self.trust}", age=say.lasting(self.age))

    def hall_notice(self, say: Words) -> str:
        """Closed or suspended, and why; else whatever else everybody must know; "" when there is nothing."""
        if self.snapshot is None:
            return ""
        if self.snapshot.hall == "open":
            return " ".join(say.of(notice.text) for notice in self.snapshot.notices)
        if self.snapshot.hall == "suspended" and self.snapshot.why:
            return say("state.hall.suspended_why", why=say.named("why", self.snapshot.why))
        return say(f"state.hall.{self.snapshot.hall}")

    def window(self, window: int) -> WindowView:
        """A window as the snapshot has it; a window that the snapshot does not know is closed."""
        for view in self.snapshot.windows if self.snapshot else ():
            if view.id == window:
                return view
        planned = self.hall.windows[window]
        return WindowView(id=window, zone=planned.zone, state="closed", ticket=None, since=None)

    def lines_of(self, window: int) -> tuple[str, ...]:
        """What a window serves now, or would serve if it opened."""
        return self.window(window).lines or self.hall.served_by(self.hall.windows[window])

    def line(self, line: str) -> LineState | None:
        return next((s for s in (self.snapshot.lines if self.snapshot else ()) if s.id == line), None)
