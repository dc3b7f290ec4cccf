"""How the standby stands, in a small file that `cherha backup status` reads."""

from __future__ import annotations

from datetime import UTC, datetime

from msgspec import Struct

STANDING = "standing.json"


class Standing(Struct, frozen=True):
    """Up to event `seq`, whose hash is `root`, it had all at `at`, by its own clock."""

    seq: int
    root: str
    at: datetime


def moment() -> datetime:
    return datetime.now(UTC)
