"""What a browser may ask of the pages of files, as values. Pure."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from office.admin.files.kinds import MOST_TEXT

Name = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
Reason = Annotated[str, Meta(max_length=200)]
Place = Annotated[str, Meta(max_length=200)]


class HallDraft(Struct, frozen=True, forbid_unknown_fields=True):
    """A text, made from the one that is called `base`."""

    text: Annotated[str, Meta(max_length=400_000)]
    base: Name
    why: Reason = ""


class Draft(Struct, frozen=True, forbid_unknown_fields=True):
    """`texts` as they are on the page; `kept`: the other files, by content; made from what is called `base`."""

    texts: dict[Place, Annotated[str, Meta(max_length=MOST_TEXT)]]
    kept: dict[Place, Name]
    base: Name
    why: Reason = ""
