"""A booking as the hall has it: what of it goes into a file. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Made(Protocol):
    """The queue-master's own record of a booking is such a thing; whoever only takes files in need not know it."""

    @property
    def id(self) -> str: ...
    @property
    def service(self) -> str: ...
    @property
    def slot(self) -> datetime: ...
    @property
    def until(self) -> datetime: ...
    @property
    def state(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def needs(self) -> tuple[str, ...]: ...
    @property
    def priority(self) -> str | None: ...
