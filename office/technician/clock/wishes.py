"""What a browser may ask of the page of the clock, as values. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from broker.contracts.fields import Id, Moment


class TimeIs(Struct, frozen=True, forbid_unknown_fields=True):
    """What time it is: by the browser's clock (`moment`), or as somebody has typed it, by the hall's wall clock (`typed`)."""

    id: Id
    moment: Moment | None = None
    typed: Annotated[datetime, Meta(tz=False)] | None = None
