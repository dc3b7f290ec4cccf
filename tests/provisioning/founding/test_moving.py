"""The queue-master's machine has another address: a real founded hall, its desk and page over TLS, boxes that look for it."""

from __future__ import annotations

import shutil
import socket
import ssl
import threading
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest

from broker.contracts.hall_check import load
from provisioning.authority import certificates
from provisioning.authority.authority import Authority
from provisioning.enrolment.desk import Desk
from provisioning.enrolment.finding import told
from provisioning.enrolment.office_page import keep_page
from provisioning.enrolment.register import Register
from provisioning.enrolment.serving import Server
from provisioning.founding.making import found
from provisioning.founding.moving import LOOK, SETTLED, Moving
from provisioning.kit.reading import read
from provisioning.kit.signing import need_unchanged
from provisioning.pairing.box import Box
from provisioning.pairing.marks import DUE, WAITS
from tests.provisioning.enrolment import standing
from tests.provisioning.enrolment.standing import AT, HALL, let_in

pytestmark = pytest.mark.fast
OLD, NEW, HERE = "127.0.0.3", "127.0.0.2", "127.0.0.1"


class Founded:
    def __init__(self, state: Path, called: str = "192.168.7.10") -> None:
        self.state, self.now, self.addresses = state, 0.0, ["192.168.7.10"]
        (state / "hall.toml").write_bytes(HALL.read_bytes())
        found(state, called, "482916")
        hall = load(state / "hall.toml")
        authority = state / "authority"
        self.desk = Desk(
            Authority(authority), Register(authority / "requests.json"), state / "hall.toml", hall, state / "broker",
            clock=lambda: AT,
        )  # fmt: skip
        self.marks = state / "marks"
        self.moving = Moving(self.desk, state, self.marks, lambda: self.now, lambda: self.addresses)

    def passes(self, seconds: float) -> None:
        for _ in range(int(seconds / LOOK) + 1):
            self.moving.look(AT)
            self.now += LOOK

    def kit(self) -> dict[str, object]:
        values, _ = read((self.state / "office/hall-kit.toml").read_bytes())
        need_unchanged(values)
        return values

    def role(self, name: str) -> dict[str, object]:
        return tomllib.loads((self.state / f"roles/{name}.toml").read_text("utf-8"))


def test_page_kit_and_content_follow_an_address_that_stays(tmp_path: Path) -> None:
    hall = Founded(tmp_path)
    token = hall.kit()["token"]
    hall.passes(2 * SETTLED)
    assert hall.moving.told(AT) is None
    hall.addresses = []  # the cable is out
    hall.passes(2 * SETTLED)
    hall.addresses = ["169.254.3.4", "192.168.7.11"]
    hall.passes(LOOK)
    assert hall.kit()["address"] == "192.168.7.10"  # it may be a passing one
    hall.passes(SETTLED)
    assert (hall.kit()["address"], hall.kit()["token"]) == ("192.168.7.11", token)
    assert hall.role("office")["office_names"] == "192.168.7.11"
    assert hall.role("queue-master")["content_host"] == "192.168.7.11"
    assert sorted(each.name for each in hall.marks.iterdir()) == sorted(
        [f"office{DUE}", f"office{WAITS}", f"queue-master{WAITS}"]  # the queue-master when nobody waits
    )
    moved = hall.moving.told(AT)
    assert moved is not None
    assert (moved.before, moved.now) == ("192.168.7.10", "192.168.7.11")
    assert hall.moving.told(AT + timedelta(days=31)) is None
    assert served_as(hall, "192.168.7.11")
    assert not served_as(hall, "192.168.7.10")


def test_the_page_has_its_certificate_also_after_a_restore_and_an_old_one_is_renewed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall, folder = Founded(tmp_path), tmp_path / "office-page"
    shutil.rmtree(folder)
    monkeypatch.setattr(certificates, "LASTS", timedelta(days=3652))
    keep_page(hall.desk, tmp_path, AT)
    monkeypatch.undo()
    assert served_as(hall, "192.168.7.10")
    before = (folder / "certificate.pem").read_bytes()
    keep_page(hall.desk, tmp_path, AT)
    after = (folder / "certificate.pem").read_bytes()
    assert after != before
    assert served_as(hall, "192.168.7.10")
    keep_page(hall.desk, tmp_path, AT + timedelta(days=1800))
    assert (folder / "certificate.pem").read_bytes() == after


@pytest.mark.parametrize("called", ["queue.hall.example", "127.0.0.1"])
def test_what_no_router_gave_is_left_as_it_is(tmp_path: Path, called: str) -> None:
    hall = Founded(tmp_path, called)
    hall.addresses = ["192.168.7.11"]
    hall.passes(2 * SETTLED)
    assert hall.kit()["address"] == called


def served_as(hall: Founded, name: str) -> bool:
    """Whether a browser that trusts the hall believes the page at that address."""
    office = hall.role("office")
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(str(office["office_certificate"]), str(office["office_key"]))
    browser = ssl.create_default_context(cadata=hall.desk.authority.pem)
    ours, theirs = socket.socketpair()

    def serve() -> None:
        try:
            server.wrap_socket(ours, server_side=True).close()
        except OSError:
            ours.close()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        browser.wrap_socket(theirs, server_hostname=name).close()
    except ssl.SSLCertVerificationError:
        return False
    finally:
        theirs.close()
        thread.join(10)
    return True


def left_at_the_old_address(tmp_path: Path) -> tuple[standing.Hall, standing.Standing, int]:
    """A hall whose desk has gone from where it was, a box of it that looks for it there, and the desk's old port."""
    hall = standing.Hall(tmp_path / "hall")
    box = let_in(hall, hall.box(tmp_path / "box"))
    file = box.places.roles / "dispenser.toml"
    file.write_text(file.read_text("utf-8").replace(HERE, OLD), "utf-8")
    port = hall.server.port
    hall.server.stop()
    return hall, box, port


@pytest.mark.wire
def test_a_box_finds_the_desk_where_it_is_now_and_its_broker_with_it(tmp_path: Path) -> None:
    hall, box, port = left_at_the_old_address(tmp_path)
    moved = Server(hall.desk, hall.authority / "desk", NEW, 0)
    moved.start()
    asking = Box(tmp_path / "box", tmp_path / "marks")
    try:
        with told("lotsman", moved.port, [NEW], interfaces=[HERE]):
            assert asking.ask("dispenser", port) == ["broker_host"]
    finally:
        moved.stop()
    assert box.settings["broker_host"] == NEW
    assert (tmp_path / "marks" / f"dispenser{DUE}").is_file()  # it hears nobody where it was


@pytest.mark.wire
def test_the_standbys_desk_is_no_reason_to_forget_where_the_queue_master_was(tmp_path: Path) -> None:
    hall, box, port = left_at_the_old_address(tmp_path)
    second = Server(hall.desk, hall.authority / "desk", NEW, 0)
    second.start()
    try:
        with told("lotsman", second.port, [NEW], term=2, second=True, interfaces=[HERE]):
            assert Box(tmp_path / "box", tmp_path / "marks").ask("dispenser", port) == []
    finally:
        second.stop()
    assert box.settings["broker_host"] == OLD
