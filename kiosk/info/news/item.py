"""News as values. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Item:
    """One piece. `words`: plain text, paragraphs parted by new lines. `day`: when it appeared, where the feed tells."""

    id: str
    title: str
    words: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class News:
    """What a feed or several say, the newest first. `read`: when they were last heard from, the oldest of them."""

    items: tuple[Item, ...] = ()
    read: datetime | None = None
