"""Two boxes are let in as standby and witness, and nobody writes a setting: the hall learns it all by itself.

Real brokers over TLS, the real desk, real roles begun from the settings files that enrolment wrote.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from broker.bus.asking import Asker
from broker.bus.clock import new_id, now
from broker.bus.identity import BROKER
from broker.bus.link import Link
from broker.bus.on_disk import kept
from broker.contracts import commands as c
from broker.contracts.standby import Register
from provisioning.enrolment.on_the_bus import NAME as ON_BUS
from provisioning.enrolment.on_the_bus import ROLE, DeskOnBus
from provisioning.enrolment.own import Machine, settle
from provisioning.enrolment.second_broker import FOLDER
from provisioning.pairing.box import Box
from provisioning.pairing.marks import DUE, WAITS
from tests.broker.halls import HALL_TOML, PLAN
from tests.broker.mosquitto import PROGRAM
from tests.broker.until import until
from tests.provisioning.enrolment import standing
from tests.stories.test_standby_over_tls import Secure

pytestmark = [
    pytest.mark.wire,
    pytest.mark.kill,
    pytest.mark.timeout(240),
    pytest.mark.skipif(PROGRAM is None, reason="mosquitto is not installed"),
]
MASTER, STANDBY, WITNESS, KIOSK = "queue-master", "standby-1", "witness-1", "kiosk-1"


class Hall:
    """The desk's machine and the boxes by name; `begin` and `minute` are what systemd does there."""

    def __init__(self, folder: Path) -> None:
        self.root, self.desks = folder, standing.Hall(folder / "desk")
        desk, broker = self.desks.desk, folder / "desk" / "broker"
        desk.equip_once("broker", broker / "identity", BROKER, standing.AT)
        desk.authority.equip(folder / "on-bus", ON_BUS, ROLE, standing.AT)
        self.first = Secure(folder / "broker-1", broker)
        self.second = Secure(folder / "broker-2", folder / STANDBY / "broker")
        here = Machine(folder / MASTER, self.desks.authority, standing.HALL, broker)
        settle(desk, here, MASTER, MASTER, {"broker_port": self.first.port})
        for name, role in ((KIOSK, "dispenser"), (WITNESS, "witness"), (STANDBY, "standby")):
            self._let_in(name, role)
        self.first.start()
        self.bus = Link("test-hall", ON_BUS, "127.0.0.1", self.first.port, identity=str(folder / "on-bus"))
        self.on_bus = DeskOnBus(desk, self.bus, clock=lambda: now(PLAN.timezone))
        self.bus.start()
        self.roles: dict[str, subprocess.Popen[bytes]] = {}

    def _let_in(self, name: str, role: str) -> None:
        box = self.desks.box(self.root / name, hardware=f"box-of-{name}", role=role)
        mine: dict[str, str | int] = {
            "broker_port": self.first.port,
            "state_dir": str(self.root / name / role),
            "own_broker": f"127.0.0.1:{self.second.port}",
        }
        if role == "standby":
            mine["broker_files"] = str(self.root / name / "broker")
        self.desks.accept(box.code, name, role, **mine)
        box.done()

    def settings(self, name: str) -> dict[str, str]:
        return tomllib.loads(self._file(name).read_text("utf-8"))

    def _file(self, name: str) -> Path:
        """Of its role; the staff's pages of a machine are begun apart."""
        (file,) = (each for each in (self.root / name / "roles").glob("[!.]*.toml") if each.stem != "office")
        return file

    def begin(self, name: str) -> None:
        file = self._file(name)
        words = [sys.executable, "-m", "provisioning.command", "run", file.stem, "--config", str(file)]
        with (self.root / f"{name}.said").open("ab") as said:
            self.roles[name] = subprocess.Popen(words, stderr=said)

    def kill(self, name: str) -> None:
        self.roles[name].kill()
        self.roles[name].wait(10)

    def minute(self) -> None:
        """Each box asks, and begins anew what is due."""
        for name in (MASTER, STANDBY, WITNESS, KIOSK):
            box = Box(self.root / name, self.root / name / "marks")
            for role in box.roles:
                box.ask(role, self.desks.server.port)
                if (box.marks / f"{role}{DUE}").exists():
                    (box.marks / f"{role}{WAITS}").unlink()
                    (box.marks / f"{role}{DUE}").unlink()
                    if name in self.roles:
                        self.roles[name].terminate()
                        self.roles[name].wait(30)
                        self.begin(name)

    def asking(self, goal: str, name: str, value: str) -> bool:
        self.minute()
        return self.settings(name).get(goal) == value

    @property
    def said(self) -> str:
        return "\n".join(f"-- {each.name}\n{each.read_text('utf-8')}" for each in self.root.glob("*.said"))

    def held(self) -> Register:
        return kept(self.root / WITNESS / "witness" / "register.json", Register) or Register()

    def close(self) -> None:
        self.bus.stop()
        for process in self.roles.values():
            process.kill()
            process.wait(10)
        for broker in (self.first, self.second):
            broker.stop()
        self.desks.server.stop()


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hall]:
    file = tmp_path / "hall.toml"
    file.write_text(HALL_TOML, "utf-8")
    monkeypatch.setattr(standing, "HALL", file)
    for name in [name for name in os.environ if name.startswith("CHERHA_")]:
        monkeypatch.delenv(name)
    made = Hall(tmp_path)
    yield made
    made.close()


def number(asker: Asker) -> str:
    reply = asker.ask(c.TakeTicket(id=new_id(), at=now(PLAN.timezone), service="passport-new"), timeout=60)
    assert reply.ticket, reply
    return reply.ticket.number


def test_a_standby_and_a_witness_that_were_let_in_are_used_with_nobody_writing_settings(hall: Hall) -> None:
    for name in (MASTER, STANDBY, WITNESS):
        hall.begin(name)
    until(lambda: hall.asking("witness", MASTER, WITNESS), 90, hall.said)
    assert hall.settings(MASTER)["standby"] == STANDBY
    both = f"127.0.0.1 127.0.0.1:{hall.second.port}"
    until(lambda: hall.asking("broker_host", KIOSK, both), 30, hall.said)
    assert hall.settings(WITNESS)["broker_host"] == both
    files = hall.root / STANDBY / "broker"
    until(lambda: (files / "revoked.pem").is_file() and (files / "identity" / "key.pem").is_file(), 60, hall.said)
    hall.second.start()
    until(lambda: STANDBY in hall.held().heirs, 60, hall.said)

    mine = hall.settings(KIOSK)
    kiosk = Link("test-hall", KIOSK, mine["broker_host"], hall.first.port, identity=mine["identity"])
    kiosk.start()
    try:
        asker = Asker(kiosk)
        before = [number(asker) for _ in range(5)]
        hall.kill(MASTER)
        hall.first.kill()
        after = [number(asker) for _ in range(5)]
        assert hall.held().holder == STANDBY

        hall.first.start()  # the old box is back, and is the standby before anybody has said so
        hall.begin(MASTER)
        assert hall.roles[MASTER].wait(60) == os.EX_TEMPFAIL, hall.said
        hall.begin(MASTER)
        until(lambda: MASTER in hall.held().heirs, 60, hall.said)
        later = [number(asker) for _ in range(5)]
        hall.kill(STANDBY)
        hall.second.kill()
        last = [number(asker) for _ in range(5)]
    finally:
        kiosk.stop()
    assert len({*before, *after, *later, *last}) == 20
    assert hall.held().holder == MASTER
    assert FOLDER in hall.settings(MASTER)["broker_files"]
