"""A hall whose boxes ask the desk now and then, over TLS, for tests."""

from __future__ import annotations

import tomllib
from pathlib import Path

from provisioning.enrolment.own import Machine, settle
from provisioning.pairing.box import Box
from provisioning.pairing.marks import DUE, WAITS
from tests.provisioning.enrolment.standing import HALL
from tests.provisioning.enrolment.standing import Hall as HallMachine


class Hall(HallMachine):
    """With a queue-master on the machine of the desk, and boxes by name."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "desk")
        self.root = folder
        own = folder / "queue-master"
        here = Machine(own, self.authority, HALL, folder / "desk" / "broker")
        settle(self.desk, here, "queue-master", "queue-master")

    def let_in(self, name: str, role: str, **settings: str | int) -> None:
        box = self.box(self.root / name, hardware=f"box-of-{name}", role=role)
        self.accept(box.code, name, role, **settings)
        box.done()

    def machine(self, name: str) -> Box:
        return Box(self.root / name, self.root / name / "marks")

    def asks(self, name: str) -> list[str]:
        """As the timer has it; then systemd's part."""
        box = self.machine(name)
        changed = [line for role in box.roles for line in box.ask(role, self.server.port)]
        for due in box.marks.glob(f"*{DUE}"):
            due.with_suffix(WAITS).unlink()
            due.unlink()
        return changed

    def settings(self, name: str) -> dict[str, object]:
        (file,) = (self.root / name / "roles").glob("[!.]*.toml")
        return tomllib.loads(file.read_text("utf-8"))

    def quiet(self, *, idle: bool = True) -> None:
        self.desk.pairing.hall(idle=idle, shut=idle)

    def works(self, *names: str) -> None:
        for name in names:
            self.desk.pairing.status(name, "degraded")
