"""What a browser may ask of the page of booking files, as values. Pure."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

MOST_BYTES = 360_000  # of a file
AT_ONCE = 40  # lines that are booked by one request

Name = Annotated[str, Meta(max_length=200)]
Body = Annotated[bytes, Meta(max_length=MOST_BYTES)]
Line = Annotated[int, Meta(ge=1, le=1_000_000)]


class BookingFile(Struct, frozen=True, forbid_unknown_fields=True):
    """A file as it is; `name` says by its end of which kind."""

    name: Name
    body: Body


class BookLines(Struct, frozen=True, forbid_unknown_fields=True):
    """`lines` of a file that was looked at. The page keeps the file: nothing of it stays here in between."""

    name: Name
    body: Body
    lines: Annotated[tuple[Line, ...], Meta(min_length=1, max_length=AT_ONCE)]
