"""The hall's authority: whom it lets in, for how long, and that no clock has to be right for it."""

import ssl
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from broker.bus.identity import context, is_there
from broker.contracts.errors import Refused
from provisioning.authority import certificates
from provisioning.authority.authority import Authority

pytestmark = pytest.mark.fast

AT = datetime(2026, 11, 28, 12, tzinfo=UTC)
YEAR_ZERO = datetime(1970, 1, 1, tzinfo=UTC)


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path / "authority", "test-hall", AT)


def asked(hardware: str = "box-17") -> x509.CertificateSigningRequest:
    return certificates.request(certificates.new_key(), hardware)


def revoked(authority: Authority, folder: Path) -> set[str]:
    authority.write_revoked(folder / "revoked.pem")
    listed = x509.load_pem_x509_crl((folder / "revoked.pem").read_bytes())
    assert listed.is_signature_valid(authority.certificate.public_key())  # type: ignore[arg-type]
    return {f"{each.serial_number:x}" for each in listed}


def test_the_name_is_the_halls_and_not_the_askers(authority: Authority):
    given = authority.let_in(asked("queue-master"), "board-1", "board", AT)
    assert certificates.name_of(given) == "board-1"
    given.verify_directly_issued_by(authority.certificate)
    assert authority.names == {"board-1": "board"}


def test_a_certificate_is_good_on_a_machine_that_thinks_it_is_1970(authority: Authority):
    given = authority.let_in(asked(), "board-1", "board", YEAR_ZERO)
    assert given.not_valid_before_utc == YEAR_ZERO
    assert given.not_valid_after_utc > AT + timedelta(days=3000), "an authority without a clock gives as long"


def test_it_is_renewed_long_before_its_end_and_not_by_a_clock_of_1970(authority: Authority):
    given = authority.let_in(asked(), "board-1", "board", AT)
    assert not certificates.needs_renewal(given, YEAR_ZERO)
    assert not certificates.needs_renewal(given, AT + timedelta(days=1800))
    assert certificates.needs_renewal(given, AT + timedelta(days=1900))
    again = authority.renew(given, asked(), AT + timedelta(days=1900))
    assert not certificates.needs_renewal(again, AT + timedelta(days=3600)), "once, and not every day from then on"


def test_a_broker_whose_clock_is_decades_ahead_lets_everybody_in(authority: Authority):
    """It compares dates, and nothing tells it not to."""
    given = authority.let_in(asked(), "board-1", "board", AT)
    assert given.not_valid_after_utc > AT + timedelta(days=90 * 365)


def test_one_of_ten_years_is_renewed_by_any_clock(authority: Authority, monkeypatch: pytest.MonkeyPatch):
    """As they were made once. A machine that is always in 1970 would have shown it until it was too late."""
    monkeypatch.setattr(certificates, "LASTS", timedelta(days=3652))
    given = authority.let_in(asked(), "board-1", "board", AT)
    monkeypatch.undo()
    for clock in (YEAR_ZERO, AT, AT + timedelta(days=9000)):
        assert certificates.needs_renewal(given, clock)


def test_what_is_called_is_renewed_under_the_name_by_which_it_is_called(authority: Authority):
    key = certificates.new_key()
    given = authority.let_in(certificates.request(key, ""), "office-page", "broker", AT, serves="192.168.7.10")
    again = authority.renew(given, certificates.request(key, ""), AT)
    for wanted in (x509.SubjectAlternativeName, x509.ExtendedKeyUsage):
        assert again.extensions.get_extension_for_class(wanted) == given.extensions.get_extension_for_class(wanted)


def test_a_renewed_one_has_the_same_name_and_the_old_one_holds_on(authority: Authority, tmp_path: Path):
    old = authority.let_in(asked(), "board-1", "board", AT)
    new = authority.renew(old, asked(), AT + timedelta(days=2000))
    assert certificates.name_of(new) == "board-1"
    assert new.not_valid_after_utc > old.not_valid_after_utc
    assert revoked(authority, tmp_path) == set()


def test_a_revoked_one_is_listed_and_is_not_renewed(authority: Authority, tmp_path: Path):
    given = authority.let_in(asked(), "board-1", "board", AT)
    assert authority.revoke("board-1")
    assert revoked(authority, tmp_path) == {f"{given.serial_number:x}"}
    assert authority.names == {}
    with pytest.raises(Refused):
        authority.renew(given, asked(), AT)
    assert not authority.revoke("board-1"), "nobody is left"


def test_all_certificates_of_a_name_are_revoked_with_it(authority: Authority, tmp_path: Path):
    old = authority.let_in(asked(), "board-1", "board", AT)
    new = authority.renew(old, asked(), AT)
    authority.revoke("board-1")
    assert revoked(authority, tmp_path) == {f"{each.serial_number:x}" for each in (old, new)}


def test_who_takes_a_name_shuts_out_who_had_it(authority: Authority, tmp_path: Path):
    old = authority.let_in(asked("dead box"), "dispenser-1", "dispenser", AT)
    authority.let_in(asked("new box"), "dispenser-1", "dispenser", AT)
    assert revoked(authority, tmp_path) == {f"{old.serial_number:x}"}
    assert authority.names == {"dispenser-1": "dispenser"}


@pytest.mark.parametrize("name", ["", "a/b", "board 1", "Board", "x" * 41, "+", "board-1\nuser evil", "-a"])
def test_a_name_that_could_mean_something_else_is_refused(authority: Authority, name: str):
    with pytest.raises(Refused):
        authority.let_in(asked(), name, "board", AT)


def test_another_halls_certificate_is_none_of_ours(authority: Authority, tmp_path: Path):
    other = Authority(tmp_path / "other", "test-hall", AT)
    foreign = other.let_in(asked(), "board-1", "board", AT)
    assert authority.of(foreign) is None
    with pytest.raises(Refused):
        authority.renew(foreign, asked(), AT)


def test_it_is_the_same_authority_after_a_restart(authority: Authority, tmp_path: Path):
    given = authority.let_in(asked(), "board-1", "board", AT)
    again = Authority(tmp_path / "authority", "test-hall", AT)
    assert again.certificate == authority.certificate
    member = again.of(given)
    assert member is not None
    assert (member.name, member.hardware) == ("board-1", "box-17")


def test_two_processes_let_in_at_once_and_nobody_is_forgotten(authority: Authority, tmp_path: Path):
    """The desk and a technician's command line."""
    called = [sys.executable, "-m", "tests.provisioning.authority.letting_in", str(authority.folder)]
    both = [
        subprocess.Popen([*called, prefix, "100"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for prefix in ("board", "sign")
    ]
    for each in both:
        assert each.stdout
        assert each.stdout.readline() == "ready\n"
    for each in both:
        assert each.stdin
        each.stdin.write("\n")
        each.stdin.flush()
    for each in both:
        each.communicate(timeout=300)
    assert [each.returncode for each in both] == [0, 0]
    assert set(authority.names) == {f"{prefix}-{number}" for prefix in ("board", "sign") for number in range(100)}


def test_who_holds_the_list_may_change_it_and_another_waits(authority: Authority):
    """Also another thread of the same process: the desk answers each box in a thread of its own."""
    revoked = threading.Thread(target=authority.revoke, args=("board-1",))
    with authority.alone():
        revoked.start()
        authority.let_in(asked(), "board-1", "board", AT)
        assert authority.names == {"board-1": "board"}
    revoked.join(60)
    assert authority.names == {}


def test_a_torn_list_of_members_is_not_taken_for_an_empty_one(authority: Authority, tmp_path: Path):
    authority.let_in(asked(), "board-1", "board", AT)
    (tmp_path / "authority" / "members.json").write_bytes(b"[{")
    with pytest.raises(ValueError, match=r"truncated|malformed|JSON"):
        authority.write_revoked(tmp_path / "revoked.pem")


def test_the_keys_are_for_nobody_elses_eyes(authority: Authority, tmp_path: Path):
    authority.equip(tmp_path / "identity", "board-1", "board", AT)
    assert is_there(tmp_path / "identity")
    for key in (tmp_path / "authority" / "key.pem", tmp_path / "identity" / "key.pem"):
        assert key.stat().st_mode & 0o077 == 0


def test_an_identity_speaks_tls_1_3_with_whoever_has_the_brokers_name(authority: Authority, tmp_path: Path):
    authority.equip(tmp_path / "identity", "board-1", "board", AT)
    made = context(tmp_path / "identity")
    assert made.minimum_version == ssl.TLSVersion.TLSv1_3
    assert made.check_hostname
    assert made.verify_mode == ssl.CERT_REQUIRED
