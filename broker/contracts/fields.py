"""The kinds of value that messages are made of."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta

Id = Annotated[str, Meta(pattern=r"^[0-9A-Za-z_-]{1,64}$", description="a ULID; any short unique word is accepted")]
Slug = Annotated[str, Meta(pattern=r"^[a-z0-9-]{1,40}$", description="an id that never changes; labels do")]
WindowId = Annotated[int, Meta(ge=1, le=999)]
Moment = Annotated[datetime, Meta(tz=True, description="RFC 3339 with an offset")]
Why = Annotated[str, Meta(max_length=200)]
TicketRef = Annotated[str, Meta(min_length=1, max_length=64, description="a ticket's id, or its number of today")]
BookingRef = Annotated[
    str, Meta(min_length=1, max_length=64, description="a booking's code as its holder types it, or its id")
]
Person = Annotated[
    str, Meta(min_length=1, max_length=64, description="a phone, or any word that stays the same; it is never kept")
]
Case = Annotated[str, Meta(min_length=1, max_length=64, description="a case as its receipt has it; its digits count")]
Day = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$", description="a date of the hall's calendar")]
Slugs = Annotated[tuple[Slug, ...], Meta(max_length=100)]
Seq = Annotated[int, Meta(ge=0, le=2**53 - 1, description="a place in the journal; exact in every JSON reader")]
Choice = Annotated[str, Meta(pattern=r"^[a-z0-9-]{1,40}$")]
Answers = Annotated[
    dict[Slug, bool | Annotated[int, Meta(ge=0, le=100)] | Choice | Annotated[tuple[Choice, ...], Meta(max_length=8)]],
    Meta(max_length=40, description="what was chosen, by the question's name"),
]
Comments = Annotated[
    dict[Slug, Annotated[str, Meta(max_length=500)]],
    Meta(max_length=8, description="free text, scrubbed, by the question's name"),
]
Language = Annotated[str, Meta(pattern=r"^[a-z]{2,3}$")]
Text = dict[str, str]  # language -> words
Said = Annotated[
    dict[Language, Annotated[str, Meta(min_length=1, max_length=300)]],
    Meta(min_length=1, max_length=8, description="what is spoken, by language"),
]


def kebab(name: str) -> str:
    """TakeTicket -> take-ticket: a class's name on the wire."""
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in name).lstrip("-")
