"""What every event has. Which there are: `events`."""

from __future__ import annotations

from msgspec import Struct

from broker.contracts.fields import Moment, kebab


class Event(Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type", tag=kebab):
    """What all events carry: place in the journal, moment, who caused it and by which command.

    `by` is a client of the bus; `staff` the id of the person who pressed there, where somebody had signed in.
    """

    seq: int
    at: Moment
    by: str
    command: str | None = None
    staff: str | None = None
