"""A whole hall, let in over TLS at the real desk, is attacked while it works: it goes on, and nothing false is seen.

A queue-master, two dispensers, two boards, an announcer; a real Mosquitto and a real queue-master process.
"""

from __future__ import annotations

import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from broker.bus.asking import Asker
from broker.bus.clock import new_id, now
from broker.bus.identity import BROKER
from broker.bus.link import Link
from broker.bus.seam import Message
from broker.contracts import codec
from broker.contracts import commands as c
from broker.contracts.events import TicketIssued
from broker.contracts.snapshot import Snapshot
from broker.contracts.topics import Topics
from provisioning.enrolment.own import Machine, settle
from tests.broker.halls import HALL_TOML, PLAN
from tests.broker.mosquitto import PROGRAM
from tests.broker.until import until
from tests.provisioning.enrolment import standing
from tests.stories.test_standby_over_tls import Secure

pytestmark = [
    pytest.mark.wire,
    pytest.mark.timeout(180),
    pytest.mark.skipif(PROGRAM is None, reason="mosquitto is not installed"),
]
TOPICS = Topics("test-hall")
BOXES = {
    "dispenser-1": "dispenser",
    "dispenser-2": "dispenser",
    "board-1": "board",
    "board-2": "board",
    "announcer-1": "announcer",
}


class Hall:
    def __init__(self, folder: Path) -> None:
        self.folder, self.desks = folder, standing.Hall(folder / "desk")
        desk, broker = self.desks.desk, folder / "desk" / "broker"
        desk.equip_once("broker", broker / "identity", BROKER, standing.AT)
        self.broker = Secure(folder / "broker", broker)
        here = Machine(folder, self.desks.authority, standing.HALL, broker)
        settle(
            desk,
            here,
            "queue-master",
            "queue-master",
            {"broker_port": self.broker.port, "state_dir": str(folder / "qm")},
        )
        self.identities = {}
        for name, role in BOXES.items():
            box = self.desks.box(folder / name, hardware=f"box-of-{name}", role=role)
            self.desks.accept(box.code, name, role)
            box.done()
            self.identities[name] = box.identity
        self.broker.start()
        file = folder / "roles" / "queue-master.toml"
        words = [sys.executable, "-m", "provisioning.command", "run", "queue-master", "--config", str(file)]
        self.master = subprocess.Popen(words)
        self.shown: dict[str, list[int]] = {"board-1": [], "board-2": []}
        self.spoken: list[str] = []
        self.foul: list[Message] = []
        self.links = {name: self.link(name) for name in BOXES}
        for name in self.shown:
            self.links[name].subscribe(TOPICS.state, lambda message, name=name: self._show(name, message))
        self.links["announcer-1"].subscribe(TOPICS.event, self._hear)
        for link in self.links.values():
            link.start()
        self.numbers: list[str] = []

    def link(self, name: str, identity: Path | None = None) -> Link:
        return Link("test-hall", name, "127.0.0.1", self.broker.port, identity=str(identity or self.identities[name]))

    def works(self) -> None:
        """Each dispenser issues a ticket; both boards and the announcer get to know of it, and of nothing else."""
        for name in ("dispenser-1", "dispenser-2"):
            wish = c.TakeTicket(id=new_id(), at=now(PLAN.timezone), service="passport-new")
            reply = Asker(self.links[name]).ask(wish, timeout=60)
            assert reply.ticket, reply
            self.numbers.append(reply.ticket.number)
        assert len(set(self.numbers)) == len(self.numbers)
        until(lambda: self.spoken == self.numbers)
        until(lambda: all(seen and seen[-1] == len(self.numbers) for seen in self.shown.values()))
        assert self.foul == []
        assert all(link.counts.denied == 0 for link in self.links.values())

    def _show(self, name: str, message: Message) -> None:
        try:
            seen = codec.read(Snapshot, message.body)
        except Exception:  # noqa: BLE001 - whatever an attacker has brought here
            self.foul.append(message)
            return
        self.shown[name].append(sum(line.waiting for line in seen.lines))

    def _hear(self, message: Message) -> None:
        event = codec.event(message.body)
        if isinstance(event, TicketIssued):
            self.spoken.append(event.number)

    def close(self) -> None:
        for link in self.links.values():
            link.stop()
        self.master.kill()
        self.master.wait(10)
        self.broker.stop()
        self.desks.server.stop()


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hall]:
    file = tmp_path / "hall.toml"
    file.write_text(HALL_TOML, "utf-8")
    monkeypatch.setattr(standing, "HALL", file)
    made = Hall(tmp_path)
    yield made
    made.close()


def test_a_hall_goes_on_under_all_attacks_at_once(hall: Hall) -> None:
    hall.works()

    # Nobody without a certificate.
    stranger = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    stranger.check_hostname, stranger.verify_mode = False, ssl.CERT_NONE
    with (
        socket.create_connection(("127.0.0.1", hall.broker.port), 10) as plain,
        stranger.wrap_socket(plain) as wrapped,
        pytest.raises(ssl.SSLError, match="CERTIFICATE_REQUIRED"),
    ):
        wrapped.recv(1)

    # A box that came in and has turned: it speaks as others do, and fills the broker.
    box = hall.desks.box(hall.folder / "board-3", hardware="box-of-board-3", role="board")
    hall.desks.accept(box.code, "board-3", "board")
    box.done()
    hall.broker.read_again()
    turned = hall.link("board-3", box.identity)
    turned.start()
    until(lambda: turned.connected)
    said = [
        TOPICS.state,
        TOPICS.event,
        TOPICS.status("board-1"),
        TOPICS.reply("dispenser-1"),
        TOPICS.command("window-1"),
    ]
    said += [f"{TOPICS.root}state/spam-{number}" for number in range(1000)]
    for topic in said:
        turned.publish(topic, b"false" * 100, retain=True)
    until(lambda: turned.counts.denied == len(said), 60)
    hall.works()

    # Connections that say nothing (ten thousand: tests/provisioning/authority/test_attacks.py).
    idle = [socket.create_connection(("127.0.0.1", hall.broker.port), 30) for _ in range(500)]
    hall.works()

    # Stolen, and shut out: deaf, mute, and not back again.
    hall.desks.desk.shut_out("board-3")
    hall.broker.read_again()
    hall.works()  # and the broker has read its lists
    turned.stop()
    again = hall.link("board-3", box.identity)
    again.start()
    until(lambda: "certificate verify failed" in (hall.folder / "broker/mosquitto.log").read_text(errors="replace"))
    assert not again.connected
    again.stop()
    hall.works()
    for each in idle:
        each.close()
    assert hall.master.poll() is None


def test_a_dispenser_that_was_taken_over_gives_tickets_and_commands_nothing(hall: Hall) -> None:
    """It speaks in its own name, as the broker lets it: the queue-master holds it to what a dispenser asks for."""
    events: list[str] = []
    told: list[str] = []
    neighbour = hall.link("dispenser-2")
    hall.links["dispenser-2"].stop()
    neighbour.subscribe(TOPICS.event, lambda message: events.append(type(codec.event(message.body)).__name__))
    neighbour.subscribe(TOPICS.problem("+", "+"), lambda message: told.append(message.topic.rsplit("/", 1)[1]))
    hall.links["dispenser-2"] = neighbour
    neighbour.start()
    hall.works()
    asker, at = Asker(hall.links["dispenser-1"]), now(PLAN.timezone)
    ticket = hall.numbers[0]
    for wish in (
        c.SuspendHall(id=new_id(), at=at, why="air-raid"),
        c.CallTicket(id=new_id(), at=at, window=2, ticket=ticket, why="acquaintance", staff="olena"),
        c.OpenWindow(id=new_id(), at=at, window=2),
        c.CallForHelp(id=new_id(), at=at, place="dispenser-2"),
        c.CancelTicket(id=new_id(), at=at, ticket=hall.numbers[1]),
    ):
        reply = asker.ask(wish, timeout=60)
        assert (reply.status, reply.reason) == ("refused", "not-entitled"), wish
    hall.works()
    assert set(events) - {"DayOpened"} == {"TicketIssued"}
    until(lambda: "not-entitled" in told, 60)

    # Who comes in now is known from the first command on.
    box = hall.desks.box(hall.folder / "dispenser-3", hardware="box-of-dispenser-3", role="dispenser")
    hall.desks.accept(box.code, "dispenser-3", "dispenser")
    box.done()
    hall.broker.read_again()
    late = hall.link("dispenser-3", box.identity)
    late.start()
    wish = c.TakeTicket(id=new_id(), at=now(PLAN.timezone), service="passport-new")
    assert Asker(late).ask(wish, timeout=60).status == "done"
    late.stop()
