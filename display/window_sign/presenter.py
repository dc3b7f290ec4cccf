"""Between what the bus hears and what the sign's screen shows: one drawing a change, none when nothing changed."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, tzinfo

from kivy.clock import Clock

from broker.bus.clock import now
from broker.contracts.shown import Shown
from broker.contracts.snapshot import Snapshot
from display.look.alarm import Alarm
from display.look.source import Source, age_of
from display.look.trace import Note
from display.window_sign.drawn import shown
from display.window_sign.watching import Look, Watching
from display.window_sign.window_sign import WindowSign


class Presenter:
    """`heard` may be called from any thread; everything else happens in the screen's."""

    def __init__(
        self,
        sign: WindowSign,
        watching: Watching,
        zone: tzinfo,
        *,
        trace: Note = lambda _what, _about: None,
        wall_clock: Callable[[tzinfo], datetime] = now,
    ) -> None:
        self._sign, self._watching, self._zone = sign, watching, zone
        self._trace, self._wall_clock = trace, wall_clock
        self._source: Source | None = None
        self._look: Look | None = None
        self._snapshot: Snapshot | None = None  # of which the screen's picture is made
        self.drawn: int | None = None  # the journal's number of what is on the screen
        self._soon = Clock.create_trigger(lambda _: self._refresh())
        self._later = Alarm(self._refresh)
        self._refresh()

    def watch(self, source: Source) -> None:
        self._source = source
        self._soon()

    @property
    def moving(self) -> bool:
        """Whether something blinks."""
        return self._look is not None and self._look.blinks

    def shown(self, boot: str) -> Shown | None:
        """What is on the screen once the next frame is."""
        if self._look is None:
            return None
        return shown(self._look.face, self._snapshot, self._wall_clock(self._zone), boot)

    def heard(self) -> None:
        """The source has something new. Several calls before the next frame are drawn as one."""
        if self._source is not None and self._source.snapshot is not None:
            self._trace("heard", self._source.snapshot.seq)
        self._soon()

    def spoken(self) -> None:
        """The voice has begun to say something, or is done. From any thread."""
        self._soon()

    def _refresh(self) -> None:
        snapshot = self._source.snapshot if self._source else None
        age = age_of(self._source, self._wall_clock(self._zone))
        look = self._watching.look(snapshot, age, time.monotonic())
        self._look, self._snapshot = look, snapshot
        self._sign.show(look.face, other=look.other)
        self.drawn = snapshot.seq if snapshot else None
        self._later.set(look.again)
