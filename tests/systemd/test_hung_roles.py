"""Real roles under a real systemd with the project's own units: whichever hangs is started again."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.display.virtual_screen import PROGRAM, VirtualScreen
from tests.systemd.own_systemd import OwnSystemd, lacking
from tests.systemd.runnable import lay_runnable
from tests.systemd.units import ROOT

pytestmark = [pytest.mark.kill, pytest.mark.screen, pytest.mark.wire]

ROLES = ("queue-master", "office", "announcer", "window-sign", "board")


def appliance(folder: Path, display: str) -> None:
    """A box with every role that a test can look at."""
    lay_runnable(folder, display)
    roles = folder / "var/lib/cherha/roles"
    roles.mkdir(parents=True)
    for role in ROLES:
        settings = [f'hall = "{ROOT}/provisioning/demo/hall.toml"', f'state_dir = "/var/lib/cherha/{role}"']
        (roles / f"{role}.toml").write_text("\n".join([*settings, "broker_port = 1", ""]))
    with (roles / "window-sign.toml").open("a") as sign:
        sign.write('sign = "paper:/var/lib/cherha/window-sign/lamps.txt"\n')


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnSystemd]:
    if lack := lacking():
        pytest.skip(lack)
    if PROGRAM is None:
        pytest.skip("Xvfb is not installed")
    screen = VirtualScreen("640x360")
    try:
        systemd = OwnSystemd(tmp_path_factory.mktemp("box"), lambda folder: appliance(folder, screen.display))
    except BaseException:
        screen.stop()
        raise
    yield systemd
    systemd.stop()
    screen.stop()


def unit(role: str) -> str:
    return f"cherha-{role}.service"


def test_a_hung_role_is_started_again_by_its_watchdog(box: OwnSystemd):
    for role in ROLES:
        started = box.inside("systemctl", "start", unit(role))
        assert started.returncode == 0, box.words_of(unit(role))
    before = {role: box.pid(unit(role)) for role in ROLES}
    for role in ROLES:
        box.signal(unit(role), signal.SIGSTOP)
    for role in ROLES:
        box.until(lambda role=role: box.pid(unit(role)) not in (0, before[role]))  # type: ignore[misc]
    for role in ROLES:
        box.until(lambda role=role: box.shown(unit(role), "ActiveState") == "active")  # type: ignore[misc]
        assert box.shown(unit(role), "NRestarts") == "1"


def test_a_role_runs_as_its_own_user_and_writes_to_its_own_folder_alone(box: OwnSystemd):
    box.inside("systemctl", "start", unit("queue-master"))
    told = box.inside("cat", f"/proc/{box.pid(unit('queue-master'))}/status").stdout
    facts = dict(line.split(":\t", 1) for line in told.splitlines() if ":\t" in line)
    assert facts["CapBnd"].strip("0") == ""
    assert facts["NoNewPrivs"] == "1"
    assert facts["Seccomp"] == "2"
    assert facts["Uid"].split()[0] != "0"


def test_a_role_whose_settings_are_not_there_does_not_start(box: OwnSystemd):
    box.inside("systemctl", "start", unit("survey"))
    assert box.shown(unit("survey"), "ConditionResult") == "no"
    assert box.shown(unit("survey"), "ActiveState") == "inactive"


def test_a_role_that_is_wrongly_set_up_is_not_started_again(box: OwnSystemd):
    assert set(box.shown(unit("board"), "RestartPreventExitStatus").split()) == {"2", "78"}
