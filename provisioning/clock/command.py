"""`cherha clock`: what `appliance-clock.service` does with a wish, as root with one right of root's."""

from __future__ import annotations

import argparse
import logging
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from broker.bus.on_disk import keep, put
from broker.bus.this_start import this_start
from broker.contracts.errors import Refused
from provisioning.clock.hands import Hands, hands_of
from provisioning.clock.places import DONE, WANTED, Done
from provisioning.clock.rules import Wanted, check, time_now
from provisioning.updating.own_clock import BY_HAND, built, keeper
from provisioning.words import say

log = logging.getLogger(__name__)


def main(arguments: list[str]) -> int:
    """0: set, or refused with the reason written down. 3: there is no wish, or none that can be read."""
    asked = argparse.ArgumentParser(prog="cherha clock", description=say("command.clock"))
    asked.add_argument("--wanted", type=Path, default=WANTED, metavar="FILE", help=say("clock.wanted"))
    given = asked.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    wanted = _read(given.wanted)
    if wanted is None:
        return 3
    outcome = done(wanted, hands_of(os.environ.get("CHERHA_CLOCK", "")), this_start(), time.monotonic, BY_HAND)
    keep(DONE, Done(wanted.id, outcome), sync=False)
    return 0


def done(wanted: Wanted, hands: Hands, boot: str, steady: Callable[[], float], mark: Path) -> str:
    """What came of it: "done", or the reason. Who wrote the wish is another user: every rule holds here once more."""
    before = datetime.now(UTC)
    try:
        moment = time_now(wanted, boot, steady())
        check(moment, wanted.queue, built(), keeper())
        hands.put(moment)
    except Refused as refusal:
        log.warning("the clock stays as it is: %s", refusal.reason)
        return refusal.reason
    except OSError as error:
        log.error("the clock cannot be set: %s", error)  # noqa: TRY400 - the words say it all
        return "cannot"
    put(mark, wanted.by.encode(), sync=False)
    log.info("the clock showed %s; by the %s it is %s", before.isoformat(), wanted.by, moment.isoformat())
    return "done"


def _read(file: Path) -> Wanted | None:
    try:
        # In another user's folder: no link to what only root reads, nothing that lets one wait.
        with os.fdopen(os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as written:
            return msgspec.json.decode(written.read(4096), type=Wanted)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        log.warning("no wish: %s", error)
        return None
