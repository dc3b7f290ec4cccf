"""An enrolled hall is attacked, over a real Mosquitto with TLS. What the attacker does has no effect, and the hall goes on."""

import resource
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import UTC
from functools import partial
from pathlib import Path

import pytest

from broker.bus.appliance import Appliance
from broker.bus.identity import context
from broker.bus.link import Link
from broker.bus.seam import Message
from broker.contracts.status import About
from broker.contracts.topics import Topics
from provisioning.authority.authority import Authority
from tests.broker.mosquitto import PROGRAM
from tests.broker.until import until
from tests.provisioning.authority.secure_broker import AT, HALL, SecureBroker

pytestmark = [pytest.mark.wire, pytest.mark.skipif(PROGRAM is None, reason="mosquitto is not installed")]

TOPICS = Topics(HALL)
FILES = 20_000


class Hall:
    """A queue-master and a board that hears what it should hear, over their own certificates."""

    def __init__(self, folder: Path) -> None:
        self.broker = SecureBroker(folder)
        for name, role in (("queue-master", "queue-master"), ("board-1", "board"), ("dispenser-1", "dispenser")):
            self.broker.let_in(name, role)
        self.broker.start()
        self.shown: list[bytes] = []
        self.commands: list[str] = []
        self.master = self.up("queue-master", lambda link: link.subscribe(TOPICS.command("+"), self._command))
        self.board = self.up("board-1", lambda link: link.subscribe(TOPICS.state, self._show))

    def up(self, name: str, prepare: Callable[[Link], None] = lambda _: None, identity: Path | None = None) -> Link:
        link = self.broker.link(name, identity)
        prepare(link)
        link.start()
        until(lambda: link.connected)
        return link

    def goes_on(self) -> None:
        """What the queue-master says is still seen on the board, and nothing else is."""
        before = len(self.shown)
        self.master.publish(TOPICS.state, b"true %d" % before, retain=True)
        until(lambda: self.shown[-1:] == [b"true %d" % before])
        assert all(body.startswith(b"true") for body in self.shown)

    def _show(self, message: Message) -> None:
        self.shown.append(message.body)

    def _command(self, message: Message) -> None:
        self.commands.append(message.topic)


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    made = Hall(tmp_path)
    yield made
    made.master.stop()
    made.board.stop()
    made.broker.stop()


def test_nobody_comes_in_without_a_certificate(hall: Hall):
    stranger = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    stranger.check_hostname, stranger.verify_mode = False, ssl.CERT_NONE
    with (
        socket.create_connection(("127.0.0.1", hall.broker.port), 10) as plain,
        stranger.wrap_socket(plain) as wrapped,
        pytest.raises(ssl.SSLError, match="CERTIFICATE_REQUIRED"),
    ):
        wrapped.recv(1)
    hall.goes_on()


def test_nobody_comes_in_with_another_halls_certificate(hall: Hall, tmp_path: Path):
    other = Authority(tmp_path / "other", "other-hall", AT)
    other.equip(tmp_path / "forged", "queue-master", "queue-master", AT)
    (tmp_path / "forged" / "hall.pem").write_bytes((hall.broker.identity("board-1") / "hall.pem").read_bytes())
    forger = hall.broker.link("queue-master", tmp_path / "forged")
    forger.start()
    until(lambda: "certificate verify failed" in hall.broker.log() or "unknown ca" in hall.broker.log().lower())
    assert not forger.connected
    forger.stop()
    hall.goes_on()


def test_a_stolen_certificate_is_deaf_and_mute_from_the_moment_it_is_revoked(hall: Hall):
    heard: list[bytes] = []
    thief = hall.up("dispenser-1", lambda link: link.subscribe(TOPICS.state, lambda m: heard.append(m.body)))
    hall.goes_on()
    until(lambda: heard)
    assert hall.broker.authority.revoke("dispenser-1")
    hall.broker.tell()
    until(lambda: "Reloading config" in hall.broker.log())
    heard.clear()
    thief.publish(TOPICS.command("dispenser-1"), b"{}")
    hall.goes_on()
    assert heard == []
    assert hall.commands == []
    thief.stop()
    again = hall.broker.link("dispenser-1")
    again.start()
    until(lambda: "certificate verify failed" in hall.broker.log())
    assert not again.connected
    again.stop()


def test_a_box_that_takes_a_dead_ones_place_comes_in_and_the_dead_one_does_not(hall: Hall, tmp_path: Path):
    old = tmp_path / "old"
    old.mkdir()
    for file in hall.broker.identity("dispenser-1").iterdir():
        (old / file.name).write_bytes(file.read_bytes())
    hall.broker.let_in("dispenser-1", "dispenser")
    until(lambda: "Reloading config" in hall.broker.log())
    new = hall.up("dispenser-1")
    back = hall.broker.link("dispenser-1", old)
    back.start()
    until(lambda: "certificate verify failed" in hall.broker.log())
    assert (new.connected, back.connected, new.counts.lost) == (True, False, 0)
    new.stop()
    back.stop()


@pytest.mark.parametrize(
    "topic",
    [
        TOPICS.state,
        TOPICS.event,
        TOPICS.command("window-1"),
        TOPICS.reply("dispenser-1"),
        TOPICS.status("board-1"),
        TOPICS.problem("board-1", "invented"),
        TOPICS.do("board-1"),
        TOPICS.content("survey"),
    ],
)
def test_no_appliance_speaks_in_anothers_name(hall: Hall, topic: str):
    attacker = hall.up("dispenser-1")
    attacker.publish(topic, b"false", retain=True)
    until(lambda: attacker.counts.denied == 1)
    hall.goes_on()
    assert hall.commands == []
    attacker.stop()


def test_no_appliance_takes_anothers_client_id(hall: Hall):
    attacker = hall.broker.link("queue-master", hall.broker.identity("dispenser-1"))
    attacker.start()
    until(lambda: attacker.connected)
    hall.goes_on()
    assert hall.master.counts.lost == 0
    attacker.stop()


def test_no_appliance_hears_what_others_are_answered(hall: Hall):
    heard: list[str] = []

    def listen(link: Link) -> None:
        link.subscribe(f"{TOPICS.root}#", lambda message: heard.append(message.topic))

    spy = hall.up("dispenser-1", listen)
    hall.master.publish(TOPICS.reply("window-1"), b"secret")
    hall.master.publish(TOPICS.reply("dispenser-1"), b"own")
    until(lambda: TOPICS.reply("dispenser-1") in heard)
    assert TOPICS.reply("window-1") not in heard
    spy.stop()


def test_kept_messages_by_the_thousand_stay_with_their_sender(hall: Hall):
    """Its own topics are all that it can fill; a newcomer who listens to the hall's state gets one message."""
    attacker = hall.up("dispenser-1")
    for number in range(2000):
        attacker.publish(f"{TOPICS.root}state/spam-{number}", b"x" * 1000, retain=True)
    until(lambda: attacker.counts.denied == 2000, 60)
    attacker.stop()
    hall.goes_on()
    heard: list[str] = []
    late = hall.up("board-1", lambda link: link.subscribe(f"{TOPICS.root}state/#", lambda m: heard.append(m.topic)))
    until(lambda: heard)
    assert heard == [TOPICS.state]
    late.stop()


def test_two_boxes_with_one_certificate_are_told_of(hall: Hall):
    """A copied card: the two push each other out, and say so to the staff."""

    def box() -> tuple[Link, Appliance]:
        link = hall.broker.link("dispenser-1")
        about = About(role="dispenser", version="0")
        made = Appliance(link, id="dispenser-1", role="dispenser", version="0", about=about, zone=UTC)
        link.start()
        made.ready()
        return link, made

    boxes = [box(), box()]
    until(lambda: any(problem.code == "twin" for _, made in boxes for problem in made.problems))
    hall.goes_on()
    for link, _ in boxes:
        link.stop()


def test_a_hundred_strangers_who_never_finish_their_handshake_hold_nobody_up(hall: Hall):
    idle = [socket.create_connection(("127.0.0.1", hall.broker.port), 10) for _ in range(100)]
    newcomer = hall.up("dispenser-1")
    hall.goes_on()
    newcomer.stop()
    for each in idle:
        each.close()


def test_the_broker_that_is_not_the_halls_is_told_nothing(hall: Hall, tmp_path: Path):
    """Another appliance's certificate does not make it the broker, though the same authority gave it."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    stolen = hall.broker.identity("dispenser-1")
    server.load_cert_chain(stolen / "certificate.pem", stolen / "key.pem")
    failed: list[Exception] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            try:
                connection, _ = listening.accept()
                server.wrap_socket(connection, server_side=True).recv(1)
            except (OSError, ssl.SSLError) as error:
                failed.append(error)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        with (
            socket.create_connection(listening.getsockname(), 10) as plain,
            pytest.raises(ssl.SSLCertVerificationError),
        ):
            context(hall.broker.identity("board-1")).wrap_socket(plain, server_hostname="broker.cherha")
        thread.join(10)
    assert failed


def test_an_appliance_is_itself_over_tls(hall: Hall):
    link = hall.broker.link("dispenser-1")
    about = About(role="dispenser", version="0")
    appliance = Appliance(link, id="dispenser-1", role="dispenser", version="0", about=about, zone=UTC)
    link.start()
    until(lambda: link.connected)
    appliance.ready()
    appliance.stop()
    link.stop()
    assert link.counts.denied == 0


def has_files(pid: int, most: int) -> bool:
    return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir()) >= most


@pytest.mark.long
def test_ten_thousand_connections_hold_nobody_up(hall: Hall):
    """Strangers who say nothing. The unit of the broker gives it as many files as it needs (LimitNOFILE)."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < FILES:
        pytest.skip(f"a process may have {hard} files here")
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES, hard))
    resource.prlimit(hall.broker.pid, resource.RLIMIT_NOFILE, (FILES, FILES))
    idle: list[socket.socket] = []
    try:
        while len(idle) < 10_000:
            idle += [socket.create_connection(("127.0.0.1", hall.broker.port), 30) for _ in range(50)]
            # Not faster than they are let in: the kernel would have each wait a second at the door.
            until(partial(has_files, hall.broker.pid, len(idle)))
        newcomer = hall.up("dispenser-1")
        hall.goes_on()
        assert hall.master.counts.lost == 0
        newcomer.stop()
    finally:
        for each in idle:
            each.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
