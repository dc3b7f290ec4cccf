"""The one thing that makes a bench fail."""

from __future__ import annotations

from broker.contracts.errors import HallError


class Wrong(HallError):
    """Not slow but false: two numbers alike, an answer that never came, a ticket that is gone."""
