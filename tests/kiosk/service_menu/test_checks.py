"""What the checks find out, on machines that are made for it."""

from __future__ import annotations

import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from broker.bus.memory import MemoryBroker
from broker.bus.settings import Settings
from broker.contracts import codec
from broker.contracts.snapshot import Snapshot
from broker.contracts.status import Problem
from broker.contracts.topics import Topics
from kiosk.service_menu.checks import clock, network, printer, problems, restart, sound, versions
from kiosk.service_menu.deeds import PLACES, do
from kiosk.service_menu.hall_clock import OLD, HallClock
from kiosk.service_menu.hall_problems import HallProblems
from kiosk.service_menu.items import DEEDS
from kiosk.service_menu.report import Report
from tests.kiosk.service_menu.boxes import FakeMachine, toolbox

pytestmark = pytest.mark.fast

ROUTES = (
    "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\neth0\t00000000\t010AA8C0\t3\t0\t0\t100\t00000000\n"
)
ADDRESSES = (
    '[{"ifname":"eth0","addr_info":[{"local":"192.168.10.21","scope":"global"},{"local":"fe80::1","scope":"link"}]}]'
)


def said(report: Report) -> dict[str, str]:
    return {line.label["en"]: line.value.get("en", "") for line in report.lines}


def marks(report: Report) -> list[str]:
    return [line.mark for line in report.lines]


@pytest.fixture
def listening() -> socket.socket:
    server = socket.create_server(("127.0.0.1", 0))
    yield server
    server.close()


def wired(folder: Path) -> FakeMachine:
    machine = FakeMachine(folder / "machine", ip=ADDRESSES)
    machine.file("sys/class/net/eth0/operstate", "up").file("sys/class/net/eth0/speed", "1000")
    machine.file("sys/class/net/wlan0/operstate", "down").file("sys/class/net/lo/operstate", "unknown")
    return machine.file("proc/net/route", ROUTES)


def test_a_network_that_is_well_is_told_from_the_cable_to_the_queue_master(tmp_path: Path, listening: socket.socket):
    port = listening.getsockname()[1]
    box = toolbox(tmp_path, wired(tmp_path).made(), round_trip=lambda: 0.012)
    report = network.network(_at(box, port))
    assert said(report)["Interface eth0"] == "192.168.10.21, 1000 Mbit/s"
    assert said(report)["Gateway"] == "192.168.10.1"
    assert said(report)["The queue-master answers within"] == "12 ms"
    assert set(marks(report)) == {"good"}


def test_a_broker_that_is_away_is_the_end_of_it(tmp_path: Path, listening: socket.socket):
    port = listening.getsockname()[1]
    listening.close()
    report = network.network(_at(toolbox(tmp_path, FakeMachine(tmp_path).made()), port))
    assert report.failed
    assert [line.label["en"].split()[0] for line in report.lines] == ["No", "There", "The"]
    assert all(line.remedy["uk"] for line in report.lines if line.mark == "bad")


def test_a_queue_master_that_says_nothing_is_told_from_a_broker_that_does(tmp_path: Path, listening: socket.socket):
    report = network.network(_at(toolbox(tmp_path, wired(tmp_path).made()), listening.getsockname()[1]))
    assert marks(report)[-2:] == ["good", "bad"]


def _at(box: object, port: int) -> object:
    from msgspec.structs import replace  # noqa: PLC0415

    return replace(box, settings=Settings(broker_port=port, state_dir=box.settings.state_dir))  # type: ignore[type-var,attr-defined]


@pytest.mark.parametrize(("seconds", "mark"), [(0.5, "good"), (-30.0, "warn"), (3600.0, "bad")])
def test_a_clock_that_differs_is_told_and_only_a_wrong_one_fails(tmp_path: Path, seconds: float, mark: str):
    report = clock.clock(toolbox(tmp_path, hall_ahead=lambda: timedelta(seconds=seconds)))
    assert marks(report)[2] == mark


def test_without_a_hall_the_clock_is_not_called_wrong(tmp_path: Path):
    machine = FakeMachine(tmp_path, timedatectl="NTPSynchronized=yes\n").made()
    report = clock.clock(toolbox(tmp_path, machine, hall_ahead=lambda: None))
    assert marks(report) == ["plain", "warn", "good"]


def test_the_halls_clock_is_what_its_heartbeat_says_and_only_while_it_beats():
    broker, now = MemoryBroker(), [100.0]
    wall = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    ear, master = broker.client("dispenser-1"), broker.client("queue-master")
    clock_of_hall = HallClock(ear, clock=lambda: now[0], wall=lambda: wall)
    for bus in (ear, master):
        bus.start()
    assert clock_of_hall.ahead is None
    beat = Snapshot(
        seq=1, at=wall + timedelta(seconds=7), hall="open", until=None, why=None, lines=(), windows=(), calls=()
    )
    master.publish(Topics("test-hall").state, codec.encode(beat), retain=False)
    broker.deliver()
    assert clock_of_hall.ahead == timedelta(seconds=7)
    now[0] += OLD + 1
    assert clock_of_hall.ahead is None


def test_problems_of_the_whole_hall_are_told_in_words_and_its_own_first(tmp_path: Path):
    since = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    own = Problem(code="printer-paper-out", since=since, message={"uk": "Немає паперу"}, remedy={"uk": "Вставте рулон"})
    other = Problem(code="no-sound-device", since=since, message={"uk": "Голосу не чути"}, remedy={"uk": "Кабель"})
    broker = MemoryBroker()
    ear, announcer = broker.client("dispenser-1"), broker.client("announcer-1")
    heard = HallProblems(ear)
    for bus in (ear, announcer):
        bus.start()
    topic = Topics("test-hall").problem("announcer-1", "no-sound-device")
    announcer.publish(topic, codec.encode(other), retain=True)
    broker.deliver()
    box = toolbox(tmp_path, problems=lambda: (own,), elsewhere=lambda: heard.elsewhere("dispenser-1"))
    report = problems.problems(box)
    assert [(line.mark, line.label["uk"]) for line in report.lines] == [
        ("bad", "Немає паперу"),
        ("plain", "На інших пристроях залу"),
        ("warn", "Голосу не чути"),
    ]
    announcer.publish(topic, b"", retain=True)
    broker.deliver()
    assert len(problems.problems(box).lines) == 1


def test_a_test_slip_comes_out_or_the_report_says_what_to_do(tmp_path: Path):
    box = toolbox(tmp_path)
    assert not printer.print_test_slip(box).failed
    assert len(list((tmp_path / "paper-tape").glob("*-test-*.png"))) == 1
    (tmp_path / "paper-tape" / "status").write_text("paper-out")
    report = printer.print_test_slip(box)
    assert report.failed
    assert report.lines[1].remedy["uk"]
    assert printer.how_it_is(box).failed


def test_a_gong_is_played_as_the_settings_have_it(tmp_path: Path):
    from msgspec.structs import replace  # noqa: PLC0415

    box = toolbox(tmp_path)
    heard = replace(box, settings=Settings(sound=f"wav:{tmp_path / 'heard'}", state_dir=tmp_path))
    assert not sound.sound(heard).failed
    assert len(list((tmp_path / "heard").glob("* gong.wav"))) == 1
    assert marks(sound.sound(replace(box, settings=Settings(sound="silent", state_dir=tmp_path)))) == ["warn"]


def test_a_machine_is_restarted_by_its_systemd_alone(tmp_path: Path):
    machine = FakeMachine(tmp_path / "machine", systemctl="")
    assert restart.restart_machine(toolbox(tmp_path, machine.made())).failed
    assert machine.asked == []
    machine.file("run/systemd/system/there", "")
    assert not restart.restart_machine(toolbox(tmp_path, machine.made())).failed
    assert machine.asked == [("systemctl", "reboot")]
    assert "systemd" in toolbox(tmp_path, machine.made()).has


def test_versions_tell_what_runs(tmp_path: Path):
    found = said(versions.versions(toolbox(tmp_path)))
    assert found["Python"].startswith("3.")
    assert found["Kivy"] == "2.3.1"
    assert all(found.values())


def test_every_deed_that_is_a_check_has_somebody_who_does_it():
    assert {deed.id for deed in DEEDS.values() if deed.kind == "check"} == set(PLACES)


def test_a_check_that_breaks_is_a_line_and_takes_nothing_with_it(tmp_path: Path):
    box = toolbox(tmp_path, problems=lambda: 1 / 0)
    report = do("problems", box)
    assert report.failed
    assert report.lines[0].value["uk"] == "division by zero"
