"""`cherha check HALL.toml`: every mistake in a hall file at once."""

from __future__ import annotations

import argparse
from pathlib import Path

from broker.contracts.errors import ConfigError
from broker.contracts.hall_check import parse, read, remarks
from provisioning.words import say


def main(arguments: list[str]) -> int:
    """Say what is in the file. ConfigError with all that is wrong in it."""
    asked = argparse.ArgumentParser(prog="cherha check", description=say("command.check"))
    asked.add_argument("hall", type=Path, metavar="HALL.toml")
    path: Path = asked.parse_args(arguments).hall
    if not path.is_file():
        raise ConfigError([say("mistake.no-file", file=path)])
    text = read(path)
    hall = parse(text, str(path))
    for remark in remarks(text, str(path)):
        print(remark)
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
