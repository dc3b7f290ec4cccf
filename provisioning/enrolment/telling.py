"""What a box without a role tells whoever shows it to people: one small file, whole at any moment."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import msgspec

from broker.bus.on_disk import keep
from broker.contracts.arrival import Arrival, Stage
from provisioning.enrolment.box import Shows

log = logging.getLogger(__name__)


class Telling:
    """`file`: on a disk in memory. Where it cannot be written, the code is still on the console."""

    def __init__(self, file: Path, **known: Any) -> None:
        self._file = file
        self._now = Arrival(stage="searching", **known)

    def tell(self, stage: Stage, **changed: Any) -> None:
        fresh = msgspec.structs.replace(self._now, stage=stage, **changed)
        try:
            keep(self._file, fresh, sync=False)
        except OSError as error:
            log.warning("%s: %s", self._file, error)
        self._now = fresh

    def know(self, **known: Any) -> None:
        """Something about the box or its kit, before there is anything to say."""
        self._now = msgspec.structs.replace(self._now, **known)

    def wants(self, role: str) -> None:
        """Which role is asked for, whatever the stage is."""
        if role != self._now.role:
            self.tell(self._now.stage, role=role)

    def beside(self, console: Shows) -> Shows:
        """The console's way of showing, and this one."""

        def code(code: str) -> None:
            console.code(code)
            self.tell("waiting", code=code)

        def identify() -> None:
            console.identify()
            self.tell(self._now.stage, identify=self._now.identify + 1)

        def trouble(what: str) -> None:
            console.trouble(what)
            if self._now.stage != "searching" or not self._file.exists():
                self.tell("searching")

        def well() -> None:
            if self._now.stage == "searching" and self._now.code:
                self.tell("waiting")

        return Shows(code, identify, trouble, well)
