"""`cherha kit make HALL.toml`: the authority of the hall, and one file for all its cards. `cherha kit check FILE`."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from broker.bus.on_disk import put
from broker.contracts.hall_check import load
from broker.contracts.mistakes.words import told as told_in
from provisioning.enrolment.owner import give_to_owner
from provisioning.enrolment.places import AUTHORITY, PORT
from provisioning.kit.reading import read, shown
from provisioning.kit.schema import FILE
from provisioning.words import language, say


def main(arguments: list[str]) -> int:
    """ConfigError with every mistake of the hall file or the kit."""
    asked = argparse.ArgumentParser(prog="cherha kit", description=say("command.kit"))
    verbs = asked.add_subparsers(dest="verb", required=True, metavar="make|check")
    make = verbs.add_parser("make", help=say("kit.make"))
    make.add_argument("hall", type=Path, metavar="HALL.toml")
    make.add_argument("--address", required=True, metavar="ADDRESS", help=say("kit.address"))
    make.add_argument("--port", type=int, default=PORT, metavar="PORT", help=say("kit.port"))
    make.add_argument("--technician", default="", metavar="WORDS", help=say("kit.technician"))
    make.add_argument("--authority", type=Path, default=AUTHORITY, metavar="FOLDER", help=say("kit.authority"))
    make.add_argument("--out", type=Path, default=Path(FILE), metavar="FILE", help=say("kit.out"))
    check = verbs.add_parser("check", help=say("kit.check"))
    check.add_argument("file", type=Path, metavar="FILE")
    given = asked.parse_args(arguments)
    return _make(given) if given.verb == "make" else _check(given.file)


def _make(given: argparse.Namespace) -> int:
    from provisioning.authority.authority import Authority  # noqa: PLC0415 - brings a library that few commands need
    from provisioning.kit.making import kit_text  # noqa: PLC0415

    hall = load(given.hall).hall.id
    authority = Authority(given.authority, hall, datetime.now(UTC))
    text = kit_text(authority, given.authority, hall, given.address, port=given.port, technician=given.technician)
    put(given.out, text.encode(), private=True)
    give_to_owner(given.authority)
    print(say("kit.made", file=given.out, hall=hall))
    return 0


def _check(file: Path) -> int:
    from provisioning.kit.signing import need_unchanged  # noqa: PLC0415

    values, remarks = read(file.read_bytes())
    need_unchanged(values)
    for remark in remarks:
        print(told_in(remark, language()))
    told = {name: value for name, value in shown(values).items() if name not in ("authority", "signature")}
    print(say("kit.good", values=", ".join(f"{name} = {value}" for name, value in told.items())))
    return 0
