"""What moves the hands of a machine's clock, and a clock of paper for tests."""

from __future__ import annotations

import fcntl
import logging
import struct
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

log = logging.getLogger(__name__)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_RTC_SET_TIME = 0x4024700A  # linux/rtc.h


class Hands(Protocol):
    def put(self, moment: datetime) -> None:
        """OSError where this process may not."""


class KernelHands:
    """The kernel's clock, and the one with a battery where there is one: the machine's next start reads that."""

    def __init__(
        self, settime: Callable[[int, int], object] = time.clock_settime_ns, battery: Path = Path("/dev/rtc0")
    ) -> None:
        self._settime, self._battery = settime, battery

    def put(self, moment: datetime) -> None:
        self._settime(time.CLOCK_REALTIME, (moment - _EPOCH) // timedelta(microseconds=1) * 1000)
        try:
            with self._battery.open("rb") as battery:
                fcntl.ioctl(battery, _RTC_SET_TIME, in_battery(moment))
        except FileNotFoundError:
            pass
        except OSError as error:
            log.warning("the clock with the battery stays as it is: %s", error)


class PaperHands:
    """Writes down what it was put to, a line each."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def put(self, moment: datetime) -> None:
        with self._file.open("a", encoding="ascii") as paper:
            paper.write(f"{moment.isoformat()}\n")


def in_battery(moment: datetime) -> bytes:
    """As `struct rtc_time` has it, in UTC: all cards keep it so."""
    parts = moment.astimezone(UTC).timetuple()
    return struct.pack(
        "9i", parts.tm_sec, parts.tm_min, parts.tm_hour, parts.tm_mday, parts.tm_mon - 1, parts.tm_year - 1900, 0, 0, 0
    )


def hands_of(named: str) -> Hands:
    """`named`: "" is this machine's; "paper:FILE" only tells what it would be."""
    kind, _, file = named.partition(":")
    return PaperHands(Path(file)) if kind == "paper" else KernelHands()
