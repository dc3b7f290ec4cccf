"""A box asks, a technician lets it in: over real TLS, with a real desk."""

import io
import os
import re
import socket
from collections.abc import Callable
from contextlib import ExitStack, redirect_stdout
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from broker.bus.identity import believing, is_there
from broker.contracts.errors import ConfigError, Refused
from broker.contracts.hall_check import load
from provisioning.authority import certificates
from provisioning.authority.certificates import name_of
from provisioning.enrolment import serving
from provisioning.enrolment.box import Refusal, belongs, needs_renewal, renew
from provisioning.enrolment.command import main as enrol
from provisioning.enrolment.desk import Desk
from provisioning.enrolment.door import Door, NoDesk
from provisioning.enrolment.owner import become_owner, give_to_owner
from provisioning.enrolment.places import DESK
from provisioning.enrolment.register import PAUSE, WRONG_TRIES
from provisioning.enrolment.serving import AN_ADDRESS, AT_ONCE, WHOLE, Server
from tests.broker.until import until
from tests.provisioning.enrolment.standing import AT, HALL, Hall, let_in

pytestmark = pytest.mark.fast

NOBODY = 65534


def test_a_box_is_let_in_by_the_code_on_its_screen(hall: Hall, tmp_path: Path):
    box = let_in(hall, hall.box(tmp_path / "box"), place="біля входу")
    assert is_there(box.identity)
    assert name_of(x509.load_pem_x509_certificate((box.identity / "certificate.pem").read_bytes())) == "dispenser-1"
    assert box.settings["appliance"] == "dispenser-1"
    assert box.settings["place"] == "біля входу"
    assert box.settings["identity"] == str(box.identity)
    assert box.places.hall.read_text("utf-8") == HALL.read_text("utf-8")
    assert hall.register.waiting(hall.steady) == ()
    assert "user dispenser-1" in (hall.folder / "broker" / "access.list").read_text()


def test_a_box_at_which_nobody_can_type_prints_on_the_printer_on_its_cable(hall: Hall, tmp_path: Path):
    assert let_in(hall, hall.box(tmp_path / "box")).settings["printer"] == "usb"


def test_a_window_that_the_hall_gets_later_has_its_topics_at_once(hall: Hall, tmp_path: Path):
    listed, text = hall.folder / "broker" / "access.list", HALL.read_text("utf-8")
    file = tmp_path / "hall.toml"
    file.write_text(text, "utf-8")
    desk = Desk(
        hall.desk.authority, hall.register, file, load(file), hall.folder / "broker",
        clock=lambda: hall.now, steady=lambda: hall.steady,
    )  # fmt: skip
    hall.desk.authority.equip(tmp_path / "office", "office-1", "office", AT)
    desk.tell_broker()
    assert "reply/window-77" not in listed.read_text()
    file.write_text("[[window]]\nid = 77\n", "utf-8")
    desk.look_at_hall()
    assert "reply/window-1\n" in listed.read_text(), "a broken file changes nothing"
    first = text.index("[[window]]")
    window = re.sub(r"(?m)^id = \d+", "id = 77", text[first : text.index("[[", first + 2)])
    file.write_text(text[:first] + window + text[first:], "utf-8")
    desk.look_at_hall()
    assert "reply/window-77\n" in listed.read_text()


@pytest.mark.parametrize("typed", [str.lower, lambda code: code.replace("-", " "), lambda code: code.replace("A", "А")])
def test_a_code_is_understood_however_it_is_typed(hall: Hall, tmp_path: Path, typed: Callable[[str], str]):
    box = hall.box(tmp_path / "box")
    hall.accept(typed(box.code), "dispenser-1", "dispenser")
    box.done()


def test_wrong_codes_are_taken_five_times_and_then_not_even_the_right_one(hall: Hall, tmp_path: Path):
    box = hall.box(tmp_path / "box")
    right = box.code
    for _ in range(WRONG_TRIES):
        with pytest.raises(Refused, match="no-such-code"):
            hall.accept("2222-2222", "dispenser-1", "dispenser")
    with pytest.raises(Refused, match="too-many-tries"):
        hall.accept(right, "dispenser-1", "dispenser")
    hall.steady += PAUSE
    until(lambda: box.code != right)  # which is too old by now: the box shows another
    let_in(hall, box)


def test_a_code_is_good_for_one_box_alone(hall: Hall, tmp_path: Path):
    first = let_in(hall, hall.box(tmp_path / "first"))
    with pytest.raises(Refused, match="no-such-code"):
        hall.accept(first.codes[-1], "dispenser-2", "dispenser")


def test_who_has_no_kit_of_this_hall_may_not_even_ask(hall: Hall, tmp_path: Path):
    box = hall.box(tmp_path / "box")
    assert box.code
    box.stop()
    hall.register.keep_token("x" * 43)  # a newer kit was made
    late = hall.box(tmp_path / "late")
    late.done()
    assert late.refusal == "no-kit"


def test_a_box_that_meets_another_halls_desk_tells_it_nothing(hall: Hall, tmp_path: Path):
    other = Hall(tmp_path / "other")
    door = Door("127.0.0.1", hall.server.port, other.desk.authority.pem)
    with pytest.raises(NoDesk, match="CERTIFICATE_VERIFY_FAILED"):
        door.asked("01JD8Z")
    other.server.stop()


def test_the_technician_sees_which_box_it_is(hall: Hall, tmp_path: Path):
    box = hall.box(tmp_path / "box")
    assert box.code
    (waiting,) = hall.register.waiting(hall.steady)
    assert not box.identified.is_set()
    hall.register.identify(waiting.id)
    assert box.identified.wait(30)
    box.stop()


def test_a_box_that_is_refused_stops_asking(hall: Hall, tmp_path: Path):
    box = hall.box(tmp_path / "box")
    assert box.code
    hall.register.refuse(hall.register.waiting(hall.steady)[0].id)
    box.done()
    assert box.refusal == "refused"
    assert not list(box.places.roles.glob("*"))


def test_a_name_is_not_given_twice_without_saying_so(hall: Hall, tmp_path: Path):
    let_in(hall, hall.box(tmp_path / "first"))
    second = hall.box(tmp_path / "second", "box-18")
    with pytest.raises(Refused, match="name-taken"):
        hall.accept(second.code, "dispenser-1", "dispenser")
    second.stop()


def test_a_new_box_takes_the_dead_ones_place_with_its_settings(hall: Hall, tmp_path: Path):
    dead = let_in(hall, hall.box(tmp_path / "dead"), window=3, place="зал 1")
    old = x509.load_pem_x509_certificate((dead.identity / "certificate.pem").read_bytes())
    new = hall.box(tmp_path / "new", "box-18")
    hall.accept(new.code, "dispenser-1", "dispenser", instead=True)
    new.done()
    assert (new.settings["appliance"], new.settings["window"], new.settings["place"]) == ("dispenser-1", 3, "зал 1")
    revoked = x509.load_pem_x509_crl((hall.folder / "broker" / "revoked.pem").read_bytes())
    assert revoked.get_revoked_certificate_by_serial_number(old.serial_number) is not None
    assert hall.desk.authority.names["dispenser-1"] == "dispenser"


def test_a_box_can_say_nothing_that_keeps_another_from_taking_its_place(hall: Hall, tmp_path: Path):
    old = let_in(hall, hall.box(tmp_path / "old"), window=3)
    hall.door(old.identity).settings(b'{"place": "a\\nb", "layout": "a\\u007fb", "window": 3}')
    new = hall.box(tmp_path / "new", "box-18")
    hall.accept(new.code, "dispenser-1", "dispenser", instead=True)
    new.done()
    assert (new.settings["appliance"], new.settings["window"], new.settings.get("place")) == ("dispenser-1", 3, None)


def test_a_copied_card_is_flagged_and_never_let_in_quietly(hall: Hall, tmp_path: Path):
    let_in(hall, hall.box(tmp_path / "first", "box-17"))
    copy = hall.box(tmp_path / "copy", "box-17")
    assert copy.code
    (waiting,) = hall.register.waiting(hall.steady)
    assert waiting.known == "dispenser-1"
    told = io.StringIO()
    with redirect_stdout(told):
        assert enrol(["--authority", str(hall.authority), "list"]) == 0
    copy.stop()


def test_an_identity_on_another_box_is_not_its_own(hall: Hall, tmp_path: Path):
    box = let_in(hall, hall.box(tmp_path / "box", "box-17"))
    assert belongs(box.identity, "box-17")
    assert not belongs(box.identity, "box-99")


def test_a_certificate_is_renewed_under_its_name_while_the_old_one_holds(hall: Hall, tmp_path: Path):
    box = let_in(hall, hall.box(tmp_path / "box"))
    before = (box.identity / "certificate.pem").read_bytes()
    assert not needs_renewal(box.identity, AT)
    hall.now = AT + timedelta(days=2000)
    assert needs_renewal(box.identity, hall.now)
    renew(box.identity, hall.door(box.identity))
    assert (box.identity / "certificate.pem").read_bytes() != before
    assert not needs_renewal(box.identity, hall.now)


def test_one_that_ran_out_is_renewed_too(hall: Hall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A machine that is always in 1970 does not know that its time is over; every other clock says so."""
    monkeypatch.setattr(certificates, "LASTS", timedelta(days=-20000))
    box = let_in(hall, hall.box(tmp_path / "box"))
    monkeypatch.undo()
    assert needs_renewal(box.identity, datetime(1970, 1, 1, tzinfo=UTC))
    renew(box.identity, hall.door(box.identity))
    assert not needs_renewal(box.identity, AT)


def test_a_revoked_one_renews_nothing(hall: Hall, tmp_path: Path):
    box = let_in(hall, hall.box(tmp_path / "box"))
    hall.desk.authority.revoke("dispenser-1")
    with pytest.raises(Refusal, match="revoked"):
        renew(box.identity, hall.door(box.identity))


def test_a_box_that_is_cut_off_keeps_its_key_and_asks_as_the_same(hall: Hall, tmp_path: Path):
    first = hall.box(tmp_path / "box")
    assert first.code
    first.stop()
    again = hall.box(tmp_path / "box")
    let_in(hall, again)
    assert is_there(again.identity)


def test_a_box_finds_the_hall_when_it_comes_later(hall: Hall, tmp_path: Path):
    port = hall.server.port
    hall.server.stop()
    box = hall.box(tmp_path / "box")
    until(lambda: "no-desk" in box.troubles)
    hall.server = Server(hall.desk, hall.authority / "desk", "127.0.0.1", port)
    hall.server.start()
    let_in(hall, box)


def ended(connection: socket.socket) -> bool:
    """Whether the other side has closed it."""
    connection.setblocking(False)
    try:
        return connection.recv(1) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is cut off for being slow."""
    monkeypatch.setattr(serving, "PATIENCE", 3600.0)
    monkeypatch.setattr(serving, "WHOLE", 3600.0)


@pytest.mark.usefixtures("patient")
def test_a_device_that_takes_all_places_it_can_get_keeps_nobody_else_out(hall: Hall, tmp_path: Path):
    with ExitStack() as open_:
        idle = [open_.enter_context(connected(hall.server.port, "127.0.0.2")) for _ in range(2 * AT_ONCE)]
        until(lambda: sum(ended(each) for each in idle) == len(idle) - AN_ADDRESS)
        let_in(hall, hall.box(tmp_path / "box"))


@pytest.mark.usefixtures("patient")
def test_all_addresses_together_have_so_many_places(hall: Hall, tmp_path: Path):
    with ExitStack() as open_:
        addresses = [f"127.0.0.{2 + number // AN_ADDRESS}" for number in range(AT_ONCE + 20)]
        idle = [open_.enter_context(connected(hall.server.port, address)) for address in addresses]
        until(lambda: sum(ended(each) for each in idle) == 20)
    let_in(hall, hall.box(tmp_path / "box"))


@pytest.mark.usefixtures("patient")
def test_a_place_that_was_left_is_anybodys(hall: Hall, tmp_path: Path):
    for _ in range(3):
        with ExitStack() as open_:
            idle = [open_.enter_context(connected(hall.server.port, "127.0.0.1")) for _ in range(AN_ADDRESS + 1)]
            until(lambda among=idle: any(ended(each) for each in among))
    let_in(hall, hall.box(tmp_path / "box"))


def test_many_may_knock_while_the_desk_is_busy(hall: Hall):
    """It looks at nobody at all, and the kernel takes them in."""
    hall.server.stop()
    hall.server = Server(hall.desk, hall.authority / "desk", "127.0.0.1", 0)
    with ExitStack() as open_:
        open_.callback(hall.server.start)  # else it cannot be stopped
        for _ in range(100):
            open_.enter_context(connected(hall.server.port, "127.0.0.1"))


def connected(port: int, address: str) -> socket.socket:
    """A connection from `address`, on which nothing is said."""
    return socket.create_connection(("127.0.0.1", port), 10, source_address=(address, 0))


def test_who_says_a_byte_now_and_then_holds_no_place_for_long(
    hall: Hall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(serving, "AT_ONCE", 1)
    port, now = hall.server.port, [0.0]
    hall.server.stop()
    hall.server = Server(hall.desk, hall.authority / "desk", "127.0.0.1", port, steady=lambda: now[0])
    hall.server.start()
    with (
        socket.create_connection(("127.0.0.1", port), 60) as plain,
        believing(hall.desk.authority.pem).wrap_socket(plain, server_hostname=DESK) as slow,
    ):

        def cut_off() -> bool:
            try:
                slow.sendall(b"x")
            except OSError:
                return True
            return False

        slow.sendall(b"GET /")
        now[0] = WHOLE - 1
        assert not cut_off()
        now[0] = WHOLE
        until(cut_off)
    let_in(hall, hall.box(tmp_path / "box"))


def test_a_box_without_a_kit_says_what_to_do(tmp_path: Path):
    with pytest.raises(ConfigError, match=r"hall-kit\.toml"):
        enrol(["box", "--kit", str(tmp_path / "hall-kit.toml"), "--state", str(tmp_path)])


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can work for somebody else")
def test_what_a_technician_does_as_root_stays_the_desks(tmp_path: Path):
    folder = tmp_path / "authority"
    folder.mkdir()
    os.chown(folder, NOBODY, NOBODY)
    child = os.fork()
    if child == 0:
        become_owner(folder)
        os._exit(0 if (os.geteuid(), os.getegid(), os.getgroups()) == (NOBODY, NOBODY, [NOBODY]) else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert os.geteuid() == 0


def test_what_root_makes_belongs_to_whoever_has_the_folder(tmp_path: Path):
    (tmp_path / "authority").mkdir()
    (tmp_path / "authority" / "key.pem").touch()
    give_to_owner(tmp_path / "authority")
    assert (tmp_path / "authority" / "key.pem").stat().st_uid == tmp_path.stat().st_uid
