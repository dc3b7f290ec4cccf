"""`cherha send COMMAND key=value …`: one command over MQTT, its reply as one line of JSON."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import msgspec

from broker.bus.asking import Asker, NoAnswer
from broker.bus.clock import new_id, now
from broker.bus.link import Link
from broker.bus.seam import Bus
from broker.bus.settings import Settings
from broker.contracts.commands import Command
from broker.contracts.errors import ConfigError, ContractError
from broker.contracts.hall_check import load
from broker.contracts.hall_file import HallFile
from broker.contracts.replies import Reply
from provisioning.run_role import read_settings
from provisioning.wish import KINDS, read_wish
from provisioning.words import say

EXIT_CODES = {"done": 0, "refused": 3, "invalid": 2}
NO_ANSWER = 4
DEMO_HALL = Path(__file__).with_name("demo") / "hall.toml"


def main(arguments: list[str]) -> int:
    """0 done, 3 refused, 2 invalid (here or there), 4 no answer. ConfigError when the hall file cannot be read."""
    given = _read(arguments)
    settings = read_settings(given.config, **({"hall": given.hall} if given.hall else {}))
    hall = _hall_of(settings)
    try:
        wish = read_wish([given.command, *given.fields], new_id(), now(hall.timezone))
    except ContractError as error:
        print(error, file=sys.stderr)
        return EXIT_CODES["invalid"]
    client = given.client or f"send-{new_id()[-8:].lower()}"
    link = Link(hall.hall.id, client, settings.broker_host, settings.broker_port, identity=settings.identity)
    try:
        return tell(answer(link, wish, given.timeout))
    except NoAnswer:
        words = {"hall": hall.hall.id, "host": settings.broker_host, "port": settings.broker_port}
        print(say("send.no-answer", seconds=f"{given.timeout:g}", **words), file=sys.stderr)
        return NO_ANSWER
    finally:
        link.stop()


def answer(bus: Bus, wish: Command, timeout: float) -> Reply:
    """The queue-master's reply to `wish`. NoAnswer after `timeout` seconds, a connection among them."""
    until = time.monotonic() + timeout
    asker = Asker(bus)
    bus.start()
    return asker.ask(wish, until - time.monotonic())


def tell(reply: Reply) -> int:
    """Print the reply; the exit code that says the same."""
    print(msgspec.json.encode(reply).decode())
    return EXIT_CODES[reply.status]


def _hall_of(settings: Settings) -> HallFile:
    """The hall that is meant; where nobody named one, the demo's, so that `cherha send` finds a running demo."""
    if settings.hall.is_file():
        return settings.hall_file()
    if settings.hall != Settings().hall:
        raise ConfigError([say("mistake.no-hall", file=settings.hall)])
    return load(DEMO_HALL)


def _read(arguments: list[str]) -> argparse.Namespace:
    asked = argparse.ArgumentParser(
        prog="cherha send", description=say("command.send"), epilog=say("send.about", commands=" ".join(KINDS))
    )
    asked.add_argument("command", metavar="COMMAND")
    asked.add_argument("fields", nargs="*", metavar="key=value")
    asked.add_argument("--client", default="", help=say("option.client"))
    asked.add_argument("--timeout", type=float, default=5.0, metavar="SECONDS", help=say("option.timeout"))
    asked.add_argument("--hall", type=Path, metavar="FILE", help=say("option.hall"))
    asked.add_argument("--config", type=Path, metavar="FILE", help=say("option.config"))
    return asked.parse_intermixed_args(arguments)
