"""What is told to a screen, what is seen of it, and what a technician hears of that."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import gpiozero
import pytest
from gpiozero.pins.mock import MockFactory

from broker.contracts.errors import ConfigError
from broker.contracts.fields import Text
from broker.contracts.phrases import Phrases
from display.power.cec import Cec
from display.power.connectors import Connector, read, unplugged
from display.power.dpms import Dpms
from display.power.hotplug import Hotplug
from display.power.keeper import Keeper
from display.power.opening import switches
from display.power.presence import Presence
from display.power.reporting import DARK, LIT, PHRASES, UNPLUGGED, Reporter
from display.power.seam import Observed, PaperScreen, together
from tests.broker.until import until

pytestmark = pytest.mark.fast


class Machine:
    """A machine whose programs are scripts: each notes its words in `asked`, and says what the script says."""

    def __init__(self, folder: Path) -> None:
        self.programs, self._asked = folder / "bin", folder / "asked"
        self.programs.mkdir()

    def has(self, program: str, script: str) -> None:
        file = self.programs / program
        file.write_text(f'#!/bin/sh\necho "{program} $*" >> {self._asked}\n{script}\n')
        file.chmod(0o755)

    @property
    def asked(self) -> list[str]:
        return self._asked.read_text().splitlines() if self._asked.exists() else []


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    found = Machine(tmp_path)
    monkeypatch.setenv("PATH", f"{found.programs}:/bin:/usr/bin")
    return found


# What `cec-ctl` of v4l-utils says, as far as it is read.
TELEVISION = """
case "$*" in
  *--playback*) printf 'Driver Info:\\n\\tPhysical Address           : 1.0.0.0\\n';;
  *power-status*) printf '\\tREPORT_POWER_STATUS (0x90):\\n\\t\\tpwr-state: STATE\\n';;
esac
"""


def television(state: str) -> str:
    return TELEVISION.replace("STATE", state)


def with_devices(folder: Path, count: int) -> Cec:
    for number in range(count):
        (folder / f"cec{number}").touch()
    return Cec(folder)


@pytest.mark.parametrize(
    ("says", "seen"),
    [
        ("on (0x00)", "on"),
        ("to-on (0x02)", "on"),
        ("standby (0x01)", "off"),
        ("to-standby (0x03)", "off"),
        ("?", "unknown"),
    ],
)
def test_a_television_is_asked_how_it_is(machine: Machine, tmp_path: Path, says: str, seen: Observed):
    machine.has("cec-ctl", television(says))
    assert with_devices(tmp_path, 1).observe() == seen


def test_it_is_woken_shown_our_socket_and_sent_to_sleep_at_every_socket(machine: Machine, tmp_path: Path):
    machine.has("cec-ctl", television("on (0x00)"))
    cec = with_devices(tmp_path, 2)
    cec.switch(on=True)
    for number in range(2):
        assert f"cec-ctl -d {tmp_path}/cec{number} --to 0 --image-view-on" in machine.asked
        assert f"cec-ctl -d {tmp_path}/cec{number} --active-source phys-addr=1.0.0.0" in machine.asked
    cec.switch(on=False)
    assert [line[-9:] for line in machine.asked].count("--standby") == 2


def test_a_socket_without_a_television_is_left_alone(machine: Machine, tmp_path: Path):
    machine.has("cec-ctl", "echo 'Physical Address           : f.f.f.f'")
    cec = with_devices(tmp_path, 1)
    cec.switch(on=False)
    assert cec.observe() == "unknown"
    assert not any("--standby" in line for line in machine.asked)


def test_a_monitor_goes_dark_by_dpms_and_x_keeps_no_timer_of_its_own(machine: Machine):
    machine.has("xset", 'test "$1" = q && echo "  Monitor is Off"; exit 0')
    dpms = Dpms()
    dpms.switch(on=False)
    assert dpms.observe() == "off"
    dpms.switch(on=True)
    assert "xset dpms force on" in machine.asked
    assert "xset s off dpms 0 0 0" in machine.asked


@pytest.mark.parametrize("script", [None, "exit 1", "echo nonsense", "kill -9 $$"])
def test_programs_that_are_missing_or_fail_leave_it_unknown(
    machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str | None
):
    if script:
        machine.has("xset", script)
        machine.has("cec-ctl", script)
    else:
        monkeypatch.setenv("PATH", str(machine.programs))
    for switch in (Dpms(), with_devices(tmp_path, 1)):
        switch.switch(on=False)
        assert switch.observe() == "unknown"


def test_what_one_way_says_is_off_shows_nothing():
    assert together({"DPMS": "on", "CEC": "off"}) == "off"
    assert together({"DPMS": "on", "CEC": "unknown"}) == "on"
    assert together({"DPMS": "unknown"}) == "unknown"
    assert together({}) == "unknown"


def test_a_screen_that_obeys_is_switched_once_and_looked_at():
    screen, told = PaperScreen(), []
    keeper = Keeper([screen], lambda on, seen: told.append((on, seen)), retries=(0.01,) * 3, looks=0.01)
    keeper.light(on=False)
    until(lambda: len(told) > 5)
    keeper.stop()
    assert screen.wishes == [False]
    assert told[0] == (False, {"paper": "off"})


def test_one_that_does_not_is_told_a_few_times_and_then_only_looked_at():
    screen, told = PaperScreen(obeys=False), []
    keeper = Keeper([screen], lambda on, seen: told.append((on, seen)), retries=(0.01,) * 3, looks=0.01)
    keeper.light(on=False)
    until(lambda: len(told) > 8)
    assert screen.wishes == [False] * 4
    assert set(map(str, told)) == {str((False, {"paper": "on"}))}
    keeper.light(on=True)
    until(lambda: screen.wishes[4:] == [True])
    keeper.stop()


def test_what_was_plugged_in_is_told_the_wish_anew():
    screen = PaperScreen()
    keeper = Keeper([screen], retries=(), looks=60)
    keeper.light(on=True)
    until(lambda: screen.wishes == [True])
    keeper.again()
    until(lambda: screen.wishes == [True, True])
    keeper.stop()


def test_where_nothing_can_be_seen_nothing_is_looked_at_again():
    class Blind(PaperScreen):
        looks = 0

        def observe(self) -> Observed:
            self.looks += 1
            return "unknown"

    screen, told = Blind(), threading.Event()
    keeper = Keeper([screen], lambda _on, _seen: told.set(), retries=(0.01,), looks=0.01)
    keeper.light(on=False)
    assert told.wait(20)
    assert not any(threading.Event().wait(0.02) for _ in range(5))  # as long as several looks would take
    assert screen.looks == 1
    keeper.stop()


class Staff:
    def __init__(self) -> None:
        self.problems: dict[str, Text] = {}

    def problem(self, code: str, message: Text, remedy: Text) -> None:
        assert remedy["uk"]
        self.problems[code] = message

    def clear(self, code: str) -> None:
        self.problems.pop(code, None)


def test_a_technician_is_told_what_was_seen_and_no_longer_than_it_lasts():
    staff = Staff()
    reporter = Reporter(staff)
    reporter.power(True, {"CEC": "off"})
    assert list(staff.problems) == [DARK]
    reporter.power(False, {"CEC": "on", "DPMS": "unknown"})
    assert list(staff.problems) == [LIT]
    reporter.power(True, {"CEC": "on"})
    reporter.plugs((Connector("HDMI-A-1", connected=False),))
    assert list(staff.problems) == [UNPLUGGED]
    assert reporter.said == "on was wished; CEC: on; HDMI-A-1: –"
    reporter.plugs((Connector("HDMI-A-1", True, "1920x1080"),))
    assert not staff.problems
    phrases = Phrases.load(PHRASES)
    assert all(f"remedy.{code}" in phrases.keys("uk") for code in (DARK, LIT, UNPLUGGED))


def test_the_kernel_says_what_is_plugged_in(tmp_path: Path):
    def socket_of(name: str, status: str, modes: str = "") -> None:
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        (folder / "status").write_text(f"{status}\n")
        (folder / "modes").write_text(modes)

    socket_of("card1-HDMI-A-1", "connected", "1920x1080\n1280x720\n")
    socket_of("card1-HDMI-A-2", "disconnected")
    socket_of("card1-Writeback-1", "unknown")
    assert read(tmp_path) == (Connector("HDMI-A-1", True, "1920x1080"), Connector("HDMI-A-2", connected=False))
    assert not unplugged(read(tmp_path))
    socket_of("card1-HDMI-A-1", "connected")  # a cable that ends in nothing has no modes
    assert unplugged(read(tmp_path))
    assert not unplugged(read(tmp_path / "no-card"))


def test_plugs_are_heard_of_when_they_have_settled_and_nothing_else_is():
    ours, kernels = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    times: list[int] = []
    plugs = Hotplug(lambda: times.append(1), ours, settled=0.05)
    kernels.send(b"change@/devices/usb\0SUBSYSTEM=usb\0")
    for _ in range(3):
        kernels.send(b"change@/devices/card1\0ACTION=change\0SUBSYSTEM=drm\0HOTPLUG=1\0")
    until(lambda: times)
    kernels.send(b"change@/devices/card1\0SUBSYSTEM=drm\0")
    until(lambda: len(times) == 2)
    plugs.stop()
    kernels.close()


@pytest.fixture
def pins() -> Iterator[MockFactory]:
    before = gpiozero.Device.pin_factory
    factory = gpiozero.Device.pin_factory = MockFactory()
    yield factory
    factory.reset()
    gpiozero.Device.pin_factory = before


def test_a_sensor_tells_when_somebody_moves(pins: MockFactory):
    moved: list[int] = []
    presence = Presence("4", lambda: moved.append(1))
    pins.pin("GPIO4").drive_high()
    until(lambda: moved)
    presence.close()
    Presence("", lambda: None).close()


def test_ways_are_named_by_the_setting():
    assert [each.name for each in switches("dpms cec")] == ["DPMS", "CEC"]
    assert switches("none") == []
    with pytest.raises(ConfigError, match="did you mean cec"):
        switches("dpms cek")
