"""A standby in office whose desk is open, and boxes that ask there for the first machine's place, for tests."""

from __future__ import annotations

from pathlib import Path

from broker.bus.on_disk import keep
from broker.bus.settings import Settings
from broker.contracts import commands as c
from broker.contracts.standby import Register
from broker.standby.holding import Own
from broker.standby.kept_files import KEY, SEALED
from broker.standby.sealing import keep_key, key_of, seal
from broker.standby.second_disk import TERM
from provisioning.enrolment.office_page import page_settings
from provisioning.enrolment.own import Machine, settle
from provisioning.kit.making import kit_text
from provisioning.replacing.at_desk import NextFirst
from tests.broker.desk import Desk
from tests.provisioning.enrolment import standing

MASTER, STANDBY, WITNESS = "queue-master", "standby-1", "witness-1"
OTHERS = {"kiosk-1": "dispenser", STANDBY: "standby", WITNESS: "witness"}
STAFF = '[[person]]\nid = "olena"\nname = "Olena"\nroles = ["technician"]\n'
IN_OFFICE = Own(Register(2, STANDBY, 1, (STANDBY,)), alone=True)


class InOffice(standing.Hall):
    """A standby that decides: its desk is open, and of the first machine it has what came sealed."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "desk")
        self.root, self.first, self.state = folder, folder / "first", folder / "standby"
        for name, role in OTHERS.items():
            self.desk.authority.equip(folder / name, name, role, standing.AT)
        here = Machine(self.first, self.authority, standing.HALL, self.folder / "broker")
        settle(
            self.desk, here, "office", "office", page_settings(self.desk.authority, self.first, "10.0.0.5", standing.AT)
        )
        pair = {"standby": STANDBY, "witness": WITNESS, "second_broker": "10.0.0.6:9", "content_host": "10.0.0.5"}
        settle(self.desk, here, MASTER, MASTER, pair)
        self._came_sealed()
        (folder / "office").mkdir()
        (folder / "office" / "staff.toml").write_text(STAFF, "utf-8")
        queue = Desk(self.state)
        for _ in range(3):
            queue.ask(c.TakeTicket, service="registration")
        queue.journal.close()
        keep(self.state / TERM, IN_OFFICE)
        settings = Settings(
            appliance=STANDBY, hall=standing.HALL, state_dir=self.state, witness=WITNESS,
            broker_files=str(self.folder / "broker"),
        )  # fmt: skip
        self.desk.turned = True
        self.desk.next_first = NextFirst(self.desk, settings)

    def _came_sealed(self) -> None:
        key = key_of("abcd-efgh-jkmn")
        keep_key(self.state / KEY, key)
        for path in [path for name in ("identities", "roles") for path in (self.first / name).rglob("*.*")]:
            place = self.state / "backup" / f"{path.relative_to(self.first)}{SEALED}"
            place.parent.mkdir(parents=True, exist_ok=True)
            with path.open("rb") as source, place.open("wb") as target:
                seal(key, source, target)

    def kit_at(self, port: int) -> str:
        """A kit for cards, as the first machine made them; its desk is at `port` of this machine."""
        authority = self.desk.authority
        return kit_text(
            authority, authority.folder, self.desk.hall_id, "127.0.0.1", port=port, token=self.register.token
        )

    @property
    def next_first(self) -> NextFirst:
        assert self.desk.next_first
        return self.desk.next_first

    def let_first_in(self, name: str = "new") -> Path:
        """A new box in the first machine's place; the folder of its whole state."""
        box = self.box(self.root / name, hardware=name, role="")
        self.next_first.let_in(box.code, "", self.steady)
        box.done()
        return self.root / name

    def asks(self, identity: Path | None) -> str:
        return self.door(identity).packed().state
