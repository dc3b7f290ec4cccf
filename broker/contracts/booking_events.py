"""Events of bookings: what was arranged before a visit."""

from __future__ import annotations

from broker.contracts.event import Event
from broker.contracts.fields import Moment


class BookingMade(Event, frozen=True, kw_only=True):
    """`slot` to `until`, on the local date `day`, in the local hour that began at `hour` (quotas count by it).

    `code_hash` and `person` are digests under the secret of `day`; the code and the person stand nowhere.
    """

    booking: str
    service: str
    slot: Moment
    until: Moment
    day: str
    hour: Moment
    code_hash: str
    person: str | None = None
    language: str = "uk"
    needs: tuple[str, ...] = ()
    priority: str | None = None


class BookingMoved(Event, frozen=True, kw_only=True):
    """`new_code`: it was moved by its id to another day, and has another code from now on."""

    booking: str
    slot: Moment
    until: Moment
    day: str
    hour: Moment
    code_hash: str
    person: str | None = None
    new_code: bool = False


class BookingCancelled(Event, frozen=True, kw_only=True):
    booking: str


class BookingMissed(Event, frozen=True, kw_only=True):
    """Nobody checked in while the slot's place was kept."""

    booking: str
