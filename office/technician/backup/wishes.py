"""What a browser may ask of the page of the backup, as values. Pure."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from broker.contracts.fields import Id


class WordWritten(Struct, frozen=True, forbid_unknown_fields=True):
    """A word that was drawn here, as it was typed back from paper; the page makes the id."""

    id: Id
    word: Annotated[str, Meta(max_length=80)]
