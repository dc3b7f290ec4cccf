"""How loud the voice is at an hour, by the hall file. Pure."""

from __future__ import annotations

from datetime import datetime

from broker.contracts.hall_file import HallFile
from broker.contracts.hall_voice import Output
from broker.contracts.hours import on

FULL = 100  # percent


def volume(hall: HallFile, output: Output, at: datetime) -> int:
    """Percent of full loudness at a moment of the hall's time; 0: it is to be quiet."""
    local = at.astimezone(hall.timezone)
    minute = local.hour * 60 + local.minute
    for rule in hall.loudness:
        if rule.outputs and output.id not in rule.outputs:
            continue
        if any(begin <= minute < end for begin, end in on(rule.hours, local.date())):
            return rule.volume
    return output.volume
