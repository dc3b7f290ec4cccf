"""The queue-master's first box is lost for good: its standby decides, and a new box comes to it from a backup."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography import x509

from broker.bus.asking import Asker
from broker.bus.identity import BROKER, REVOKED, context
from broker.bus.link import Link
from provisioning.authority.authority import Authority
from provisioning.enrolment.door import Door
from tests.broker.mosquitto import PROGRAM
from tests.broker.until import until
from tests.stories.test_pairing import KIOSK, MASTER, STANDBY, Hall, hall, number
from tests.stories.test_unsealing import WORD, Desk, Technician, paired

__all__ = ["hall", "paired"]
pytestmark = [
    pytest.mark.wire,
    pytest.mark.kill,
    pytest.mark.timeout(240),
    pytest.mark.skipif(PROGRAM is None, reason="mosquitto is not installed"),
]


def cherha(*words: object) -> None:
    called = [sys.executable, "-m", "provisioning.command", *map(str, words)]
    done = subprocess.run(called, capture_output=True, text=True, timeout=120, check=False, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stdout + done.stderr


class Lost:
    """The first machine is gone with its disk; the standby decides, and its desk is open."""

    def __init__(self, hall: Hall) -> None:
        self.hall, self.at_standby, self.first = hall, hall.root / STANDBY, hall.root / MASTER
        self.desk = Desk(
            hall, self.at_standby, self.at_standby / "authority", self.at_standby / "broker", hall.second.port
        )
        until((self.at_standby / "standby" / "backup" / "roles" / "queue-master.toml.sealed").is_file, 60, hall.said)
        hall.kill(MASTER)
        hall.first.kill()
        hall.bus.stop()
        hall.desks.server.stop()
        self.stolen = hall.root / "stolen"
        shutil.move(self.first, self.stolen)
        for name in ("authority", "broker"):
            shutil.move(hall.root / "desk" / name, self.stolen / name)
        until((self.at_standby / "roles" / "office.toml").is_file, 60, hall.said)
        office = self.at_standby / "standby" / "backup" / "office" / "identity"
        self.technician = Technician(office, hall.second.port)
        told = self.technician
        until(lambda: told.asking is not None and told.asking.authority == "sealed", 30, hall.said)
        assert told.says("unseal", code=WORD).outcome == "done"
        until(lambda: self.desk.port is not None, 30, self.desk.said)
        hall.desks.door = lambda identity=None: Door(  # type: ignore[method-assign]
            "127.0.0.1", self.desk.port or 0, Authority(self.at_standby / "authority").pem, identity
        )

    def let_in(self, name: str) -> Path:
        new = self.hall.desks.box(self.hall.root / name, hardware=f"box-of-{name}")
        assert self.technician.says("accept", code=new.code, name=name, role="dispenser").outcome == "done"
        new.done()
        self.hall.second.read_again()
        return new.identity

    def new_box(self) -> Desk:
        """As docs/technicians/backup.md says: a backup of who decides, on a fresh box, which is then switched on."""
        file = self.hall.root / "hall.cherha"
        state = self.at_standby / "standby"
        cherha("backup", "take", file, "--folder", state, "--config", self.at_standby / "roles" / "standby.toml")
        words = ("--state", self.first / MASTER, "--hall", self.first / "hall.toml", "--beside", self.first)
        cherha("backup", "restore", file, *words, "--word", WORD)
        shutil.move(self.first / "authority", self.hall.desks.authority)
        broker = self.hall.root / "desk" / "broker"
        desk = Desk(self.hall, self.first, self.hall.desks.authority, broker, self.hall.first.port)
        until((broker / REVOKED).is_file, 30, desk.said)
        self.hall.first.start()
        self.hall.begin(MASTER)
        self.hall.roles[MASTER].wait(120)
        self.hall.begin(MASTER)
        return desk


@pytest.fixture
def lost(paired: Hall) -> Lost:
    return Lost(paired)


def test_a_new_box_is_the_second_one_with_all_that_was_done_since(lost: Lost) -> None:
    hall = lost.hall
    identity = lost.let_in("kiosk-2")
    brokers = f"127.0.0.1:{hall.first.port} 127.0.0.1:{hall.second.port}"
    kiosk = Link("test-hall", "kiosk-2", brokers, hall.first.port, identity=str(identity))
    kiosk.start()
    try:
        asker = Asker(kiosk)
        before = [number(asker) for _ in range(3)]
        desk = lost.new_box()
        until(lambda: MASTER in hall.held().heirs, 60, hall.said)
        assert hall.held().holder == STANDBY, "who decides was not stopped for it"
        before += [number(asker) for _ in range(3)]
        assert (lost.first / "office" / "staff.toml").is_file()
        assert desk.port is None, desk.said
        newer = lost.first / MASTER / "backup" / "authority" / "members.json.sealed"
        until(newer.is_file, 60, hall.said)

        hall.kill(STANDBY)
        hall.second.kill()
        until(lambda: desk.port is not None, 60, f"{hall.said}\n{desk.said}")
        hall.first.read_again()
        assert {"kiosk-2", KIOSK} <= set(Authority(hall.desks.authority).names)
        assert not set(before) & {number(asker) for _ in range(3)}
    finally:
        kiosk.stop()
        lost.technician.link.stop()


def comes_in(hall: Hall, name: str, identity: Path) -> bool:
    """Whether the standby's broker lets somebody in with this certificate."""
    plain = socket.create_connection(("127.0.0.1", hall.second.port), 10)
    try:
        with context(identity).wrap_socket(plain, server_hostname=BROKER) as wrapped:
            wrapped.settimeout(60)
            wrapped.sendall(bytes.fromhex("101000044d5154540502000a000003") + name[:3].encode())
            return wrapped.recv(1) == b"\x20"
    except TimeoutError:
        raise
    except OSError:  # it says why, or has hung up before we have read that
        return False


def test_it_is_shut_out_at_the_standby_and_a_new_one_is_let_in(lost: Lost) -> None:
    hall, told = lost.hall, lost.technician
    mine = hall.settings(KIOSK)
    kiosk = Link("test-hall", KIOSK, f"127.0.0.1:{hall.second.port}", hall.first.port, identity=mine["identity"])
    kiosk.start()
    dead = {
        MASTER: lost.stolen / "identities" / "queue-master",
        "desk-1": lost.stolen / "authority" / "on-bus",
    }
    try:
        asker = Asker(kiosk)
        before = [number(asker) for _ in range(3)]
        assert comes_in(hall, MASTER, dead[MASTER]), "nobody has said otherwise yet"
        for own in (STANDBY, "office-2"):
            assert told.says("revoke", name=own).reason == "own-machine"
        assert told.says("revoke", name=MASTER).outcome == "done"
        hall.second.read_again()
        for name, identity in dead.items():
            until(lambda name=name, identity=identity: not comes_in(hall, name, identity), 30)  # type: ignore[misc]
        authority = Authority(lost.at_standby / "authority")
        old = x509.load_pem_x509_certificate((lost.stolen / "broker" / "identity" / "certificate.pem").read_bytes())
        assert authority.of(old).revoked, "no box believes its broker"  # type: ignore[union-attr]
        before += [number(asker) for _ in range(3)]

        box = hall.desks.box(hall.root / "new-standby", hardware="new", role="standby")
        refused = told.says("accept", code=box.code, name="standby-2", role="standby")
        assert refused.reason == "second-is-first"
        box.stop()
        desk = lost.new_box()
        listed = lost.at_standby / "broker" / "access.list"
        until(lambda: f"user {MASTER}\n" in listed.read_text("utf-8"), 30, lost.desk.said)
        hall.second.read_again()
        until(lambda: MASTER in hall.held().heirs, 90, f"{hall.said}\n{lost.desk.said}")
        assert desk.port is None, desk.said
        assert hall.held().holder == STANDBY
        assert not any(comes_in(hall, name, identity) for name, identity in dead.items())
        before += [number(asker) for _ in range(3)]
        assert len(set(before)) == 9
        until(lambda: told.asking is not None and told.asking.open, 30)
    finally:
        kiosk.stop()
        told.link.stop()
