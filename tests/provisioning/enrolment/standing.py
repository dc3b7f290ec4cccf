"""A hall whose desk is open, and boxes that ask there, for tests."""

from __future__ import annotations

import threading
import tomllib
from datetime import UTC, datetime
from pathlib import Path

from broker.contracts.hall_check import load
from provisioning.authority.authority import Authority
from provisioning.enrolment.box import Box, Places, Refusal, Shows
from provisioning.enrolment.desk import Answer, Desk
from provisioning.enrolment.door import Door
from provisioning.enrolment.finishing import identities, take_roles
from provisioning.enrolment.places import DESK, REGISTER
from provisioning.enrolment.register import Register
from provisioning.enrolment.serving import Server
from provisioning.kit.command import main as kit_command
from provisioning.kit.reading import read
from tests.broker.until import until

ROOT = Path(__file__).parents[3]
HALL = ROOT / "provisioning" / "demo" / "hall.toml"
AT = datetime(2026, 11, 28, 12, tzinfo=UTC)


class Hall:
    """The queue-master's machine: an authority, a kit, an open desk."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.now, self.steady = folder, AT, 1000.0
        kit_command(
            ["make", str(HALL), "--address", "127.0.0.1", "--authority", str(self.authority), "--out", str(self.kit)]
        )
        self.register = Register(self.authority / REGISTER)
        hall = load(HALL)
        self.desk = Desk(
            Authority(self.authority), self.register, HALL, hall, folder / "broker",
            clock=lambda: self.now, steady=lambda: self.steady,
        )  # fmt: skip
        self.desk.equip_once("desk", self.authority / "desk", DESK, AT)
        self.server = Server(self.desk, self.authority / "desk", "127.0.0.1", 0)
        self.server.start()

    @property
    def authority(self) -> Path:
        return self.folder / "authority"

    @property
    def kit(self) -> Path:
        return self.folder / "hall-kit.toml"

    def accept(self, code: str, name: str, role: str, *, instead: bool = False, **settings: str | int) -> None:
        names = self.desk.authority.names
        self.register.accept(code, name, role, names, self.steady, settings=settings, instead=instead)

    def door(self, identity: Path | None = None) -> Door:
        return Door("127.0.0.1", self.server.port, self.desk.authority.pem, identity)

    def box(self, folder: Path, hardware: str = "box-17", role: str = "dispenser", was: str = "") -> Standing:
        return Standing(self, folder, hardware, role, was)


class Standing:
    """A box that asks, in a thread; it looks for its answer all the time."""

    def __init__(self, hall: Hall, folder: Path, hardware: str, role: str, was: str = "") -> None:
        self.places = Places(folder / "identities", folder / "roles", folder / "hall.toml")
        self.codes: list[str] = []
        self.troubles: list[str] = []
        self.answer: Answer | None = None
        self.refusal = ""
        self.identified = threading.Event()
        shows = Shows(self.codes.append, self.identified.set, self.troubles.append)
        kit, _ = read(hall.kit.read_bytes())
        self.wanted = role
        self.box = Box(kit, hall.door, self.places, shows, hardware=hardware, wanted=lambda: self.wanted, was=was)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._enrol, daemon=True)
        self._thread.start()

    def _enrol(self) -> None:
        try:
            self.answer = self.box.enrol(lambda _seconds: self._stopping.wait(0.01))
            if self.answer and self.answer.role != "queue-master":  # that one takes the first machine's place
                take_roles(identities(self.places.identities), self.places.roles)
        except Refusal as refusal:
            self.refusal = str(refusal)

    @property
    def code(self) -> str:
        until(lambda: self.codes or self.refusal)
        return self.codes[-1]

    def done(self) -> None:
        self._thread.join(30)
        assert not self._thread.is_alive()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(30)

    @property
    def identity(self) -> Path:
        assert self.answer
        return self.places.identities / self.answer.role

    @property
    def settings(self) -> dict[str, object]:
        assert self.answer
        return tomllib.loads((self.places.roles / f"{self.answer.role}.toml").read_text())


def let_in(hall: Hall, box: Standing, name: str = "dispenser-1", **settings: str | int) -> Standing:
    hall.accept(box.code, name, "dispenser", **settings)
    box.done()
    return box
