"""The support bundle: found stick, whole file, nothing of anybody in it, byte by byte."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from broker.bus.settings import Settings
from kiosk.service_menu import sticks
from kiosk.service_menu.audit import Audit
from kiosk.service_menu.checks import bundle as check
from kiosk.service_menu.codes import Codes, with_person
from kiosk.service_menu.doorkeeper import CODES, write_codes
from kiosk.service_menu.machine import Machine
from kiosk.service_menu.toolbox import Toolbox
from tests.kiosk.service_menu.boxes import FakeMachine, toolbox

pytestmark = pytest.mark.fast

CODE, PHONE, TAX, KEY = "48210573", "+38 067 123-45-67", "3184710691", "s3cr3t-of-the-broker"
MOUNTS = "/dev/mmcblk0p2 / ext4 rw 0 0\n/dev/sda1 /media/technician/MY\\040STICK vfat rw,nosuid 0 0\n"


def with_stick(folder: Path, **says: str | None) -> FakeMachine:
    machine = FakeMachine(folder / "machine", **says)
    (machine.root / "media/technician/MY STICK").mkdir(parents=True)
    return (
        machine.file("proc/mounts", MOUNTS).file("sys/block/sda/removable", "1\n").file("sys/block/sda/sda1/size", "1")
    )


@pytest.fixture
def box(tmp_path: Path) -> Toolbox:
    """An appliance that has lived: codes, logs in which somebody wrote too much, an audit file, an outbox."""
    folder = tmp_path / "state"
    codes = with_person(Codes("00" * 16), "Олена Коваль", CODE)
    assert codes
    write_codes(folder, codes)
    (folder / "dispenser.log").write_text(
        f"2026-11-23 08:00 printer: paper out\nvisitor {PHONE} asked, РНОКПП {TAX}\n"
        f"connecting with password={KEY} as Олена\noperator=Петренко Іван\n"
    )
    (folder / "outbox.db").write_bytes(b"SQLite format 3 never in a bundle")
    (folder / "client.pem").write_text("-----BEGIN PRIVATE KEY-----\nMIIEvQIBADAN\n-----END PRIVATE KEY-----\n")
    (folder / "kept.log").symlink_to(folder / "client.pem")
    (folder / "hall.toml").write_text(f'[hall]\nid = "hall"\nhot_line = "{PHONE}"\n')
    Audit(folder, lambda: datetime(2026, 11, 23, tzinfo=UTC), "01KBOOT").note("enter", "Олена Коваль")
    journal = f"Nov 23 08:00:04 dispenser cherha[7]: token: {KEY}; call {PHONE}\n"
    machine = with_stick(tmp_path, journalctl=journal, udisksctl="Unmounted /dev/sda1.")
    made = toolbox(folder, machine.made())
    return replace(made, by="Олена Коваль", settings=Settings(state_dir=folder, hall=folder / "hall.toml"))


def written(box: Toolbox) -> Path:
    (file,) = (box.machine.root / "media/technician/MY STICK").iterdir()
    return file


def test_no_secret_and_nobody_is_in_it_byte_by_byte(box: Toolbox):
    assert not check.write_bundle(box).failed
    digest = json.loads((box.settings.state_dir / CODES).read_text())["people"][0]["digest"]
    with zipfile.ZipFile(written(box)) as bundle:
        whole = b"".join(bundle.read(name) + name.encode() for name in bundle.namelist())
    whole += written(box).read_bytes()
    for secret in (
        CODE,
        PHONE,
        "671234567",
        "123-45-67",
        TAX,
        KEY,
        digest,
        "Коваль",
        "Олена",
        "Петренко",
        "MIIEvQ",
        "SQLite",
    ):
        assert secret.encode() not in whole, secret


def test_what_helps_is_in_it(box: Toolbox):
    check.write_bundle(box)
    with zipfile.ZipFile(written(box)) as bundle:
        assert bundle.testzip() is None
        assert {"settings.json", "versions.json", "problems.json", "hall.toml", "journal.txt"} <= set(bundle.namelist())
        assert "printer: paper out" in bundle.read("state/dispenser.log").decode()
        assert json.loads(bundle.read("settings.json"))["broker_port"] == "1883"
        assert "enter" in bundle.read("state/service-audit.jsonl").decode()


def test_the_technician_is_told_when_the_stick_may_be_pulled_out(box: Toolbox, tmp_path: Path):
    assert [line.label["en"] for line in check.write_bundle(box).lines][-1] == "The stick may be taken out"
    stubborn = with_stick(tmp_path / "stubborn", udisksctl=None)
    report = check.write_bundle(replace(box, machine=stubborn.made()))
    assert [line.mark for line in report.lines] == ["good", "warn"]


def test_without_a_stick_nothing_is_written_and_the_report_says_what_to_do(tmp_path: Path):
    report = check.write_bundle(toolbox(tmp_path, FakeMachine(tmp_path / "machine").made()))
    assert report.failed
    assert report.lines[0].remedy["uk"]


def test_a_stick_that_is_full_leaves_nothing_half_written(box: Toolbox, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "writestr", full)
    with pytest.raises(OSError, match="No space"):
        check.write_bundle(box)
    assert list((box.machine.root / "media/technician/MY STICK").iterdir()) == []


@pytest.mark.parametrize(
    ("mounts", "removable"),
    [
        ("/dev/sda1 / ext4 rw 0 0", "1"),  # the machine runs from it
        ("/dev/sda1 /media/disk ext4 rw 0 0", "0"),  # a disk inside
        ("/dev/sda1 /media/stick vfat ro 0 0", "1"),  # nothing can be written
        ("/dev/mmcblk0p1 /media/boot vfat rw 0 0", "1"),  # the card with the system
    ],
)
def test_only_a_removable_medium_that_can_be_written_is_a_stick(tmp_path: Path, mounts: str, removable: str):
    machine = FakeMachine(tmp_path).file("proc/mounts", mounts).file("sys/block/sda/removable", removable)
    machine.file("sys/block/mmcblk/removable", "1")
    assert sticks.found(machine.made()) is None


def test_a_stick_that_nobody_mounted_is_mounted(tmp_path: Path):
    machine = FakeMachine(tmp_path)
    machine.file("proc/mounts", "/dev/mmcblk0p2 / ext4 rw 0 0").file("sys/block/sda/removable", "1")
    machine.file("sys/block/sda/sda1/size", "1")

    def tells(words: object) -> str:
        machine.asked.append(words)  # type: ignore[arg-type]
        machine.file("proc/mounts", "/dev/sda1 /media/stick vfat rw 0 0")
        return "Mounted /dev/sda1"

    found = sticks.found(Machine(tmp_path, tells))
    assert found == sticks.Stick("sda1", tmp_path / "media/stick")
    assert machine.asked == [("udisksctl", "mount", "--no-user-interaction", "--block-device", "/dev/sda1")]


def test_a_link_is_not_followed_wherever_it_leads(box: Toolbox):
    assert not check.write_bundle(box).failed
    with zipfile.ZipFile(written(box)) as bundle:
        names = bundle.namelist()
    assert "state/dispenser.log" in names
    assert "state/kept.log" not in names
