"""The queue-master's box dies, and with it the desk that lets boxes in; its standby brings both back.

Real brokers over TLS, the real roles, and the real process of the desk on each of the two machines.
"""

from __future__ import annotations

import os
import shutil
import ssl
import subprocess
import sys
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pytest

from broker.bus.asking import Asker
from broker.bus.clock import new_id
from broker.bus.link import Link
from broker.bus.seam import Message
from broker.contracts import codec
from broker.contracts.enrolling import Asking, DeskSaid, DeskWish
from broker.contracts.topics import Topics
from broker.standby.kept_files import KEY
from broker.standby.sealing import keep_key, key_of
from broker.standby.second_office import PREPARED
from office.doors.doorkeeper import Doorkeeper
from office.doors.person import Person, with_person
from office.doors.staff_list import read_staff, write_staff
from provisioning.authority.authority import Authority
from provisioning.enrolment.door import Door
from provisioning.enrolment.finding import answers
from provisioning.enrolment.places import ON_BUS
from provisioning.enrolment.second_office import SecondOffice
from tests.broker.mosquitto import PROGRAM, free_port
from tests.broker.until import until
from tests.provisioning.enrolment import standing
from tests.stories.test_pairing import KIOSK, MASTER, STANDBY, WITNESS, Hall, hall, number

__all__ = ["hall"]
pytestmark = [
    pytest.mark.wire,
    pytest.mark.kill,
    pytest.mark.timeout(240),
    pytest.mark.skipif(PROGRAM is None, reason="mosquitto is not installed"),
]
WORD = "abcd-efgh-jkmn-pqrs-tuvw-xyz2"
TOPICS = Topics("test-hall")


class Desk:
    """`cherha enrol desk` on one of the two machines."""

    def __init__(self, hall: Hall, machine: Path, authority: Path, broker: Path, port: int) -> None:
        self._said = machine / "desk.said"
        words = [
            sys.executable, "-m", "provisioning.command", "enrol",
            "--authority", str(authority), "--hall", str(standing.HALL), "--broker", str(broker),
            "desk", "--state", str(machine), "--port", "0", "--address", "127.0.0.1", "--broker-port", str(port),
        ]  # fmt: skip
        with self._said.open("wb") as said:
            self.process = subprocess.Popen(words, stdout=said, stderr=subprocess.STDOUT)
        hall.roles[f"desk-{machine.name}"] = self.process

    @property
    def said(self) -> str:
        return self._said.read_text("utf-8")

    @property
    def port(self) -> int | None:
        """At which it takes requests; None: it is at rest."""
        lines = [line for line in self.said.splitlines() if line.startswith(("Taking requests", "The hall's"))]
        return int(lines[-1].strip(".").rsplit(" ", 1)[1]) if lines and lines[-1].startswith("Taking") else None


class Technician:
    """On the pages of whoever decides now."""

    def __init__(self, identity: Path, port: int) -> None:
        self.asking: Asking | None = None
        self.problems: set[str] = set()
        self._said: dict[str, DeskSaid] = {}
        self.link = Link("test-hall", "office-2", "127.0.0.1", port, identity=str(identity))
        self.link.subscribe(TOPICS.asking, lambda m: setattr(self, "asking", codec.read(Asking, m.body)))
        self.link.subscribe(TOPICS.desk_said, self._hear)
        self.link.subscribe(TOPICS.problem("+", "+"), self._problem)
        self.link.start()

    def says(self, what: str, **given: str) -> DeskSaid:
        id = new_id()  # noqa: A001 - its name on the wire
        wish = DeskWish(id=id, at=datetime.now(UTC), what=what, **given)  # type: ignore[arg-type]
        until(lambda: self.link.connected)
        self.link.publish(TOPICS.desk_wish, codec.encode(wish))
        until(lambda: id in self._said, 30)
        return self._said[id]

    def _hear(self, message: Message) -> None:
        said = codec.read(DeskSaid, message.body)
        self._said[said.id] = said

    def _problem(self, message: Message) -> None:
        code = message.topic.rsplit("/", 1)[1]
        (self.problems.add if message.body else self.problems.discard)(code)


@pytest.fixture
def paired(hall: Hall) -> Hall:
    """All roles run, and the queue-master's box has made a backup word."""
    shutil.copytree(hall.root / "on-bus", hall.desks.authority / ON_BUS)
    keep_key(hall.root / MASTER / MASTER / KEY, key_of(WORD))
    office = hall.root / MASTER / "office"
    office.mkdir(parents=True)
    (office / "staff.toml").write_text('[[person]]\nid = "olena"\nname = "Olena"\nroles = ["technician"]\n', "utf-8")
    second = SecondOffice(hall.desks.desk, office, hall.root / "desk" / PREPARED)
    second.look("127.0.0.1", standing.AT)
    for name in (MASTER, STANDBY, WITNESS):
        hall.begin(name)
    until(lambda: hall.asking("witness", MASTER, WITNESS), 90, hall.said)
    until(lambda: hall.asking("broker_host", WITNESS, f"127.0.0.1 127.0.0.1:{hall.second.port}"), 30, hall.said)
    files = hall.root / STANDBY / "broker"
    until(lambda: (files / "revoked.pem").is_file() and (files / "identity" / "key.pem").is_file(), 60, hall.said)
    hall.second.start()
    until(lambda: STANDBY in hall.held().heirs, 60, hall.said)
    backup = hall.root / STANDBY / "standby" / "backup"
    until((backup / "authority" / "members.json.sealed").is_file, 60, hall.said)
    until((backup / "office" / "staff.toml").is_file, 60, hall.said)
    return hall


def serve_pages(hall: Hall, machine: Path) -> None:
    """The office of this machine answers browsers that trust the hall, and knows the staff."""
    port = free_port()
    words = [sys.executable, "-m", "provisioning.command", "run", "office", "--config"]
    hall.roles["office"] = subprocess.Popen(
        [*words, str(machine / "roles" / "office.toml")], env={**os.environ, "CHERHA_OFFICE_PORT": str(port)}
    )
    until(lambda: answers("127.0.0.1", port), 60)
    trusting = ssl.create_default_context(cadata=hall.desks.desk.authority.pem)
    with urllib.request.urlopen(f"https://127.0.0.1:{port}/sign-in", context=trusting) as page:
        assert "Olena" in page.read().decode()


def test_the_word_typed_once_opens_the_desk_where_the_queue_is_now(paired: Hall) -> None:
    hall = paired
    at_standby = hall.root / STANDBY
    authority = at_standby / "authority"
    desk = Desk(hall, at_standby, authority, at_standby / "broker", hall.second.port)
    hall.kill(MASTER)
    hall.first.kill()
    hall.bus.stop()
    hall.desks.server.stop()
    until((at_standby / "roles" / "office.toml").is_file, 60, hall.said)

    technician = Technician(at_standby / "standby" / "backup" / "office" / "identity", hall.second.port)
    until(lambda: technician.asking is not None and technician.asking.authority == "sealed", 30, hall.said)
    until(lambda: "authority-sealed" in technician.problems, 30, hall.said)
    assert technician.says("revoke", name=KIOSK).reason == "authority-sealed"
    assert technician.says("unseal", code="abcd-wrong-word").reason == "wrong-word"
    assert not authority.exists()
    assert desk.port is None
    assert technician.says("unseal", code=WORD.upper().replace("-", " ")).outcome == "done"
    until(lambda: desk.port is not None, 30, desk.said)
    until(lambda: "authority-sealed" not in technician.problems, 30, hall.said)

    # A new box comes in here, and speaks at the broker of this machine.
    hall.desks.door = lambda identity=None: Door("127.0.0.1", desk.port or 0, hall.desks.desk.authority.pem, identity)  # type: ignore[method-assign]
    new = hall.desks.box(hall.root / "kiosk-2", hardware="box-of-kiosk-2")
    assert technician.says("accept", code=new.code, name="kiosk-2", role="dispenser").outcome == "done"
    new.done()
    hall.second.read_again()
    link = Link("test-hall", "kiosk-2", "127.0.0.1", hall.second.port, identity=str(new.identity))
    link.start()
    until(lambda: link.connected, 30, desk.said)
    number(Asker(link))
    link.stop()
    assert Authority(authority).names["kiosk-2"] == "dispenser"

    technician.link.stop()
    serve_pages(hall, at_standby)
    at_home, away = hall.root / MASTER / "office", at_standby / "office"
    write_staff(away, with_person(read_staff(away), Person(id="taras", name="Taras", roles=("technician",))))

    # The old box comes back: it follows, its own desk rests, and what was done meanwhile comes to it.
    hall.first.start()
    old = Desk(hall, hall.root / MASTER, hall.desks.authority, hall.root / "desk" / "broker", hall.first.port)
    hall.begin(MASTER)
    hall.roles[MASTER].wait(60)
    hall.begin(MASTER)
    until(lambda: MASTER in hall.held().heirs, 60, hall.said)
    until(lambda: Doorkeeper(at_home, lock_after=60).staff.of("taras"), 60, hall.said)
    assert Doorkeeper(at_home, lock_after=60).staff.of("olena"), "nobody was lost by it"
    newer = hall.root / MASTER / MASTER / "backup" / "authority" / "members.json.sealed"
    until(newer.is_file, 60, hall.said)
    assert old.port is None, old.said

    # And so does the office: this box has the key, and nobody types anything.
    hall.kill(STANDBY)
    hall.second.kill()
    until(lambda: old.port is not None, 60, f"{hall.said}\n{old.said}")
    assert Authority(hall.desks.authority).names["kiosk-2"] == "dispenser"
    until(lambda: desk.port is None, 30, desk.said)
