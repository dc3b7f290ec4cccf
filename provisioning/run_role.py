"""`cherha run ROLE`: one appliance, as systemd starts it."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec

from broker.bus.settings import Settings
from broker.contracts.errors import ConfigError
from provisioning.subcommands import ROLES
from provisioning.words import say, unknown


def main(arguments: list[str]) -> int:
    """Run a role until it is told to stop. ConfigError when its settings are wrong."""
    asked = argparse.ArgumentParser(prog="cherha run", description=say("command.run"))
    asked.add_argument("role", metavar="ROLE", help=" ".join(ROLES))
    asked.add_argument("--config", type=Path, metavar="FILE", help=say("option.config"))
    given = asked.parse_args(arguments)
    if given.role not in ROLES:
        print(unknown("role", given.role, list(ROLES)), file=sys.stderr)
        return 2
    settings = read_settings(given.config)
    if not settings.hall.is_file():
        raise ConfigError([say("mistake.no-hall", file=settings.hall)])
    settings = msgspec.structs.replace(settings, appliance=own_name(settings, given.role))
    import_module(ROLES[given.role]).run(settings)
    return 0


def own_name(settings: Settings, role: str) -> str:
    """Of the appliance in this hall, also where nobody has given it one."""
    return settings.appliance or f"{role}-1"


def read_settings(config: Path | None = None, **given: Any) -> Settings:
    """The settings. ConfigError with every mistake, by the place where it was made."""
    if config is not None and not config.is_file():
        raise ConfigError([say("mistake.no-file", file=config)])
    return Settings.read(config, **given)
