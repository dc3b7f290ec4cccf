"""The bookings that a file asks for, of the kind that the end of its name tells. Pure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from broker.booking_files import csv_file, ical_file
from broker.booking_files.wanted import Wanted
from broker.contracts.errors import ConfigError
from broker.contracts.hall_file import HallFile
from broker.contracts.mistakes.wrong import Told, wrong

_READERS: dict[str, Callable[[str, bytes, HallFile], tuple[list[Wanted], list[Told]]]] = {
    ".csv": csv_file.read,
    ".ics": ical_file.read,
}


def read(name: str, body: bytes, hall: HallFile) -> list[Wanted]:
    """What `body` asks for. ConfigError with all its mistakes, each at its line; then nothing of it is booked."""
    wanted, mistakes = _READERS[kind(name)](name, body, hall)
    if mistakes:
        raise ConfigError(mistakes)
    return wanted


def kind(name: str) -> str:
    """ ".csv" or ".ics". ConfigError when the name ends otherwise."""
    ending = PurePath(name).suffix.lower()
    if ending not in _READERS:
        raise ConfigError([Told(f"{name}: ", wrong("booking.ending"))])
    return ending
