"""A pattern on the screen that a technician before it asked for from the office's page. It ends by itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo
from threading import Event
from typing import Any

from kivy.clock import Clock
from kivy.uix.widget import Widget

from broker.acceptance import finding
from broker.acceptance.taking import Acceptance
from broker.bus.appliance import Appliance, Outcome
from broker.bus.clock import now
from broker.contracts.acceptance import Sheet, Verdict
from broker.contracts.status import Do
from display.look.answering import screen_size
from display.look.edge_pattern import EdgePattern
from display.look.pattern_sheet import with_verdict

LASTS = 120.0  # seconds
BUSY = "busy"
EDGES, TOUCH, END = "edge-pattern", "touch-pattern", "end-pattern"


class Patterns:
    """Teaches `appliance` to show patterns; before `bus.start()`. One at a time; `put` and `away` are called in the
    screen's thread, `busy` before anything is shown.
    """

    def __init__(
        self,
        appliance: Appliance,
        taken: Acceptance,
        zone: tzinfo,
        *,
        put: Callable[[Widget], None],
        away: Callable[[Widget], None],
        busy: Callable[[], bool] = lambda: False,
        place: str = "",
    ) -> None:
        self.appliance = appliance
        self._taken, self._zone, self._place = taken, zone, place
        self._put, self._away, self._busy = put, away, busy
        self._shown: Widget | None = None
        self._alarm: Any = None
        self.by = ""
        appliance.can(EDGES, lambda do: self.begin(do, self._edges))
        appliance.can(END, lambda _do: _in_the_screens_thread(self._ended))

    @property
    def shown(self) -> Widget | None:
        return self._shown

    def begin(self, do: Do, make: Callable[[], Widget]) -> Outcome:
        """Show what `make` makes, unless somebody has the screen. From the thread of a wish."""

        def start() -> Outcome:
            if self._shown is None and self._busy():
                return "failed", BUSY, ""
            self.end()
            self.by = str(do.arguments.get("by", ""))[:40]
            self._shown = make()
            self._put(self._shown)
            self._alarm = Clock.schedule_once(lambda _: self.end(), LASTS)
            return "done", "", ""

        return _in_the_screens_thread(start)

    def end(self) -> None:
        """In the screen's thread. Whoever had the screen before has it again."""
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        shown, self._shown = self._shown, None
        if shown is not None:
            self._away(shown)

    def found(self, verdict: Verdict) -> None:
        """Into the acceptance sheet, and told."""
        at, of = now(self._zone), self.appliance
        blank = Sheet(
            at=at,
            appliance=of.id,
            role=of.role,
            technician=self.by,
            version=of.version,
            accepted=False,
            checks=(),
            place=self._place,
            made_with=self._taken.made_with(),
        )
        self._taken.keep(with_verdict(self._taken.last, blank, verdict, at))

    def _edges(self) -> Widget:
        # Only who stands there can tell: the question is open on the sheet while the pattern shows.
        self.found(finding.verdict("screen", "asked", "screen-done", told=screen_size()))
        return EdgePattern(name=self.appliance.id)

    def _ended(self) -> Outcome:
        self.end()
        return "done", "", ""


def cover_with_patterns(host: Widget, appliance: Appliance, taken: Acceptance, zone: tzinfo, place: str) -> None:
    """A screen that nobody touches shows the edges over all that it has. Before `bus.start()`."""

    def put(pattern: Widget) -> None:
        pattern.pos, pattern.size = host.pos, host.size
        host.add_widget(pattern)

    Patterns(appliance, taken, zone, put=put, away=host.remove_widget, place=place)


def _in_the_screens_thread(work: Callable[[], Outcome], patience: float = 10.0) -> Outcome:
    done: list[Outcome] = []
    over = Event()

    def run(_: float) -> None:
        try:
            done.append(work())
        finally:
            over.set()

    Clock.schedule_once(run)
    over.wait(patience)
    return done[0] if done else ("failed", BUSY, "")
