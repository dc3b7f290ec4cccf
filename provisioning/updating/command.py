"""`cherha update …`: at a box, and at the machine of the queue-master, from where the whole hall is updated."""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import threading
from pathlib import Path

from broker.contracts.errors import Refused
from provisioning.enrolment import places
from provisioning.enrolment.owner import become_owner
from provisioning.updating.plan import lacking, state
from provisioning.updating.root_version import runs
from provisioning.updating.shelf import Updates, boxes, running, version_of
from provisioning.words import say

FOLDER = places.STATE / "updates"


def main(arguments: list[str]) -> int:
    """0 done; 3 refused or not to be had now, with the reason in words."""
    asked = argparse.ArgumentParser(prog="cherha update", description=say("command.update"))
    asked.add_argument("--state", type=Path, default=places.STATE, metavar="FOLDER")
    asked.set_defaults(does=_status)
    verbs = asked.add_subparsers(metavar="VERB")
    for name, does, words in (
        ("status", _status, ()),
        ("offer", _offer, ("bundle",)),
        ("begin", _begin, ("name",)),
        ("stop", _stop, ()),
        ("ask", _ask, ()),
    ):
        verb = verbs.add_parser(name, help=say(f"update.{name}"))
        verb.set_defaults(does=does)
        for word in words:
            verb.add_argument(word)
    given = asked.parse_args(arguments)
    if given.does is not _ask:
        become_owner(given.state)
    try:
        given.does(given)
    except Refused as refusal:
        print(
            say(f"update.refused.{refusal.reason}", **{"name": "", "version": "", **refusal.details}), file=sys.stderr
        )
        return 3
    return 0


def _updates(given: argparse.Namespace) -> Updates:
    return Updates(given.state / FOLDER.name)


def _roles(given: argparse.Namespace) -> dict[str, str]:
    from provisioning.authority.authority import Authority  # noqa: PLC0415 - brings a library

    return boxes(Authority(given.state / places.AUTHORITY.name).members)


def _status(given: argparse.Namespace) -> None:
    plan = _updates(given).plan
    if plan is None:
        print(say("update.none"))
        return
    roles = _roles(given)
    print(say(f"update.state.{state(plan, roles)}", version=plan.bundle.version, name=plan.stopped or plan.first))
    for had in plan.had:
        print(say("update.had", name=had.name, at=f"{had.at.astimezone():%d.%m.%Y %H:%M}"))
    if left := lacking(plan, roles):
        print(say("update.lacking", names=", ".join(left)))


def _offer(given: argparse.Namespace) -> None:
    bundle = Path(given.bundle)
    made = _updates(given).offer(bundle, version_of(bundle))
    print(say("update.offered", version=made.version))


def _begin(given: argparse.Namespace) -> None:
    _updates(given).begin(given.name, _roles(given))
    print(say("update.begun", name=given.name))


def _stop(given: argparse.Namespace) -> None:
    _updates(given).stop()
    print(say("update.stopped"))


def _ask(given: argparse.Namespace) -> None:
    from provisioning.enrolment.door import NoDesk  # noqa: PLC0415
    from provisioning.updating.box import Box, OwnRoot, ask  # noqa: PLC0415

    box, stopping = Box(given.state, given.state / FOLDER.name), threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    try:
        answer = ask(box, places.PORT, runs(running), OwnRoot(), stopping.wait)
    except (NoDesk, subprocess.CalledProcessError, OSError) as away:
        raise Refused("not-now", why=str(away)) from None
    if answer is not None:
        print(say(f"update.answer.{answer.state}", version=answer.update.version if answer.update else ""))
