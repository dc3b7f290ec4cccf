"""A screen that hangs and a memory of the broker that is torn: real programs, kept by the scripts that keep them in a hall."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from broker.mosquitto import configuration
from tests.broker.mosquitto import PROGRAM as MOSQUITTO
from tests.broker.mosquitto import Mosquitto, free_port
from tests.broker.until import until
from tests.display.virtual_screen import PROGRAM as XVFB
from tests.display.virtual_screen import VirtualScreen
from tests.systemd.own_systemd import OwnSystemd, lacking
from tests.systemd.runnable import lay_runnable
from tests.systemd.units import SYSTEMD, UNITS

XSET = shutil.which("xset")
needs_screen = pytest.mark.skipif(XVFB is None or XSET is None, reason="Xvfb and xset are not installed")
needs_broker = pytest.mark.skipif(MOSQUITTO is None, reason="mosquitto is not installed")


def program(path: Path, does: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{does}\n")
    path.chmod(0o755)


@pytest.fixture
def screen() -> Iterator[VirtualScreen]:
    shown = VirtualScreen("320x200")
    yield shown
    os.kill(shown._server.pid, signal.SIGCONT)
    shown.stop()


@needs_screen
@pytest.mark.screen
def test_a_screen_that_answers_is_petted_and_one_that_hangs_is_not(tmp_path: Path, screen: VirtualScreen):
    said, asked = tmp_path / "said", tmp_path / "asked"
    program(tmp_path / "bin/systemd-notify", f'echo "$1" >> {said}')
    program(tmp_path / "bin/xset", f'echo asked >> {asked}\nexec {XSET} "$@"')
    given = {
        "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}",
        "CHERHA_SCREEN": screen.display,
        "CHERHA_PAUSE": "0.05",
        "CHERHA_PATIENCE": "1",
    }
    keeper = subprocess.Popen(
        ["sh", str(SYSTEMD / "libexec/keep-screen"), "sleep", "600"],
        env={**os.environ, **given}, start_new_session=True,
    )  # fmt: skip

    def lines(path: Path) -> int:
        return len(path.read_text().splitlines()) if path.exists() else 0

    try:
        until(lambda: lines(said) >= 3)
        os.kill(screen._server.pid, signal.SIGSTOP)
        before = lines(asked)
        until(lambda: lines(asked) >= before + 2)  # the one after it began when the screen stood already
        pets = lines(said)
        before = lines(asked)
        until(lambda: lines(asked) >= before + 2)
        assert lines(said) == pets
    finally:
        os.killpg(keeper.pid, signal.SIGKILL)
        keeper.wait(10)


_HERE = """\
[Unit]
ConditionPathExists=
[Service]
Environment=CHERHA_SCREEN=:77 CHERHA_PAUSE=0.5 CHERHA_PATIENCE=2
WatchdogSec=10
"""


@needs_screen
@pytest.mark.kill
@pytest.mark.screen
@pytest.mark.wire
def test_under_systemd_a_hung_screen_is_started_again(tmp_path: Path):
    if lack := lacking():
        pytest.skip(lack)

    def files(folder: Path) -> None:
        lay_runnable(folder)
        program(folder / "usr/lib/xorg/Xorg", f"exec {XVFB} :77 -screen 0 320x200x24 -nolisten tcp")
        drop_in = folder / "etc/systemd/system/appliance-screen.service.d/here.conf"
        drop_in.parent.mkdir(parents=True)
        drop_in.write_text(_HERE)

    box, unit = OwnSystemd(tmp_path, files), "appliance-screen.service"
    try:
        assert box.inside("systemctl", "start", unit).returncode == 0, box.words_of(unit)
        before = box.pid(unit)
        box.signal(unit, signal.SIGSTOP)
        box.until(lambda: box.pid(unit) not in {0, before})
        assert box.shown(unit, "Result") in {"success", "watchdog"}
        assert box.shown(unit, "NRestarts") == "1"
    finally:
        box.stop()


@needs_broker
@pytest.mark.wire
def test_a_broker_that_lets_in_is_petted_and_one_that_hangs_is_not(tmp_path: Path):
    said, asked = tmp_path / "said", tmp_path / "asked"
    program(tmp_path / "bin/systemd-notify", f'echo "$1" >> {said}')
    program(tmp_path / "bin/sleep", f'echo asked >> {asked}\nexec {shutil.which("sleep")} "$@"')  # after each visit
    broker = Mosquitto(tmp_path / "broker")
    broker.start()
    given = {"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}", "CHERHA_PAUSE": "0.05"}
    door = tmp_path / "hall.conf"
    door.write_text(f"# A hall's.\nlistener {broker.port} 127.0.0.1\n")
    words = ["sh", str(SYSTEMD / "libexec/keep-broker"), str(door), "tail", "-f", "/dev/null"]
    keeper = subprocess.Popen(words, env={**os.environ, **given}, start_new_session=True)

    def lines(path: Path) -> int:
        return len(path.read_text().splitlines()) if path.exists() else 0

    try:
        until(lambda: lines(said) >= 3)
        broker.freeze()
        before = lines(asked)
        until(lambda: lines(asked) >= before + 2, 30)  # the second came to a door that nobody opens
        pets = lines(said)
        before = lines(asked)
        until(lambda: lines(asked) >= before + 1, 30)
        assert lines(said) == pets
    finally:
        os.killpg(keeper.pid, signal.SIGKILL)
        keeper.wait(10)
        broker.thaw()
        broker.stop()


_BROKER_HERE = """\
[Service]
ExecStart=
ExecStart=/opt/cherha/libexec/keep-broker /var/lib/cherha/broker/mosquitto.conf /usr/sbin/mosquitto -c /var/lib/cherha/broker/mosquitto.conf
Environment=CHERHA_PAUSE=0.5
WatchdogSec=15
"""


@needs_broker
@pytest.mark.kill
@pytest.mark.wire
def test_under_systemd_a_hung_broker_is_started_again(tmp_path: Path):
    if lack := lacking():
        pytest.skip(lack)
    port = free_port()

    def files(folder: Path) -> None:
        lay_runnable(folder)
        configured = folder / "var/lib/cherha/broker/mosquitto.conf"
        configured.parent.mkdir(parents=True)
        configured.write_text(f"listener {port} 127.0.0.1\nallow_anonymous true\n")
        drop_in = folder / "etc/systemd/system/mosquitto.service.d/90-here.conf"
        drop_in.parent.mkdir(exist_ok=True)
        drop_in.write_text(_BROKER_HERE)

    box, unit = OwnSystemd(tmp_path, files), "mosquitto.service"
    try:
        assert box.inside("systemctl", "start", unit).returncode == 0, box.words_of(unit)
        before = box.pid(unit)
        box.signal(unit, signal.SIGSTOP)
        box.until(lambda: box.pid(unit) not in {0, before})
        box.until(lambda: box.shown(unit, "ActiveState") == "active")
        assert box.shown(unit, "NRestarts") == "1"
    finally:
        box.stop()


def ended(folder: Path, result: str) -> None:
    """What systemd does after each end of the broker."""
    words = ["sh", str(SYSTEMD / "libexec/keep-memory"), str(folder)]
    subprocess.run(words, env={**os.environ, "SERVICE_RESULT": result}, check=True, capture_output=True)


def torn_by_a_power_cut(path: Path) -> None:
    path.write_bytes(os.urandom(500))


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:10])


@needs_broker
@pytest.mark.wire
@pytest.mark.parametrize("damage", [torn_by_a_power_cut, cut_short])
def test_a_broker_whose_memory_is_torn_begins_without_it(tmp_path: Path, damage: object):
    assert MOSQUITTO
    assert callable(damage)
    broker = Mosquitto(tmp_path)
    broker.start()
    broker.kill(signal.SIGTERM)  # it writes its memory
    memory = tmp_path / "mosquitto.db"
    damage(memory)
    torn = memory.read_bytes()
    for _ in range(3):
        assert memory.exists()
        words = [MOSQUITTO, "-c", str(tmp_path / "mosquitto.conf")]
        tried = subprocess.run(words, capture_output=True, check=False, timeout=20)
        assert tried.returncode != 0, "it starts with this memory: nothing has to be mended"
        ended(tmp_path, "exit-code")
    assert (tmp_path / "mosquitto.db.damaged").read_bytes() == torn
    broker.start()
    broker.stop()


@pytest.mark.fast
def test_a_memory_is_kept_by_a_broker_that_ends_in_good_order_or_wrote_it_since(tmp_path: Path):
    memory = tmp_path / "mosquitto.db"
    for number, result in enumerate(["exit-code", "exit-code", "success", "exit-code", "exit-code", "signal"]):
        memory.write_bytes(b"m" * (1 if number < 5 else 2))
        os.utime(memory, (1, 1))
        ended(tmp_path, result)
    assert memory.exists()


@pytest.mark.fast
def test_a_broker_without_a_memory_has_none_set_aside(tmp_path: Path):
    for _ in range(4):
        ended(tmp_path, "exit-code")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.fast
@pytest.mark.parametrize("hall", ["demo", "secure"])
def test_the_brokers_keeper_comes_to_the_door_that_a_hall_has(hall: str):
    unit = (UNITS / "mosquitto.service").read_text("utf-8")
    words = next(line for line in unit.splitlines() if "keep-broker" in line).split()
    assert words[1] == words[-1], "it looks where the broker does"
    doors = [
        line
        for line in Path(configuration.__file__).with_name(f"{hall}.conf").read_text().splitlines()
        if "listener" in line.split()[:1]
    ]
    assert [line.split()[1] for line in doors] == ["$port"]
