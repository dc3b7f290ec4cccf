"""The bundle on the queue-master's machine and the plan for it, on disk: what a box is told survives every restart."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from msgspec.structs import replace

from broker.bus.fetching import digest_of
from broker.bus.on_disk import keep, kept
from broker.contracts.errors import Refused
from provisioning.authority.authority import Member
from provisioning.updating.plan import LAST, Asked, Bundle, Hall, Plan, Verdict, answer

FILE, PLAN = "update.raucb", "plan.json"


class Updates:
    """`folder`: of bundle and plan, on the desk's machine."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self.hall: Hall | None = None

    @property
    def file(self) -> Path:
        return self._folder / FILE

    @property
    def plan(self) -> Plan | None:
        return kept(self._folder / PLAN, Plan) if self.file.is_file() else None

    def offer(self, bundle: Path, version: str) -> Bundle:
        """Take a bundle in, in place of what was offered before. OSError when the disk is full: the old one stays."""
        self._folder.mkdir(parents=True, exist_ok=True)
        fresh = self._folder / f".{FILE}"
        try:
            shutil.copyfile(bundle, fresh)
            made = Bundle(version, digest_of(fresh), fresh.stat().st_size)
            with self._lock:
                (self._folder / PLAN).unlink(missing_ok=True)
                fresh.replace(self.file)
                keep(self._folder / PLAN, Plan(bundle=made))
        finally:
            fresh.unlink(missing_ok=True)
        return made

    def begin(self, first: str, roles: Mapping[str, str]) -> None:
        """Let `first` try it; whoever has been named before stays named. Refused: no bundle, no such box, or it came back."""
        if first not in roles:
            raise Refused("name-free", name=first)
        with self._lock:
            plan = self._need()
            if plan.stopped not in ("", "hand"):
                raise Refused("came-back", name=plan.stopped, version=plan.bundle.version)
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

    def asked(self, asked: Asked, at: datetime, roles: Mapping[str, str]) -> tuple[Plan | None, Verdict]:
        with self._lock:
            before = self.plan
            plan, verdict = answer(before, asked, at, self.hall, roles)
            if plan is not None and plan != before:
                keep(self._folder / PLAN, plan)
        return plan, verdict


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


def version_of(bundle: Path, ask: Callable[[list[str]], str] | None = None) -> str:
    """The version in a bundle's manifest. Refused when it is none, or not signed by whoever builds this hall's cards."""
    try:
        said = (ask or _rauc)(["info", "--output-format=json", str(bundle)])
        return str(json.loads(said)["version"])
    except (OSError, subprocess.CalledProcessError, ValueError, KeyError) as error:
        why = getattr(error, "stderr", "") or str(error)
        raise Refused("no-bundle", file=bundle.name, why=why.strip().splitlines()[-1] if why.strip() else "") from None


def running(ask: Callable[[list[str]], str] | None = None) -> str:
    """The version of the bundle that RAUC has last written into the slot that runs; "" as it was flashed, or without RAUC."""
    with suppress(OSError, subprocess.CalledProcessError, ValueError, KeyError, TypeError):
        told = json.loads((ask or _rauc)(["status", "--detailed", "--output-format=json"]))
        for slot in told["slots"]:
            for state in slot.values():
                if state.get("state") == "booted":
                    return str(state["slot_status"]["bundle"]["version"])
    return ""


def _rauc(words: list[str]) -> str:
    return subprocess.run(["rauc", *words], capture_output=True, text=True, check=True).stdout
