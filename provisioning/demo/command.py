"""`cherha demo`: what was asked for, said and answered."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from pathlib import Path

from provisioning.demo.open_hall import Wishes, open_hall
from provisioning.demo.role import Start, arguments_of
from provisioning.demo.words import say

OWN_HALL = Path(__file__).with_name("hall.toml")
# At this speed a voice can still keep up with the calls of a full hall.
USUAL_SPEED = 6.0


def main(argv: list[str], start: Start = arguments_of) -> int:
    """Run a hall until Ctrl-C, SIGTERM or the time given. 0: ran and stopped; 1: could not; 2: asked wrongly.

    `start` gives the command line of each part; tests put their own programs there.
    """
    given = arguments().parse_args(argv)
    wishes = Wishes(
        hall=given.hall or Path(os.environ.get("CHERHA_HALL") or OWN_HALL),
        headless=given.headless,
        as_json=given.json,
        speed=given.speed,
        visitors=given.visitors,
        seconds=given.seconds,
        secure=given.secure,
    )
    return asyncio.run(open_hall(wishes, _tell, start))


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def arguments() -> argparse.ArgumentParser:
    asked = argparse.ArgumentParser(prog="cherha demo", description=say("description"))
    asked.add_argument("--hall", type=Path, metavar="FILE", help=say("option.hall"))
    asked.add_argument("--headless", action="store_true", help=say("option.headless"))
    asked.add_argument("--json", action="store_true", help=say("option.json"))
    asked.add_argument(
        *("--speed",), type=_above_zero, default=USUAL_SPEED, metavar="N", help=say("option.speed", usual=USUAL_SPEED)
    )
    asked.add_argument("--visitors", type=_count, metavar="N", help=say("option.visitors"))
    asked.add_argument("--secure", action="store_true", help=say("option.secure"))
    asked.add_argument("--seconds", type=_above_zero, metavar="N", help=say("option.seconds"))
    return asked


def _above_zero(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError(say("mistake.number"))
    return number


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(say("mistake.count"))
    return int(text)
