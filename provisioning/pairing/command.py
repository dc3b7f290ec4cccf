"""`cherha pair`: at a box, now and then: what it has to know of standby and witness, from the hall's desk."""

from __future__ import annotations

import argparse
import logging
import sys
from pathlib import Path

from broker.contracts.errors import ConfigError
from provisioning.enrolment import places
from provisioning.words import say

log = logging.getLogger(__name__)

MARKS = Path("/run/cherha/restart")


def main(arguments: list[str]) -> int:
    """0 done, 3 not now; what has not come is asked for again. Whatever it is with one role, also what nobody foresaw, the
    others are asked for.
    """
    asked = argparse.ArgumentParser(prog="cherha pair", description=say("command.pair"))
    asked.add_argument("--state", type=Path, default=places.STATE, metavar="FOLDER")
    asked.add_argument("--marks", type=Path, default=MARKS, metavar="FOLDER", help=say("pair.marks"))
    asked.add_argument("--port", type=int, default=places.PORT)
    given = asked.parse_args(arguments)
    from provisioning.enrolment.door import NoDesk  # noqa: PLC0415 - brings a library
    from provisioning.pairing.box import Box  # noqa: PLC0415

    box, failed = Box(given.state, given.marks), 0
    for role in box.roles:
        try:
            changed = box.ask(role, given.port)
        except (NoDesk, OSError, ConfigError) as away:
            print(say("pair.not-now", role=role, why=away), file=sys.stderr)
            failed = 3
        except Exception:  # a mistake of ours, or a file that nobody can have left so
            log.exception("%s: could not be asked for", role)
            failed = 3
        else:
            print(say("pair.changed" if changed else "pair.same", role=role, lines=", ".join(changed)))
    return failed
