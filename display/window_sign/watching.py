"""What a sign shows now, and when it has to be looked at again though nothing is heard. Time comes in as an argument.

A screen and a module of lamps are drawn from the same.
"""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct

from broker.contracts.snapshot import CallView, Snapshot
from broker.contracts.status import Speaking
from display.look.aging import next_age
from display.look.blinking import PHASE, in_other_colour, next_phase
from display.look.spoken import Beginnings
from display.window_sign.face import Face, Teller

Heard = tuple[str, int]  # number, times: a recall is heard anew


class Voice(Protocol):
    """What `broker.bus.speech.SpeechWatch` is."""

    @property
    def now(self) -> tuple[Speaking, ...]: ...


class Look(Struct, frozen=True):
    """`other`: a blinking call is in its other colour. `again`: seconds until the next look; None: not by itself.
    `blinks`: it has not blinked its last.
    """

    face: Face
    other: bool
    again: float | None
    blinks: bool = False


class Watching:
    """Remembers when its window's call was first heard: it blinks for its ten seconds, whatever the clocks say. When the
    voice begins to say it, which may be long after, it flashes with the gong, at once, and blinks once more.
    """

    def __init__(self, teller: Teller) -> None:
        self._teller = teller
        self._heard: Heard | None = None
        self._made = 0.0
        self._voice: Voice | None = None
        self._beginnings = Beginnings()
        self._spoken: tuple[str, float] | None = None  # what the voice said last at this window, and since when

    def listen(self, voice: Voice) -> None:
        self._voice = voice

    def look(self, snapshot: Snapshot | None, age: float, moment: float) -> Look:
        """`age`: seconds since the snapshot was true; `moment`: of a clock that does not jump."""
        face = self._teller.face(snapshot, age)
        self._hear_the_voice(moment)
        waits = [next_age(age)] if snapshot is not None else []
        other = blinks = False
        call = self._call(face, snapshot)
        if snapshot is not None and call is not None:
            if (call.number, call.times) != self._heard:
                self._heard = call.number, call.times
                # By the queue-master's clock alone: a sign that was away does not blink with an old call.
                self._made = moment - age - max(0.0, (snapshot.at - call.at).total_seconds())
            since = moment - max(self._made, self._said_at(call))
            other = in_other_colour(since)
            if (phase := next_phase(since)) is not None:
                waits.append(phase + 0.01)
                blinks = True
        return Look(face, other, min(waits, default=None), blinks)

    def _hear_the_voice(self, moment: float) -> None:
        begun = self._beginnings.of(self._voice.now) if self._voice else ()
        for number, window in begun:
            if window == self._teller.window:
                self._spoken = number, moment - PHASE  # from here on it is in its other colour

    def _said_at(self, call: CallView) -> float:
        return self._spoken[1] if self._spoken is not None and self._spoken[0] == call.number else self._made

    def _call(self, face: Face, snapshot: Snapshot | None) -> CallView | None:
        """The call whose visitor is awaited here."""
        if face.kind != "calling" or snapshot is None:
            return None
        here = (call for call in snapshot.calls if call.window == self._teller.window and call.number == face.number)
        return next(here, None)
