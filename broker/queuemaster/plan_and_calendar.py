"""Reads a hall file together with the exceptions beside it, and tells the mistakes of both at once.

For those who decide by the calendar. A board or a dispenser reads the hall file alone (`hall_check.load`): what is
open it hears from the queue-master.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from broker.contracts import hall_check
from broker.contracts.errors import ConfigError
from broker.contracts.hall_file import HallFile, HallPart
from broker.contracts.hall_tables import Raw, one
from broker.contracts.mistakes.wrong import Said, Told, wrong
from broker.queuemaster import calendar_check
from broker.queuemaster.calendar import Calendar

if TYPE_CHECKING:
    from broker.queuemaster.exceptions import Exceptions

_USUAL = HallPart(id="any", name={}).timezone


def load(path: Path, other: Path | None = None) -> tuple[HallFile, Calendar]:
    """The hall at `path`. OSError when there is no hall file, ConfigError with every mistake of the two files.

    `other`: a file of exceptions to be read in the place of the one that the hall file names.
    """
    text = hall_check.read(path)
    plan: HallFile | None = None
    wrong: list[Told | Said] = []
    try:
        plan = hall_check.parse(text, str(path), also=(calendar_check.mistakes,))
    except ConfigError as error:
        wrong = error.told
    exceptions, more = _exceptions(path, hall_check.tables(text)[0], plan, other)
    if plan is None or more:
        raise ConfigError([*wrong, *more])
    return plan, Calendar.of(plan, exceptions)


def _exceptions(
    hall: Path, raw: Raw, plan: HallFile | None, other: Path | None
) -> tuple[Exceptions | None, list[Told | Said]]:
    """The exceptions that a hall file names, and their mistakes."""
    name = one(raw, "hall").get("exceptions")
    if not isinstance(name, str) or not name:
        return None, []
    from broker.queuemaster.exceptions import Exceptions  # noqa: PLC0415 - 100 ms, which a hall without need not pay

    path = other or hall.parent / name
    try:
        text = hall_check.read(path)
    except ConfigError as error:
        return None, error.told
    except OSError as error:
        return None, [Told(f"{path}: ", wrong("days.cannot", hall=hall, why=error.strerror or error))]
    exceptions = Exceptions(text, _zone(raw))
    found = calendar_check.mistakes_of_exceptions(raw, exceptions, plan)
    return exceptions, [Told(f"{path}:{line}: ", what) for line, what in found]


def _zone(raw: Raw) -> ZoneInfo:
    """The hall's time zone, or the usual one while that of the file is a mistake."""
    written = one(raw, "hall").get("timezone")
    try:
        return ZoneInfo(written if isinstance(written, str) else _USUAL)
    except (KeyError, OSError, ValueError):
        return ZoneInfo(_USUAL)
