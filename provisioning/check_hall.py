"""`cherha check HALL.toml`: every mistake in a hall file at once."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

from broker.contracts.errors import ConfigError
from broker.contracts.hall_check import read, remarks
from broker.queuemaster import calendar_check
from broker.queuemaster.plan_and_calendar import load
from provisioning.words import say


def main(arguments: list[str]) -> int:
    """Say what is in the file. ConfigError with all that is wrong in it."""
    asked = argparse.ArgumentParser(prog="cherha check", description=say("command.check"))
    asked.add_argument("hall", type=Path, metavar="HALL.toml")
    path: Path = asked.parse_args(arguments).hall
    if not path.is_file():
        raise ConfigError([say("mistake.no-file", file=path)])
    hall, calendar = load(path)
    for remark in remarks(read(path), str(path)):
        print(remark)
    for remark in calendar_check.remarks(hall, calendar, datetime.now(hall.timezone).date()):
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
    return 0
