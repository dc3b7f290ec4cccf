"""What a sign shows now, and when it has to be looked at again though nothing is heard. Time comes in as an argument.

A screen and a module of lamps are drawn from the same.
"""

from __future__ import annotations

from msgspec import Struct

from broker.contracts.snapshot import CallView, Snapshot
from display.look.aging import next_age
from display.look.blinking import in_other_colour, next_phase
from display.window_sign.face import Face, Teller

Heard = tuple[str, int]  # number, times: a recall is heard anew


class Look(Struct, frozen=True):
    """`other`: a blinking call is in its other colour. `again`: seconds until the next look; None: not by itself.
    `blinks`: it has not blinked its last.
    """

    face: Face
    other: bool
    again: float | None
    blinks: bool = False


class Watching:
    """Remembers when its window's call was first heard: it blinks for its ten seconds, whatever the clocks say."""

    def __init__(self, teller: Teller) -> None:
        self._teller = teller
        self._heard: Heard | None = None
        self._made = 0.0

    def look(self, snapshot: Snapshot | None, age: float, moment: float) -> Look:
        """`age`: seconds since the snapshot was true; `moment`: of a clock that does not jump."""
        face = self._teller.face(snapshot, age)
        waits = [next_age(age)] if snapshot is not None else []
        other = blinks = False
        call = self._call(face, snapshot)
        if snapshot is not None and call is not None:
            if (call.number, call.times) != self._heard:
                self._heard = call.number, call.times
                # By the queue-master's clock alone: a sign that was away does not blink with an old call.
                self._made = moment - age - max(0.0, (snapshot.at - call.at).total_seconds())
            since = moment - self._made
            other = in_other_colour(since)
            if (phase := next_phase(since)) is not None:
                waits.append(phase + 0.01)
                blinks = True
        return Look(face, other, min(waits, default=None), blinks)

    def _call(self, face: Face, snapshot: Snapshot | None) -> CallView | None:
        """The call whose visitor is awaited here."""
        if face.kind != "calling" or snapshot is None:
            return None
        here = (call for call in snapshot.calls if call.window == self._teller.window and call.number == face.number)
        return next(here, None)
