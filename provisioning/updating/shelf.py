"""The bundles on the queue-master's machine and the plan for them, on disk: what a box is told survives every restart."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from msgspec.structs import replace

from broker.bus.fetching import digest_of
from broker.bus.on_disk import keep, kept
from broker.contracts.errors import Refused
from provisioning.authority.authority import Member
from provisioning.updating.bundles import Bundle, Told
from provisioning.updating.plan import LAST, Asked, Had, Hall, Now, Plan, Verdict, answer, known, without

PLAN, KINDS = "plan.json", "kinds.json"


class Updates:
    """`folder`: of bundles and plan, on the desk's machine."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self.kinds: dict[str, str] = kept(folder / KINDS, dict[str, str]) or {}
        self.hall: Hall | None = None
        self._since: dict[Had, float] = {}  # in memory: the steady clock is another after a restart

    def file(self, bundle: Bundle) -> Path:
        return file_in(self._folder, bundle)

    @property
    def plan(self) -> Plan | None:
        plan = kept(self._folder / PLAN, Plan)
        return plan if plan and all(self.file(each).is_file() for each in plan.bundles) else None

    def offer(self, bundle: Path, told: Told) -> Bundle:
        """Take a bundle in: beside those of the same version for other kinds of machines, else in place of what was there.
        The same once more changes nothing, unless a box has given it back: then it begins anew.

        OSError when the disk is full: what was there stays.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        fresh = self._folder / ".update.raucb"
        try:
            shutil.copyfile(bundle, fresh)
            made = Bundle(told.version, digest_of(fresh), fresh.stat().st_size, told.kind)
            with self._lock:
                plan = _with(self.plan, made)
                # Without a plan there is no bundle: a cut between the two leaves none that is not what it says.
                (self._folder / PLAN).unlink(missing_ok=True)
                fresh.replace(self.file(made))
                keep(self._folder / PLAN, plan)
                clear(self._folder, plan)
        finally:
            fresh.unlink(missing_ok=True)
        return made

    def begin(self, first: str, roles: Mapping[str, str]) -> None:
        """Let `first` try it; whoever has been named before stays named. Refused: no bundle, none for its kind of machine,
        no such box, or it came back.
        """
        if first not in roles:
            raise Refused("name-free", name=first)
        with self._lock:
            plan = self._need()
            if plan.stopped not in ("", "hand"):
                raise Refused("came-back", name=plan.stopped, version=plan.version)
            if kind := without(plan, roles, self.kinds).get(first):
                raise Refused("no-bundle-for", name=first, kind=kind, version=plan.version)
            keep(self._folder / PLAN, replace(plan, first=plan.first or first, stopped=""))

    def stop(self) -> None:
        """No box takes it from now on. Refused when there is nothing to stop."""
        with self._lock:
            plan = self._need()
            keep(self._folder / PLAN, replace(plan, stopped=plan.stopped or "hand"))

    def _need(self) -> Plan:
        plan = self.plan
        if plan is None:
            raise Refused("no-update")
        return plan

    def asked(self, asked: Asked, at: datetime, steady: float, roles: Mapping[str, str]) -> tuple[Plan | None, Verdict]:
        """`at` is for people, `steady` decides."""
        with self._lock:
            if asked.kind and self.kinds.get(asked.name) != asked.kind:
                self.kinds = {**self.kinds, asked.name: asked.kind}
                keep(self._folder / KINDS, self.kinds)
            before = self.plan
            now = Now(at, steady, known(before, self._since, steady))
            plan, verdict = answer(before, asked, now, self.hall, roles, kinds=self.kinds)
            self._since = known(plan, now.since, steady)
            if plan is not None and plan != before:
                keep(self._folder / PLAN, plan)
        return plan, verdict


def file_in(folder: Path, bundle: Bundle) -> Path:
    return folder / ("update.raucb" if not bundle.kind else f"update-{bundle.kind}.raucb")


def clear(folder: Path, plan: Plan) -> None:
    """Let go of the bundles that are not in the plan."""
    wanted = {file_in(folder, each) for each in plan.bundles}
    for file in folder.glob("update*.raucb"):
        if file not in wanted:
            file.unlink()


def _with(plan: Plan | None, made: Bundle) -> Plan:
    if plan is None or plan.version != made.version or plan.stopped not in ("", "hand") or not plan.bundle.kind:
        return Plan(bundle=made)
    if made in plan.bundles:
        return plan
    beside = tuple(each for each in plan.bundles if each.kind != made.kind)
    if len(beside) < len(plan.bundles):  # another bundle by the same name: nobody has had it
        return Plan(bundle=made, others=beside)
    return replace(plan, others=(*plan.others, made))


def boxes(members: tuple[Member, ...]) -> dict[str, str]:
    """One name for each box, with its role: a box may have several, and is updated once."""
    found: dict[str, Member] = {}
    for member in members:
        if member.revoked or "." in member.role or member.role in ("broker", "desk"):
            continue
        key = member.hardware or member.name
        if key not in found or member.role in LAST:
            found[key] = member
    return {member.name: member.role for member in found.values()}


def box_of(member: Member, members: tuple[Member, ...]) -> str:
    """The name by which the box of `member` is called here."""
    named = boxes(members)
    same = [
        each.name for each in members if member.hardware and each.hardware == member.hardware and each.name in named
    ]
    return same[-1] if same else member.name
