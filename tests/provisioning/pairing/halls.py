"""A hall whose boxes ask the desk now and then, over TLS, for tests."""

from __future__ import annotations

import tomllib
from pathlib import Path

from provisioning.enrolment.own import Machine, settle
from provisioning.pairing.box import Box
from provisioning.pairing.marks import DUE, WAITS
from provisioning.updating.on_trial import on_trial
from tests.provisioning.enrolment.standing import HALL
from tests.provisioning.enrolment.standing import Hall as HallMachine


class Hall(HallMachine):
    """With a queue-master on the machine of the desk, and boxes by name."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "desk")
        self.root = folder
        (folder / "system").mkdir()
        (folder / "system" / "cmdline").write_text("ro quiet")
        own = folder / "queue-master"
        here = Machine(own, self.authority, HALL, folder / "desk" / "broker")
        settle(self.desk, here, "queue-master", "queue-master")

    def let_in(self, name: str, role: str, **settings: str | int) -> None:
        box = self.box(self.root / name, hardware=f"box-of-{name}", role=role)
        self.accept(box.code, name, role, **settings)
        box.done()

    def machine(self, name: str) -> Box:
        system = self.root / "system"
        return Box(self.root / name, self.root / name / "marks", lambda: on_trial(system, system / "cmdline"))

    def new_root(self, *, well: str) -> None:
        """All boxes have started root B; `well`: the roots that have been."""
        for root in well:
            (self.root / "system" / f"well-{root}").touch()
        (self.root / "system" / "cmdline").write_text("ro rauc.slot=B quiet")

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
