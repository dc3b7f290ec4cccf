"""What the standby's machine has open on its disk is good for nothing once that box was shut out or replaced."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography import x509

from broker.standby.second_office import PREPARED
from provisioning.enrolment.second_office import SecondOffice
from provisioning.enrolment.standbys_own import NAME, PAGE_NAME
from tests.provisioning.enrolment.standing import AT, Hall

pytestmark = pytest.mark.fast


def prepared(hall: Hall, tmp_path: Path) -> SecondOffice:
    box = hall.box(tmp_path / "standby", "box-1", "standby")
    hall.accept(box.code, "standby-1", "standby")
    box.done()
    office = tmp_path / "office"
    office.mkdir()
    (office / "staff.toml").write_text("# nobody\n", "utf-8")
    second = SecondOffice(hall.desk, office, hall.folder / PREPARED)
    second.look("", AT)
    assert NAME not in hall.desk.authority.names
    second.look("127.0.0.9", AT)
    assert hall.desk.authority.names[NAME] == "office"
    return second


def serial(folder: Path) -> str:
    return f"{x509.load_pem_x509_certificate((folder / 'certificate.pem').read_bytes()).serial_number:x}"


def revoked(hall: Hall) -> set[str]:
    return {each.serial for each in hall.desk.authority.members if each.revoked}


@pytest.mark.parametrize("how", ["shut-out", "replaced"])
def test_a_standby_that_is_gone_takes_its_office_with_it(hall: Hall, tmp_path: Path, how: str) -> None:
    second, folder = prepared(hall, tmp_path), hall.folder / PREPARED
    stolen = {serial(folder / "identity"), serial(folder / "page")}
    if how == "shut-out":
        hall.desk.shut_out("standby-1")
        assert not {NAME, PAGE_NAME} & set(hall.desk.authority.names)
        assert NAME not in (hall.folder / "broker" / "access.list").read_text("utf-8")
    else:
        box = hall.box(tmp_path / "new", "box-2", "standby")
        hall.accept(box.code, "standby-1", "standby", instead=True)
        box.done()
    assert stolen <= revoked(hall)
    second.look("127.0.0.9", AT)  # for the next one
    assert hall.desk.authority.names[NAME] == "office"
    assert not stolen & {serial(folder / "identity"), serial(folder / "page")}


def test_nothing_is_made_anew_while_nothing_has_changed(hall: Hall, tmp_path: Path) -> None:
    second, folder = prepared(hall, tmp_path), hall.folder / PREPARED
    before, count = serial(folder / "page"), len(hall.desk.authority.members)
    SecondOffice(hall.desk, tmp_path / "office", folder).look("127.0.0.9", AT)  # the desk has begun anew
    second.look("127.0.0.9", AT)
    assert (serial(folder / "page"), len(hall.desk.authority.members)) == (before, count)
    second.look("127.0.0.8:8883", AT)
    assert serial(folder / "page") != before
    assert second.called == "https://127.0.0.8:8444"
