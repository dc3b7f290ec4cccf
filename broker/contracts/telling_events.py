"""Events of people beside the queue: who called for a person, and what the staff had announced."""

from __future__ import annotations

from broker.contracts.announced import Kind, Outcome
from broker.contracts.event import Event
from broker.contracts.fields import Moment, Text
from broker.contracts.staffed import StaffDeed


class HelpCalled(Event, frozen=True, kw_only=True):
    """Somebody at `place` needs a person. `help`: the call's id, which is its command's."""

    help: str
    place: str
    why: str


class HelpAcknowledged(Event, frozen=True, kw_only=True):
    """Somebody is on the way: whoever works at `by`."""

    help: str
    place: str


class HelpEscalated(Event, frozen=True, kw_only=True):
    """Nobody has acknowledged it so far; for the `times`-th time everybody is told again."""

    help: str
    place: str
    times: int


class HelpEnded(Event, frozen=True, kw_only=True):
    """`why`: "helped", "withdrawn" by whoever called, "nobody-came", "day-closed"."""

    help: str
    place: str
    why: str


class AnnouncementMade(Event, frozen=True, kw_only=True):
    """The staff want this said, `times` in a row, in `zones` (none: everywhere). `announcement` is the command's id."""

    announcement: str
    text: Text
    zones: tuple[str, ...] = ()
    times: int = 1


class AnnouncementEnded(Event, frozen=True, kw_only=True):
    """What became of one announcement, as the announcer tells. `calls`: the `seq` of what called those it names.

    `began`: its first sample; absent when there was none. `why`: a code, unless it was heard to its end.
    """

    announcement: str
    what: Kind
    outcome: Outcome
    calls: tuple[int, ...] = ()
    zones: tuple[str, ...] = ()
    why: str | None = None
    began: Moment | None = None


class StaffNoted(Event, frozen=True, kw_only=True):
    """Somebody of the staff (`staff`, where it is known) has signed in, gone, or tried in vain. Changes nothing.

    `happened_at`: when it was, if that was before `at`. `whom`: who of the staff it was done to; `roles`: what they are
    from now on.
    """

    what: StaffDeed
    window: int | None = None
    appliance: str | None = None
    whom: str | None = None
    roles: tuple[str, ...] = ()
    happened_at: Moment | None = None
