"""[limits]: what a manager wants to hear of, and what reports hold waits and services against."""

from __future__ import annotations

from datetime import timedelta

from msgspec import Struct


class Limits(Struct, frozen=True, kw_only=True):
    """`wait`, `service`: longer than that is too long; a [[line]] may have its own (`wait_limit`, `service_limit`).

    `shortest_service`: a shorter one may be none at all. `answers`: with fewer, nobody is rated.
    """

    wait: timedelta = timedelta(minutes=20)
    service: timedelta = timedelta(minutes=40)
    shortest_service: timedelta = timedelta(seconds=45)
    answers: int = 30
