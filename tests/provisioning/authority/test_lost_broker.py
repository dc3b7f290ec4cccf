"""The standby's machine was stolen, and its broker's certificate with it: no box believes it any more, and the next one is believed."""

import shutil
import socket
import ssl
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from broker.bus.identity import BROKER, CERTIFICATE, KEY, REVOKED, context
from broker.mosquitto import access
from provisioning.authority import certificates
from provisioning.enrolment.second_broker import FOLDER, NAME
from provisioning.pairing.box import Box
from tests.broker.mosquitto import PROGRAM
from tests.broker.until import until
from tests.provisioning.enrolment import standing
from tests.provisioning.enrolment.standing import AT, Hall
from tests.stories.test_standby_over_tls import Secure

pytestmark = [pytest.mark.wire, pytest.mark.skipif(PROGRAM is None, reason="mosquitto is not installed")]


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    made = Hall(tmp_path / "hall")
    made.desk.equip_once("broker", made.folder / "broker" / "identity", BROKER, AT)
    yield made
    made.server.stop()


def believes(identity: Path, port: int) -> bool:
    """Whether a box shows its certificate to the broker at this port, by what each connection of a link goes by."""
    with socket.create_connection(("127.0.0.1", port), 10) as plain:
        try:
            context(identity).wrap_socket(plain, server_hostname=BROKER).close()
        except ssl.SSLCertVerificationError:
            return False
    return True


def stand_in(hall: Hall, name: str, folder: Path, hardware: str, *, instead: bool = False) -> None:
    box = hall.box(folder, hardware, "standby")
    hall.accept(box.code, name, "standby", instead=instead)
    box.done()


def test_who_has_the_lost_disk_is_no_broker_of_this_hall_any_more(hall: Hall, tmp_path: Path) -> None:
    dispenser = standing.let_in(hall, hall.box(tmp_path / "d", "box-7"))
    stand_in(hall, "standby-1", tmp_path / "s", "box-1")
    prepared, stolen = hall.folder / FOLDER, tmp_path / "stolen"
    shutil.copytree(prepared, stolen)
    thief = Secure(tmp_path / "thief", stolen)
    thief.start()
    box = Box(tmp_path / "d", tmp_path / "marks")
    try:
        box.ask("dispenser", hall.server.port)
        assert (dispenser.identity / REVOKED).is_file()
        assert believes(dispenser.identity, thief.port), "it is the hall's while nobody has said otherwise"
        hall.desk.shut_out("standby-1")
        assert NAME not in hall.desk.authority.names
        box.ask("dispenser", hall.server.port)
        assert not believes(dispenser.identity, thief.port)
    finally:
        thief.stop()

    stand_in(hall, "standby-2", tmp_path / "s2", "box-2")
    shutil.copytree(prepared, tmp_path / "next")
    second = Secure(tmp_path / "second", tmp_path / "next")
    second.start()
    try:
        box.ask("dispenser", hall.server.port)
        assert believes(dispenser.identity, second.port)
    finally:
        second.stop()


def test_the_first_broker_is_believed_all_the_time(hall: Hall, tmp_path: Path) -> None:
    dispenser = standing.let_in(hall, hall.box(tmp_path / "d", "box-7"))
    stand_in(hall, "standby-1", tmp_path / "s", "box-1")
    first = Secure(tmp_path / "first", hall.folder / "broker")
    first.start()
    box = Box(tmp_path / "d", tmp_path / "marks")
    try:
        for shut_out in (False, True):
            if shut_out:
                hall.desk.shut_out("standby-1")
                first.read_again()
            box.ask("dispenser", hall.server.port)
            assert believes(dispenser.identity, first.port)
    finally:
        first.stop()


def test_an_identity_of_another_hall_brings_no_list_along(hall: Hall, tmp_path: Path) -> None:
    left = tmp_path / "d" / "identities" / "dispenser"
    left.mkdir(parents=True)
    (left / REVOKED).write_text("of another hall", "ascii")
    dispenser = standing.let_in(hall, hall.box(tmp_path / "d", "box-7"))
    assert not (dispenser.identity / REVOKED).exists()


def test_a_broker_whose_certificate_was_renewed_is_believed_as_soon_as_it_reads_again(
    hall: Hall, tmp_path: Path
) -> None:
    """The old certificate counts as revoked from then on: a broker that went on showing it would stand alone."""
    dispenser = standing.let_in(hall, hall.box(tmp_path / "d", "box-7"))
    first = Secure(tmp_path / "first", hall.folder / "broker")
    first.start()
    try:
        hall.desk.authority.equip(hall.folder / "broker" / "identity", "broker", access.BROKER, AT, serves=BROKER)
        hall.desk.tell_broker()
        first.read_again()
        Box(tmp_path / "d", tmp_path / "marks").ask("dispenser", hall.server.port)
        until(lambda: believes(dispenser.identity, first.port))
    finally:
        first.stop()


def test_a_broker_of_ten_years_is_renewed_with_its_key_and_believed_all_the_time(
    hall: Hall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dispenser = standing.let_in(hall, hall.box(tmp_path / "d", "box-7"))
    identity = hall.folder / "broker" / "identity"
    monkeypatch.setattr(certificates, "LASTS", timedelta(days=3652))
    hall.desk.authority.equip(identity, "broker", access.BROKER, AT, serves=BROKER)
    monkeypatch.undo()
    before = {name: (identity / name).read_bytes() for name in (KEY, CERTIFICATE)}
    hall.desk.tell_broker()
    first = Secure(tmp_path / "first", hall.folder / "broker")
    first.start()
    try:
        hall.desk.equip_once("broker", identity, BROKER, AT)
        hall.desk.tell_broker()
        assert (identity / KEY).read_bytes() == before[KEY]
        assert (identity / CERTIFICATE).read_bytes() != before[CERTIFICATE]
        Box(tmp_path / "d", tmp_path / "marks").ask("dispenser", hall.server.port)
        assert believes(dispenser.identity, first.port), "it shows the old one until it reads again"
        first.read_again()
        assert believes(dispenser.identity, first.port)
    finally:
        first.stop()
