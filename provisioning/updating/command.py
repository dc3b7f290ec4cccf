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
from provisioning.updating.bundles import of_one_version
from provisioning.updating.plan import lacking, state, without
from provisioning.updating.rauc import own_kind, running, told_of
from provisioning.updating.root_version import runs
from provisioning.updating.shelf import Updates, boxes
from provisioning.words import say

FOLDER = places.STATE / "updates"
KINDS = ("cherha-arm64", "cherha-amd64")  # those that have a name among people


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
            verb.add_argument(word, nargs="+" if word == "bundle" else None)
    given = asked.parse_args(arguments)
    if given.does is not _ask:
        become_owner(given.state)
    try:
        given.does(given)
    except Refused as refusal:
        _complain(refusal)
        return 3
    return 0


def _complain(refusal: Refused) -> None:
    told = {name: _kind(str(value)) if name in ("kind", "own") else value for name, value in refusal.details.items()}
    print(say(f"update.refused.{refusal.reason}", **{"name": "", "version": "", **told}), file=sys.stderr)


def _updates(given: argparse.Namespace) -> Updates:
    return Updates(given.state / FOLDER.name)


def _roles(given: argparse.Namespace) -> dict[str, str]:
    from provisioning.authority.authority import Authority  # noqa: PLC0415 - brings a library

    return boxes(Authority(given.state / places.AUTHORITY.name).members)


def _status(given: argparse.Namespace) -> None:
    updates = _updates(given)
    plan, kinds = updates.plan, updates.kinds
    if plan is None:
        print(say("update.none"))
        return
    roles = _roles(given)
    print(say(f"update.state.{state(plan, roles, kinds)}", version=plan.version, name=plan.stopped or plan.first))
    print(say("update.for-kinds", kinds=", ".join(_kind(each.kind) for each in plan.bundles)))
    for had in plan.had:
        print(say("update.had", name=had.name, at=f"{had.at.astimezone():%d.%m.%Y %H:%M}"))
    if left := lacking(plan, roles, kinds):
        print(say("update.lacking", names=", ".join(left)))
    for name, kind in without(plan, roles, kinds).items():
        print(say("update.without", name=name, kind=_kind(kind)))


def _kind(kind: str) -> str:
    """As people call it."""
    return say(f"update.kind.{kind}") if kind in KINDS else kind or "?"


def _offer(given: argparse.Namespace) -> None:
    """What is no bundle of ours is told of and left; Refused when nothing else is there."""
    found, refused = [], []
    for file in map(Path, given.bundle):
        try:
            found.append((file, told_of(file)))
        except Refused as refusal:
            refused.append(refusal)
    if not found:
        raise refused[-1]
    for each in refused:
        _complain(each)
    taken, left = of_one_version(found)
    updates = _updates(given)
    for file, told in taken:
        updates.offer(file, told)
        print(say("update.offered", version=told.version, kind=_kind(told.kind)))
    for file in left:
        print(say("update.left", file=file.name))
    plan = updates.plan
    for name, kind in without(plan, _roles(given), updates.kinds).items() if plan else ():
        print(say("update.without", name=name, kind=_kind(kind)))


def _begin(given: argparse.Namespace) -> None:
    _updates(given).begin(given.name, _roles(given))
    print(say("update.begun", name=given.name))


def _stop(given: argparse.Namespace) -> None:
    _updates(given).stop()
    print(say("update.stopped"))


def _ask(given: argparse.Namespace) -> None:
    from provisioning.enrolment.door import NoDesk  # noqa: PLC0415
    from provisioning.enrolment.own_addresses import own_addresses  # noqa: PLC0415
    from provisioning.updating.box import Box, OwnRoot, ask  # noqa: PLC0415
    from provisioning.updating.carrying import carry  # noqa: PLC0415

    box, stopping = Box(given.state, given.state / FOLDER.name), threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    try:
        own = {"127.0.0.1", *own_addresses()}
        carry(given.state / places.ROLES.name, box.folder, box.door(places.PORT), own)
        answer = ask(box, places.PORT, runs(running), OwnRoot(), stopping.wait, kind=own_kind())
    except (NoDesk, subprocess.CalledProcessError, OSError) as away:
        raise Refused("not-now", why=str(away)) from None
    if answer is not None:
        print(say(f"update.answer.{answer.state}", version=answer.update.version if answer.update else ""))
