"""The appliances of the hall, folded from what they say of themselves (retained, so a late listener hears all). Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from broker.contracts import codec
from broker.contracts.errors import ContractError
from broker.contracts.shown import Shown
from broker.contracts.status import About, Problem, Status


@dataclass(slots=True)
class Machine:
    """One appliance. `problems` by code."""

    id: str
    status: Status | None = None
    about: About | None = None
    problems: dict[str, Problem] = field(default_factory=dict)
    shown: Shown | None = None

    @property
    def state(self) -> str:
        return self.status.state if self.status else "init"

    @property
    def role(self) -> str:
        said = self.status or self.about
        return said.role if said else ""

    @property
    def has_screen(self) -> bool:
        """Whether it answers a wish for a picture of its screen, now."""
        able = self.about is not None and "screenshot" in self.about.can
        return able and self.state in ("ready", "degraded")


@dataclass
class Machines:
    """All appliances by id."""

    by_id: dict[str, Machine] = field(default_factory=dict)
    unreadable: int = 0

    def hear(self, topic: str, body: bytes) -> None:
        """A message below `appliance/`. `topic`: "<id>/status", "<id>/about", "<id>/shown" or "<id>/problem/<code>"."""
        identity, _, what = topic.partition("/")
        machine = self.by_id.setdefault(identity, Machine(identity))
        try:
            self._fold(machine, what, body)
        except ContractError:
            self.unreadable += 1

    def _fold(self, machine: Machine, what: str, body: bytes) -> None:
        if what.startswith("problem/"):
            machine.problems.pop(what.removeprefix("problem/"), None)
            if body:
                problem = codec.read(Problem, body)
                machine.problems[problem.code] = problem
        elif not body:
            self.by_id.pop(machine.id, None)
        elif what == "shown":
            machine.shown = codec.read(Shown, body)
        elif what == "about":
            machine.about = codec.read(About, body)
        elif what == "status":
            status = codec.read(Status, body)
            # The will of an earlier life can arrive after the birth of the next one.
            ghost = status.state == "lost" and machine.status and status.boot < machine.status.boot
            if not ghost:
                machine.status = status

    @property
    def all(self) -> list[Machine]:
        return sorted(self.by_id.values(), key=lambda m: (m.role, m.id))
