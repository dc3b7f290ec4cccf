"""Between what the bus hears and what the board shows: one drawing a change, and none when nothing changed."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, tzinfo

from kivy.clock import Clock

from broker.bus.clock import now
from broker.bus.speech import SpeechWatch
from broker.contracts.shown import Shown, essence
from broker.contracts.snapshot import Snapshot
from display.board.board import Board
from display.board.calls import Calls, note, spoken
from display.board.drawn import shown
from display.board.lasting import Lasting
from display.board.view import Heard, Teller
from display.look.source import Source, age_of
from display.look.spoken import Beginnings
from display.look.trace import Note

TURN = 8.0  # seconds for which a part of the lines stands where they have no room all at once


class Presenter:
    """`heard` may be called from any thread; everything else happens in the screen's."""

    def __init__(
        self,
        board: Board,
        teller: Teller,
        zone: tzinfo,
        *,
        trace: Note = lambda _what, _about: None,
        wall_clock: Callable[[tzinfo], datetime] = now,
    ) -> None:
        self._board, self._teller, self._zone = board, teller, zone
        self._trace, self._wall_clock = trace, wall_clock
        self._source: Source | None = None
        self._voice: SpeechWatch | None = None
        self._beginnings = Beginnings()
        self._calls = Calls()
        self._fresh: frozenset[tuple[str, int, int]] = frozenset()
        self._essence: Snapshot | None = None
        self._lasting: Lasting | None = None  # of the view that is shown
        self._snapshot: Snapshot | None = None  # of which the screen's picture is made
        self.drawn: int | None = None  # the journal's number of what is on the screen
        self._refresh_soon = Clock.create_trigger(self._refresh)
        self._refresh_later = Clock.create_trigger(self._look_again, 60)
        self._turn_later = Clock.create_trigger(self._take_turn, TURN)
        self._blink_later = Clock.create_trigger(self._blink, 1)
        self._refresh(0)

    def watch(self, source: Source) -> None:
        self._source = source
        self._refresh_soon()

    def listen(self, voice: SpeechWatch) -> None:
        self._voice = voice

    def spoken(self) -> None:
        """The voice has begun to say something, or is done. From any thread."""
        self._refresh_soon()

    def said_anew(self) -> None:
        """The hall's phrases are others from now on. From any thread."""
        self._refresh_soon()

    def heard(self) -> None:
        """The source has something new. Several calls before the next frame are drawn as one."""
        source = self._source
        if source is None or source.snapshot is None:
            return
        self._trace("heard", source.snapshot.seq)
        now_essence = essence(source.snapshot)
        if now_essence != self._essence or (self._lasting and self._lasting.stale):
            self._essence = now_essence
            self._refresh_soon()

    @property
    def moving(self) -> bool:
        """Whether something blinks."""
        return self._calls.next_phase(time.monotonic()) is not None

    def shown(self, boot: str) -> Shown | None:
        """What is on the screen once the next frame is; None before the first."""
        view = self._board.shown
        if view is None:
            return None
        zones = tuple(sorted(self._teller.zones.own))
        return shown(view, self._board.rows, self._snapshot, self._wall_clock(self._zone), boot, zones=zones)

    def _look_again(self, _: float) -> None:
        moment, wall = time.monotonic(), self._wall_clock(self._zone)
        age = age_of(self._source, wall)
        if self._lasting and self._lasting.holds(age, wall, moment):
            self._again(self._refresh_later, self._lasting.next_look(age, wall, moment))
        else:
            self._refresh(0)

    def _refresh(self, _: float) -> None:
        snapshot = self._source.snapshot if self._source else None
        moment, wall = time.monotonic(), self._wall_clock(self._zone)
        age = age_of(self._source, wall)
        if snapshot is not None:
            self._calls = note(self._calls, snapshot, moment - age)
            self._flash_what_is_said(moment)
            self._fresh = self._calls.fresh(moment)
        heard = Heard(snapshot, self._calls, age, moment, wall)
        self._board.show(self._teller.view(heard))
        self._snapshot = snapshot
        self.drawn = snapshot.seq if snapshot else None
        turn = self._teller.next_turn(heard)
        self._lasting = Lasting.of(age, wall, moment, known=snapshot is not None, turn=turn)
        self._again(self._refresh_later, self._lasting.next_look(age, wall, moment))
        self._take_turn(0)
        self._blink(0)

    def _take_turn(self, _: float) -> None:
        """Lines that have no room all at once take turns; where they have, nothing ticks."""
        if self._board.turns > 1:
            moment = time.monotonic()
            self._board.take_turn(int(moment / TURN))
            self._again(self._turn_later, TURN - moment % TURN + 0.01)

    def _flash_what_is_said(self, moment: float) -> None:
        """Each announcement flashes once, with its gong."""
        if self._voice is None:
            return
        if begun := self._beginnings.of(self._voice.now):
            self._calls = spoken(self._calls, begun, moment)

    def _blink(self, _: float) -> None:
        moment = time.monotonic()
        flashing = (call for call in self._calls.shown if self._calls.flash(call, moment))
        self._board.flash(frozenset((call.number, str(call.window)) for call in flashing))
        if self._calls.fresh(moment) != self._fresh:
            self._refresh_soon()  # a call is new no longer: its row, and the media's, become what they were
        pause = self._calls.next_phase(moment)
        if pause is None:
            self._blink_later.cancel()
        else:
            self._again(self._blink_later, pause + 0.01)

    @staticmethod
    def _again(trigger: object, seconds: float) -> None:
        trigger.cancel()  # type: ignore[attr-defined]
        trigger.timeout = seconds  # type: ignore[attr-defined]
        trigger()  # type: ignore[operator]
