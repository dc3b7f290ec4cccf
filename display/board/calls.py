"""Which calls a board knows, which of them are new or stand out, and when that changes by itself. Pure.

Moments are seconds of the board's own monotonic clock: its wall clock may be wrong, and a call must blink for its
ten seconds all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from broker.contracts.snapshot import CallView, Snapshot
from display.look import blinking
from display.look.blinking import BLINKS, PHASE

LIVE = 3.0  # seconds: a call no older than a heartbeat when it is first seen is new from now on
MISSED = 30.0  # seconds: so old a call is still new to a board that was away, if its visitor is still waited for

Heard = tuple[str, int, int]  # number, window, times: a recall is heard anew
Visit = tuple[str, int]  # number, window


class Calls(Struct, frozen=True):
    """The last calls, newest first, and the moment from which each counts as new."""

    shown: tuple[CallView, ...] = ()
    made: Mapping[Heard, float] = field(default_factory=dict)
    calling: frozenset[Visit] = frozenset()  # the visitor is still being waited for
    spoken: Mapping[Visit, float] = field(
        default_factory=dict
    )  # the moment from which the voice makes it new once more

    def age(self, call: CallView, now: float) -> float:
        """Seconds since the call, or since the gong before its words, if that came later."""
        made = self.made[_heard(call)]
        return now - max(made, self.spoken.get((call.number, call.window), made))

    def blinks(self, call: CallView, now: float) -> bool:
        return blinking.blinks(self.age(call, now))

    def stands_out(self, call: CallView, now: float) -> bool:
        """New, or its visitor has not come yet. Several windows may be calling at once."""
        return self.blinks(call, now) or (call.number, call.window) in self.calling

    def flash(self, call: CallView, now: float) -> bool:
        """Whether a blinking call is in its other colour at `now`."""
        return blinking.in_other_colour(self.age(call, now))

    def fresh(self, now: float) -> frozenset[Heard]:
        """Those that are new at `now`."""
        return frozenset(_heard(call) for call in self.shown if self.blinks(call, now))

    def next_phase(self, now: float) -> float | None:
        """Seconds until something blinks or has blinked its last; None when all is still."""
        phases = (blinking.next_phase(self.age(call, now)) for call in self.shown)
        return min((phase for phase in phases if phase is not None), default=None)


def note(before: Calls, snapshot: Snapshot, now: float, shows: Callable[[CallView], bool] = lambda _: True) -> Calls:
    """The calls of `snapshot`, heard at `now`, of those that this board `shows`. What was heard before keeps its moment.

    How long ago a call was made when it is first seen comes from the queue-master's clock alone (the snapshot's
    moment less the call's), so a board that was away does not blink with old calls. One that it only just missed, and
    whose visitor has not come, is new here: nobody has seen it on this board.
    """
    shown = tuple(call for call in snapshot.calls if shows(call))
    calling = frozenset((w.ticket, w.id) for w in snapshot.windows if w.state == "calling" and w.ticket)
    made = {}
    for call in shown:
        ago = max(0.0, (snapshot.at - call.at).total_seconds())
        is_new = ago < LIVE or (ago < MISSED and (call.number, call.window) in calling)
        made[_heard(call)] = before.made.get(_heard(call), now if is_new else now - ago)
    return Calls(shown, made, calling, before.spoken)


def spoken(before: Calls, visits: Collection[Visit], now: float) -> Calls:
    """The voice begins to say these, which may be long after they were called: they flash with its gong, at once, and
    are new once more.
    """
    still = {visit: moment for visit, moment in before.spoken.items() if now - moment < BLINKS}
    return replace(before, spoken={**still, **dict.fromkeys(visits, now - PHASE)})


def _heard(call: CallView) -> Heard:
    return call.number, call.window, call.times
