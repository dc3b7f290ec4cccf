"""A box asks the desk what it has to know of the pair, and writes it into the settings of its roles.

The power may go at any moment: a settings file is the old one or the new one, and a role that begins takes what is there.
That a role is to begin anew is marked in memory only, before its file is changed: after a restart of the machine it has.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from broker.bus.addresses import addresses
from broker.bus.identity import REVOKED
from broker.bus.on_disk import kept, put
from broker.standby.candidate import holds_office
from broker.standby.holding import Own
from broker.standby.second_disk import TERM
from provisioning.clock.at_box import go_by
from provisioning.enrolment import set_at_box
from provisioning.enrolment.box import settings_text
from provisioning.enrolment.door import NoDesk, door_of
from provisioning.enrolment.wished import TRIAL
from provisioning.pairing.marks import DUE, WAITS
from provisioning.pairing.pair import LOOPBACK, QUEUE_MASTER, STANDBY, Setting, Stands, Told, forsakes, merged, moved
from provisioning.pairing.taking import Taking, settings_of
from provisioning.updating.on_trial import on_trial

log = logging.getLogger(__name__)

ASIDE = "term.json.aside"


@dataclass(frozen=True, slots=True)
class Box:
    """`state`: what enrolment has written. `marks`: a folder that a restart of the machine empties. `on_trial`: the root
    that runs may be given up yet: a role that settings keep from being ready would be held against the new version.
    """

    state: Path
    marks: Path
    on_trial: Callable[[], bool] = on_trial

    @property
    def roles(self) -> list[str]:
        """Those that have their settings and their identity."""
        held = sorted((self.state / "identities").glob("*/certificate.pem"))
        return [each.parent.name for each in held if self._file(each.parent.name).is_file()]

    def ask(self, role: str, port: int) -> list[str]:
        """Ask for one role: the lines that were changed. NoDesk: another time. ConfigError: its file is torn."""
        taking = Taking(role, self._file(role), self.state / "identities" / role, self.marks)
        back = taking.look()
        settings = self._read(role)
        door = door_of(self.state, role, port)
        trial: dict[str, int] = {TRIAL: 1} if self.on_trial() else {}
        told_to_set = door.settings(msgspec.json.encode({**set_at_box.of(settings), **taking.says(), **trial}))
        taken = [] if trial else taking.take(told_to_set, now=not self._decides(role, settings))
        if also := [*back, *taken]:
            settings = self._read(role)
        stands = self._stands(role, settings)
        answer = door.pair(msgspec.json.encode(stands))
        if answer.state != "paired":
            raise NoDesk(f"{door.host}:{port}: {answer.state}")
        if answer.time is not None:
            try:
                go_by(answer.time)
            except OSError as full:  # who is revoked, and where the second broker is, must not wait for that
                log.warning("the hall's time cannot be written down: %s", full)
        told = Told(
            settings={name: str(value) for name, value in answer.settings.items()},
            beside=answer.beside,
            now=answer.now,
        )
        self._believe(role, answer.revoked)
        here = moved(settings, door.host) if door.moved else settings
        at_once = here != settings  # the hall is where this box does not look for it
        if answer.first:
            here = moved(here, answer.first)
        changed = self._take(role, settings, here, stands, told)
        if (told.now or at_once) and (self.marks / f"{role}{WAITS}").exists() and not self._decides(role, settings):
            (self.marks / f"{role}{DUE}").touch()
        return sorted({*also, *changed})

    def _read(self, role: str) -> dict[str, Setting]:
        return settings_of(self._file(role))

    def _believe(self, role: str, revoked: str) -> None:
        """Who was revoked is believed no more from the next connection on. A desk of an older version says nothing of it."""
        file = self.state / "identities" / role / REVOKED
        if revoked and (not file.is_file() or file.read_text("ascii") != revoked):
            put(file, revoked.encode())

    def _take(
        self, role: str, settings: dict[str, Setting], here: dict[str, Setting], stands: Stands, told: Told
    ) -> list[str]:
        fresh = merged(here, told)
        if fresh == settings:
            return []
        self.marks.mkdir(parents=True, exist_ok=True)
        (self.marks / f"{role}{WAITS}").touch()
        term = self._folder(role, settings) / TERM
        if role == QUEUE_MASTER and forsakes(stands, told) and term.exists():
            term.replace(term.with_name(ASIDE))
        put(self._file(role), settings_text(fresh).encode())
        changed = sorted(name for name in {*settings, *fresh} if settings.get(name) != fresh.get(name))
        log.info("%s: %s", role, ", ".join(f"{name} = {fresh.get(name, '')!r}" for name in changed))
        return changed

    def _stands(self, role: str, settings: dict[str, Setting]) -> Stands:
        port = int(settings.get("broker_port", Stands().broker))
        own = kept(self._folder(role, settings) / TERM, Own) if role == QUEUE_MASTER else None
        return Stands(
            standby=str(settings.get("standby", "")),
            witness=str(settings.get("witness", "")),
            beside=str(
                settings.get("second_broker", "")
                if role == QUEUE_MASTER
                else " ".join(str(settings.get("broker_host", "")).split()[1:])
            ),
            broker=addresses(str(settings.get("own_broker", LOOPBACK)), port)[0][1],
            alone=own is not None and own.alone,
            stale=(self.marks / f"{role}{WAITS}").exists(),
        )

    def _decides(self, role: str, settings: dict[str, Setting]) -> bool:
        """A standby that has become the queue-master does not begin anew for this."""
        return role == STANDBY and holds_office(self._folder(role, settings), str(settings.get("appliance", "")))

    def _folder(self, role: str, settings: dict[str, Setting]) -> Path:
        return Path(str(settings.get("state_dir", self.state / role)))

    def _file(self, role: str) -> Path:
        return self.state / "roles" / f"{role}.toml"
