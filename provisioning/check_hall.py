"""`cherha check HALL.toml`: every mistake in a hall file at once."""

from __future__ import annotations

import argparse
from datetime import datetime, timedelta
from math import ceil
from pathlib import Path

from broker.contracts.bound import reach
from broker.contracts.errors import ConfigError
from broker.contracts.hall_check import read, remarks
from broker.contracts.hall_file import HallFile
from broker.queuemaster import calendar_check
from broker.queuemaster.plan_and_calendar import load
from provisioning.words import language, say

_WAITS = (15, 30, 60)  # minutes of an ordinary visitor, for which the bound is told


def main(arguments: list[str]) -> int:
    """Say what is in the file. ConfigError with all that is wrong in it."""
    asked = argparse.ArgumentParser(prog="cherha check", description=say("command.check"))
    asked.add_argument("hall", type=Path, metavar="HALL.toml")
    path: Path = asked.parse_args(arguments).hall
    if not path.is_file():
        raise ConfigError([say("mistake.no-file", file=path)])
    hall, calendar = load(path)
    for remark in remarks(read(path), str(path), language()):
        print(remark)
    for remark in calendar_check.remarks(hall, calendar, datetime.now(hall.timezone).date(), language()):
        print(f"{path}: {remark}")
    print(
        say(
            "check.good",
            file=path,
            windows=len(hall.windows),
            lines=len(hall.lines),
            services=len(hall.services),
            priorities=len(hall.priorities),
        )
    )
    if hall.priority:
        print(_bound(hall))
    return 0


def _bound(hall: HallFile) -> str:
    """How far a priority reaches by this hall's own rule (docs/fairness.md)."""
    minute = timedelta(minutes=1)
    reaches = "; ".join(
        say("check.reach", waited=waited, reach=ceil(reach(hall, waited * minute) / minute)) for waited in _WAITS
    )
    everybody = hall.guarantee(None)
    guarantee = say("check.guarantee", minutes=ceil(everybody / minute)) if everybody is not None else ""
    return say("check.bound", reaches=reaches, guarantee=guarantee).strip()
