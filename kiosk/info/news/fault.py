"""Why there are no newer news: a stable code, whose words are in the phrases below [problem.news]."""

from __future__ import annotations

from typing import Literal

from broker.contracts.errors import HallError

Code = Literal["address", "away", "refused", "too-large", "too-slow", "unreadable"]


class FeedFault(HallError):
    """`about`: what exactly, for the technician: a host, a status, a line of a parser."""

    def __init__(self, code: Code, about: str = "") -> None:
        super().__init__(f"{code}: {about}" if about else code)
        self.code: Code = code
        self.about = about
