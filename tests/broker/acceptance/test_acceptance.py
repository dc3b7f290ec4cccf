"""An appliance takes its acceptance from afar; a sheet passes only when all of it was seen to be well."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.acceptance import finding
from broker.acceptance.finding import Power, Storage
from broker.acceptance.hardware import Hardware, PaperHardware
from broker.acceptance.taking import KEPT, Acceptance
from broker.bus.appliance import Appliance
from broker.bus.clock import new_id, now
from broker.bus.memory import MemoryBroker
from broker.contracts import codec
from broker.contracts.acceptance import ALL, CHECKS, Outcome, Sheet, Verdict, checks_of, judged, lacking, passed
from broker.contracts.errors import HardwareError
from broker.contracts.status import About, Did, Do
from broker.contracts.topics import Topics
from provisioning.subcommands import ROLES
from tests.broker.until import until

pytestmark = pytest.mark.fast
TOPICS = Topics("test-hall")
WELL: dict[str, Callable[[], str]] = {"screen": lambda: "1920x1080"}

verdicts = st.lists(
    st.builds(
        Verdict,
        st.sampled_from([c.item for c in CHECKS]),
        st.sampled_from(["pass", "fail", "skipped", "asked"]),
        st.just({}),
    ),
    max_size=8,
).map(tuple)


class Box:
    """A board on a bus, and a technician who asks it."""

    def __init__(
        self, folder: Path, own: Any = WELL, role: str = "board", hardware: Hardware | None = None, **more: Any
    ) -> None:
        self.broker, self.folder = MemoryBroker(), folder
        bus = self.broker.client(f"{role}-1", "test-hall")
        about = About(role=role, version="1")
        self.appliance = Appliance(bus, id=f"{role}-1", role=role, version="1", about=about, zone=UTC)
        self.taken = Acceptance(
            self.appliance, bus, folder, UTC, own, hardware=hardware or PaperHardware(), place="над вікном 4", **more
        )
        bus.start()
        self.did: list[Did] = []
        self.sheets: list[Sheet] = []
        self.office = self.broker.client("office-1", "test-hall")
        self.office.subscribe(TOPICS.did("+"), lambda m: self.did.append(codec.read(Did, m.body)))
        self.office.subscribe(TOPICS.acceptance("+"), lambda m: self.sheets.append(codec.read(Sheet, m.body)))
        self.office.start()
        self.broker.deliver()

    def ask(self, what: str, late: float = 0.0, **arguments: Any) -> str:
        wish = Do(id=new_id(), what=what, at=now(UTC) + timedelta(seconds=late), arguments=arguments)
        before = len(self.did)
        self.office.publish(TOPICS.do(self.appliance.id), codec.encode(wish))
        until(lambda: (self.broker.deliver(), len(self.did) > before)[1])
        return self.did[-1].message

    def outcomes(self) -> dict[str, str]:
        return {verdict.item: verdict.outcome for verdict in self.sheets[-1].checks}


def test_every_role_that_runs_is_accepted_somehow():
    assert set(ROLES) == set(ALL)
    assert set(ALL) <= set(ROLES)
    assert all(any(not check.here for check in checks_of(role)) for role in ALL)


def test_what_only_a_person_can_tell_is_asked_and_answered_before_it_is_accepted(tmp_path: Path):
    box = Box(tmp_path)
    assert box.ask("acceptance", by="taras") == "asked: screen"
    sheet = box.sheets[-1]
    assert (sheet.accepted, sheet.technician, sheet.place) == (False, "taras", "над вікном 4")
    assert box.outcomes() == {
        "screen": "asked", "network": "pass", "clock": "pass", "power": "pass", "storage": "pass", "problems": "pass"
    }  # fmt: skip
    assert box.ask("judge", at="2020-01-01T00:00:00+00:00", said={"screen": True}) == "another sheet"
    assert not box.sheets[-1].accepted
    assert box.ask("judge", at=sheet.at.isoformat(), said={"screen": True, "power": False}, by="olena") == "passed"
    assert box.sheets[-1].accepted
    assert box.outcomes()["power"] == "pass"  # nobody was asked about that
    again = Box(tmp_path)  # a restart, or an office that was away
    assert again.sheets[-1] == box.sheets[-1]


def test_each_fault_is_a_line_with_what_to_do(tmp_path: Path):
    def broken() -> str:
        raise HardwareError("no frame")

    box = Box(tmp_path, {"screen": broken}, hardware=PaperHardware(low=True, kept=False))
    box.appliance.problem("paper-out", {"uk": "x"}, {"uk": "y"})
    box.ask("acceptance", late=600)
    found = {v.item: v.note["uk"] for v in box.sheets[-1].checks if v.outcome == "fail"}
    assert set(found) == {"screen", "power", "storage", "clock", "problems"}
    assert "no frame" in found["screen"]
    assert "блок живлення" in found["power"]
    assert "paper-out" in found["problems"]


def test_what_is_not_there_and_what_hands_must_do_is_skipped_and_said(tmp_path: Path):
    box = Box(tmp_path, {}, role="dispenser")
    box.ask("acceptance")
    assert {item for item, outcome in box.outcomes().items() if outcome == "skipped"} == {
        "printer", "paper", "touch", "screen"
    }  # fmt: skip


class Touched:
    """An info terminal that somebody sets up: its service menu keeps sheets, its panel may become another."""

    def __init__(self, folder: Path) -> None:
        self.panel = "panel-1"
        self.box = Box(folder, role="info", made_with=lambda: self.panel)

    def ask(self) -> str:
        """From afar, with all its questions answered."""
        self.box.ask("acceptance")
        return self.box.ask("judge", at=self.box.sheets[-1].at.isoformat(), said={"screen": True})

    def touch(self, outcome: Outcome, ago: timedelta = timedelta(), **others: Outcome) -> Sheet:
        """A sheet of the service menu."""
        outcomes = {"touch": outcome, **others}
        sheet = Sheet(
            at=now(UTC) - ago,
            appliance="info-1",
            role="info",
            technician="olena",
            version="1",
            accepted=False,
            checks=tuple(Verdict(item, each, {"uk": "2.1 mm", "en": "2.1 mm"}) for item, each in outcomes.items()),
        )
        self.box.taken.keep(self.box.taken.complete(sheet))
        self.box.broker.deliver()
        return self.box.sheets[-1]


def test_what_is_touched_is_not_accepted_before_hands_have_touched_it(tmp_path: Path):
    info = Touched(tmp_path)
    assert info.ask() == "lacking: touch"
    assert not info.box.sheets[-1].accepted
    assert info.touch("pass", printer="skipped", screen="skipped").accepted  # the menu's sheet completes that of today
    assert info.ask() == "passed"


@pytest.mark.parametrize("outcome", ["pass", "fail"])
def test_nine_points_once_touched_count_until_the_screen_is_another(tmp_path: Path, outcome: Outcome):
    info = Touched(tmp_path)
    touched = info.touch(outcome, ago=timedelta(days=30))
    for _ in range(2):
        assert info.ask() == ("passed" if outcome == "pass" else "fail: touch")
        (found,) = (v for v in info.box.sheets[-1].checks if v.item == "touch")
        assert found.made == touched.at
        assert found.note["uk"] == f"Перевірено {touched.at:%d.%m.%Y, %H:%M}. 2.1 mm"
    info.touch("skipped", ago=timedelta(minutes=5))  # says nothing of touch
    assert info.box.outcomes()["touch"] == outcome
    info.panel = "panel-2"
    assert info.ask() == "lacking: touch"
    info.touch("pass")
    assert info.ask() == "passed"


def test_another_screen_panel_or_calibration_is_another_thing_to_touch(tmp_path: Path):
    devices, edid = tmp_path / "proc/bus/input/devices", tmp_path / "sys/class/drm/card1-HDMI-A-1/edid"
    for file in (devices, edid):
        file.parent.mkdir(parents=True)
    keyboard = 'I: Bus=0003 Vendor=046d Product=c31c Version=0110\nN: Name="Keyboard"\nB: PROP=0\n'
    panel = 'I: Bus=0003 Vendor=0eef Product=0001 Version=0210\nN: Name="eGalax"\nU: Uniq=\nB: PROP=2\n'
    hardware = Hardware(tmp_path / "state", tmp_path)
    edid.write_bytes(b"\x00\xff\xff-one")
    devices.write_text(panel)
    first = hardware.made_with("")
    devices.write_text(f"{keyboard}\n{panel}")
    assert hardware.made_with("") == first  # a scanner or a keyboard touches nothing
    assert hardware.made_with("calibrated") != first
    devices.write_text(f"{keyboard}\n{panel.replace('0001', '0002')}")
    assert hardware.made_with("") != first
    devices.write_text(panel)
    edid.write_bytes(b"\x00\xff\xff-two")
    assert hardware.made_with("") != first


def test_old_sheets_do_not_fill_the_card(tmp_path: Path):
    box = Box(tmp_path)
    box.ask("acceptance")
    sheet = box.sheets[-1]
    for minute in range(KEPT + 5):
        box.taken.keep(
            Sheet(
                **{f: getattr(sheet, f) for f in sheet.__struct_fields__} | {"at": sheet.at + timedelta(minutes=minute)}
            )
        )
    assert len(list((tmp_path / "acceptance").glob("*.json"))) == KEPT


@given(verdicts)
def test_nothing_passes_with_a_fault_or_an_open_question(found: tuple[Verdict, ...]):
    outcomes = [verdict.outcome for verdict in found]
    fine = "fail" not in outcomes and "asked" not in outcomes and "pass" in outcomes
    assert passed("board", found) == (fine and not lacking("board", found))


@given(verdicts, st.dictionaries(st.sampled_from([c.item for c in CHECKS]), st.booleans()))
def test_a_person_answers_what_was_asked_and_changes_nothing_else(found: tuple[Verdict, ...], said: dict[str, bool]):
    sheet = Sheet(
        at=now(UTC),
        appliance="a",
        role="board",
        technician="",
        version="1",
        accepted=passed("board", found),
        checks=found,
    )
    after = judged(sheet, said, "taras")
    for old, new in zip(found, after.checks, strict=True):
        if old.outcome == "asked" and old.item in said:
            assert new.outcome == ("pass" if said[old.item] else "fail")
        else:
            assert new == old
    assert after.accepted == passed("board", after.checks)


def test_a_weak_supply_is_remembered_until_the_next_start(tmp_path: Path):
    root, state = tmp_path / "root", tmp_path / "state"
    alarm = root / "sys/class/hwmon/hwmon0/in0_lcrit_alarm"
    boot = root / "proc/sys/kernel/random/boot_id"
    for file, text in ((alarm, "1\n"), (alarm.with_name("name"), "rpi_volt\n"), (boot, "first\n")):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    hardware = Hardware(state, root, pause=0)
    assert hardware.power() == Power(sensed=True, low=True, times=1)
    alarm.write_text("0\n")
    assert hardware.power() == Power(sensed=True, low=True, times=1)
    boot.write_text("second\n")
    assert hardware.power() == Power(sensed=True, low=False)
    assert Hardware(state, tmp_path / "none").power() == Power(sensed=False)


def test_a_card_that_fails_or_fills_is_no_good(tmp_path: Path):
    root = tmp_path / "root"
    count = root / "sys/fs/ext4/mmcblk0p3/errors_count"
    count.parent.mkdir(parents=True)
    count.write_text("3\n")
    found = Hardware(tmp_path, root).storage()
    assert (found.errors, found.kept) == (3, True)
    assert finding.storage(found).outcome == "fail"
    assert finding.storage(Storage(errors=0, kept=True, free=0.05)).outcome == "fail"
    assert finding.storage(Storage(errors=0, kept=True, free=0.05, room=20_000)).outcome == "pass"
    assert finding.storage(Storage(errors=0, kept=True, free=0.5, worn=9)).outcome == "fail"
    assert finding.storage(Storage(errors=0, kept=True, free=0.5)).outcome == "pass"
    (tmp_path / "file").touch()
    assert not Hardware(tmp_path / "file").storage().kept  # nothing can be written below a file


def test_a_cable_that_is_out_is_told():
    assert finding.network((), 0).outcome == "fail"
    assert finding.network(("eth0 1000 Mbit/s",), 2).note["en"] == "eth0 1000 Mbit/s; connections lost: 2."
