"""The hall file's limits of waiting and of service, by line. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from broker.contracts.hall_file import HallFile

_MS = timedelta(milliseconds=1)


class Limit(NamedTuple):
    line: str
    wait: timedelta
    service: timedelta

    @property
    def wait_ms(self) -> int:
        return self.wait // _MS

    @property
    def service_ms(self) -> int:
        return self.service // _MS


def limits_of(hall: HallFile) -> Iterator[Limit]:
    for line in hall.line:
        yield Limit(line.id, line.wait_limit or hall.limits.wait, line.service_limit or hall.limits.service)
