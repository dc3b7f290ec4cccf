"""`cherha service-codes`: who may come into the service menu of this appliance. A code is shown once, when it is made."""

from __future__ import annotations

import argparse
import os
import re
import secrets
import sys
from pathlib import Path

from broker.bus.settings import Settings
from kiosk.service_menu.codes import DIGITS, Codes, with_person, without
from kiosk.service_menu.doorkeeper import TRIES, read_codes, write_codes
from kiosk.service_menu.report import PHRASES


def main(arguments: list[str]) -> int:
    """Exit code 0: done; 2: no code was typed; 3: there is nobody of that name. ConfigError when the settings are wrong."""
    asked = argparse.ArgumentParser(prog="cherha service-codes", description=_say("about"))
    asked.add_argument("--config", type=Path, metavar="FILE", help=_say("config"))
    acts = asked.add_subparsers(dest="act", required=True)
    for act in ("add", "once", "take", "remove"):
        acts.add_parser(act, help=_say(act)).add_argument("name", metavar="NAME")
    acts.add_parser("list", help=_say("list"))
    acts.add_parser("unlock", help=_say("unlock"))
    given = asked.parse_args(arguments)
    folder = Settings.read(given.config).state_dir
    match given.act:
        case "add" | "once":
            _tell(_say(f"made-{given.act}", name=given.name, code=_made(folder, given.name, once=given.act == "once")))
        case "take":
            if not _taken(folder, given.name, sys.stdin.buffer.read()):
                print(_say("unfit", digits=DIGITS), file=sys.stderr)  # noqa: T201 - a command speaks
                return 2
        case "remove":
            codes = read_codes(folder)
            if given.name not in {person.name for person in codes.people}:
                print(_say("nobody", name=given.name), file=sys.stderr)  # noqa: T201 - a command speaks
                return 3
            write_codes(folder, without(codes, given.name))
            _tell(_say("removed", name=given.name))
        case "list":
            for person in read_codes(folder).people:
                _tell(f"{person.name}{_say('only-once') if person.once else ''}")
        case "unlock":
            (folder / TRIES).unlink(missing_ok=True)
            _tell(_say("unlocked"))
    return 0


def _taken(folder: Path, name: str, typed: bytes) -> bool:
    """A code that somebody wrote into a file, with whatever an editor puts around it."""
    code = b"".join(re.findall(rb"[0-9]", typed)).decode()
    more = with_person(_salted(folder), name, code) if len(code) == DIGITS else None
    if more is not None:
        write_codes(folder, more)
    return more is not None


def _salted(folder: Path) -> Codes:
    codes = read_codes(folder)
    return codes if codes.salt else Codes(secrets.token_hex(16))


def _made(folder: Path, name: str, *, once: bool) -> str:
    codes = _salted(folder)
    while True:
        code = "".join(secrets.choice("0123456789") for _ in range(DIGITS))
        more = with_person(codes, name, code, once=once)
        if more is not None:
            write_codes(folder, more)
            return code


def _say(key: str, **slots: object) -> str:
    """In the terminal's language, as the rest of the command line."""
    spoken = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return PHRASES.say("uk" if spoken.startswith("uk") else "en", f"command.{key}", **slots)


def _tell(words: str) -> None:
    print(words)  # noqa: T201 - a command speaks
