"""A box takes what a technician has set for it at the desk, into the settings of its role.

The power may go at any moment. What is tried is written down before the role's file changes, that it is done afterwards;
in between the desk is asked once more, and the same is done again. Until the role stands with its new settings, those of
before are kept: `libexec/restart-roles` says whether it does, and if it does not they come back.
"""

from __future__ import annotations

import logging
import time
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from broker.bus.hall_place import newest
from broker.bus.on_disk import keep, kept, put
from broker.contracts.enrolling import LONGEST_SETTING
from broker.contracts.errors import ConfigError
from broker.contracts.hall_check import load
from broker.settable.checking import Value, mistakes, of_file
from broker.settable.kinds import WIRED
from provisioning.enrolment.box import settings_text
from provisioning.enrolment.desk import Answer
from provisioning.enrolment.finishing import WISH
from provisioning.enrolment.set_at_box import KINDS
from provisioning.enrolment.wished import FELL, STANDS, TOOK, UNFIT
from provisioning.pairing import marks as of_role
from provisioning.pairing.marks import DUE, PROVING, WAITS
from provisioning.words import say

log = logging.getLogger(__name__)


Kept = dict[str, Value]


class Taken(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`number`: of the last wish that was taken, or refused for `unfit`; `trying`: of one that is being written. `before`
    and `after`: what was set and what is, until the role stands with that. `fell`: it did not.
    """

    number: int = 0
    trying: int = 0
    before: Kept | None = None
    after: Kept | None = None
    unfit: tuple[str, ...] = ()
    fell: bool = False


def pins(devices: Path = Path("/dev")) -> bool:
    """Whether this machine has pins for wires."""
    return any(devices.glob("gpiochip*"))


@dataclass(frozen=True, slots=True)
class Taking:
    """Of one role: its `file` of settings, the folder of its `identity`, and the folder of `marks`."""

    role: str
    file: Path
    identity: Path
    marks: Path

    def says(self) -> dict[str, str | int]:
        """For the desk, beside what is set here."""
        taken = self._taken()
        said: dict[str, str | int] = {TOOK: taken.number}
        if taken.unfit:
            said[UNFIT] = " ".join(taken.unfit)
        if taken.fell:
            said[FELL] = 1
        if taken.before is None and taken.number and not taken.unfit:
            said[STANDS] = 1
        return said

    def look(self) -> list[str]:
        """What has become of the last wish: settings that came back, since the role did not stand without them."""
        taken = self._taken()
        if taken.before is None:
            return []
        here = _set(self._read())
        if taken.trying > taken.number:
            if here != taken.after or taken.before == taken.after:
                return []
            # The power went when the role had it already: the desk, which may be away, is not needed to look after it.
            taken = replace(taken, number=taken.trying, trying=0)
            self._keep(taken)
        if not taken.fell and here != taken.after:  # somebody at the box has changed them since
            self._forget(taken)
            return []
        seen = self._seen()
        if taken.fell or seen == of_role.FELL:
            return self._put_back(taken)
        if seen == of_role.STANDS:
            self._forget(taken)
        return []

    def take(self, answer: Answer, *, now: bool) -> list[str]:
        """`now`: the role may begin anew at once, if that is wished. The lines that were changed. What would not do is left as it was, and said to the desk."""
        taken = self._taken()
        if answer.wish <= taken.number:
            return []
        wanted = {name: str(value)[: LONGEST_SETTING + 1] for name, value in answer.settings.items()}
        try:
            unfit = self._unfit(wanted)
        except (OSError, ConfigError) as wrong:  # a hall file that is none: another time
            log.warning("not now: %s", wrong)
            return []
        if unfit:
            log.warning("%s would not begin with %s: left as it was", self.role, ", ".join(unfit))
            self._keep(replace(taken, number=answer.wish, trying=0, unfit=unfit, fell=False))
            return []
        settings = self._read()
        fresh = _over(self.role, settings, wanted)
        changed = sorted(name for name in {*settings, *fresh} if settings.get(name) != fresh.get(name))
        before = _set(settings) if taken.before is None else taken.before
        trying = replace(taken, trying=answer.wish, before=before, after=_set(fresh), unfit=(), fell=False)
        self._keep(trying)
        if changed:
            self._begins_anew()
            put(self.file, settings_text(fresh).encode())
        done = replace(trying, number=answer.wish, trying=0)
        self._keep(done if done.before != done.after else replace(done, before=None, after=None))
        if now and answer.now and self._mark(WAITS).exists():
            self._mark(DUE).touch()
        log.info("%s: %s", self.role, ", ".join(changed))
        return changed

    def _unfit(self, wanted: Mapping[str, str]) -> tuple[str, ...]:
        settings = self._read()
        hall = Path(str(settings["hall"]))
        state = Path(str(settings.get("state_dir", self.file.parent.parent / self.role)))
        wrong = {*mistakes(self.role, wanted, load(newest(state, hall)).windows if "window" in wanted else ())}
        if not pins():
            wrong |= {name for name in WIRED if wanted.get(name)}
        return tuple(sorted(wrong))

    def _put_back(self, taken: Taken) -> list[str]:
        assert taken.before is not None
        settings = self._read()
        here, before = _set(settings), taken.before
        back = {name: value for name, value in settings.items() if name not in KINDS} | before
        changed = tuple(sorted(name for name in {*here, *before} if here.get(name) != before.get(name)))
        fell = replace(taken, unfit=changed or taken.unfit, fell=True)
        self._keep(fell)
        if changed:
            log.warning("%s does not stand with its new settings: those of before are back", self.role)
            self._begins_anew()
            put(self.file, settings_text(back).encode())
        self._forget(fell)
        self._mark(WAITS).touch()
        self._mark(DUE).touch()
        return list(changed)

    def _begins_anew(self) -> None:
        """Marked before the file is changed: after a restart of the machine it has begun anew."""
        self.marks.mkdir(parents=True, exist_ok=True)
        self._mark(WAITS).touch()
        self._prove(int(time.monotonic() * 1e6))

    def _prove(self, since: int) -> None:
        self.marks.mkdir(parents=True, exist_ok=True)
        self._mark(PROVING).write_text(f"{since}\n", "ascii")

    def _forget(self, taken: Taken) -> None:
        self._keep(replace(taken, before=None, after=None))
        self._mark(PROVING).unlink(missing_ok=True)

    def _seen(self) -> str:
        try:
            since = self._mark(PROVING).read_text("ascii").strip()
        except FileNotFoundError:  # the machine has started anew since, and the role with it
            self._prove(0)
            return ""
        return of_role.looked(self.marks, self.role, since)

    def _mark(self, kind: str) -> Path:
        return self.marks / f"{self.role}{kind}"

    def _taken(self) -> Taken:
        return kept(self.identity / WISH, Taken) or Taken()

    def _keep(self, taken: Taken) -> None:
        keep(self.identity / WISH, taken)

    def _read(self) -> dict[str, Value]:
        return settings_of(self.file)


def settings_of(file: Path) -> dict[str, Any]:
    """A role's settings. ConfigError for what enrolment has not left so: taken for settings, it would tell the desk that
    nothing is set here, and what is known there for a box in its place would be gone.
    """
    try:
        found = tomllib.loads(file.read_text("utf-8"))
    except ValueError as error:
        raise ConfigError([say("pair.torn", file=file, why=error)]) from error
    if not isinstance(found.get("appliance"), str) or not isinstance(found.get("hall"), str):
        raise ConfigError([say("pair.torn", file=file, why="appliance, hall")])
    return found


def _set(settings: Mapping[str, Value]) -> Kept:
    """What of a role's settings is set at a box."""
    return {name: settings[name] for name in KINDS if name in settings}


def _over(role: str, settings: Mapping[str, Value], wanted: Mapping[str, str]) -> dict[str, Value]:
    fresh = {name: value for name, value in settings.items() if wanted.get(name) != ""}
    return fresh | {name: of_file(role, name, value) for name, value in wanted.items() if value}
