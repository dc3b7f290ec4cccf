"""News as values. Pure."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct


class Item(Struct, frozen=True):
    """One piece. `words`: plain text, paragraphs parted by new lines. `day`: when it appeared, where the feed tells."""

    id: str
    title: str
    words: str = ""
    at: datetime | None = None


class News(Struct, frozen=True):
    """What a feed or several say, the newest first. `read`: when they were last heard from, the oldest of them."""

    items: tuple[Item, ...] = ()
    read: datetime | None = None
