"""The unit files, as systemd's own tools judge them."""

import re
import shutil
import subprocess
from configparser import RawConfigParser
from pathlib import Path

import pytest

from provisioning.command import main
from provisioning.subcommands import ROLES
from tests.systemd.ordering import before, units
from tests.systemd.units import DEBIANS, LAID_UNITS, ROLE_UNITS, SYSTEMD, UNITS, lay_with_debians

pytestmark = pytest.mark.fast

FILES = {path.name: path for path in (*UNITS.glob("*.*"), *LAID_UNITS) if path.is_file()}
ALL = sorted(FILES)
DROP_IN = UNITS / "cherha-.service.d" / "10-cherha.conf"
CLOCK = "appliance-clock.service"
MOST_EXPOSED = 2.5
MOST_LINES = 20

needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None or not DEBIANS.is_dir(), reason="systemd-analyze is not installed"
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("root")
    lay_with_debians(folder)
    return folder


def analyze(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["systemd-analyze", f"--root={root}", *words], capture_output=True, text=True, check=False)


def test_every_role_has_a_unit_and_every_such_unit_a_role():
    assert sorted(ROLE_UNITS) == sorted(path.name for path in UNITS.glob("cherha-*.service"))


@pytest.mark.parametrize("unit", [*ROLE_UNITS, CLOCK])
def test_a_role_is_told_in_one_look(unit: str):
    assert len((UNITS / unit).read_text("utf-8").splitlines()) <= MOST_LINES


@needs_systemd
@pytest.mark.parametrize("unit", [*ALL, "mosquitto.service"])
def test_systemd_finds_no_mistake(root: Path, unit: str):
    judged = analyze(root, "verify", "--recursive-errors=yes", "--man=no", unit)
    assert judged.stdout + judged.stderr == ""
    assert judged.returncode == 0


def test_units_of_the_layers_are_among_them():
    assert {"appliance-grow.service", "appliance-fill.service", "appliance-well.service"} <= set(ALL)


@needs_systemd
def test_a_start_of_the_whole_card_has_no_cycle(root: Path):
    """systemd breaks one by leaving out a unit of its own choice. One unit alone does not show it: these are all wanted."""
    enabled = root / "etc/systemd/system"
    for unit, path in FILES.items():
        for target in re.findall(r"^WantedBy=(\S+)$", path.read_text("utf-8"), re.MULTILINE):
            wants = enabled / f"{target}.wants"
            wants.mkdir(exist_ok=True)
            (wants / unit).symlink_to(f"../{unit}")
    judged = analyze(root, "verify", "--man=no", "multi-user.target")
    assert "cycle" not in judged.stderr, judged.stderr


@needs_systemd
def test_systemd_would_find_one(root: Path):
    broken = root / "etc/systemd/system/appliance-broken.service"
    broken.write_text("[Service]\nExecStart=/nowhere\nWatchdogSek=3\n")
    judged = analyze(root, "verify", "--recursive-errors=yes", "--man=no", broken.name)
    broken.unlink()
    assert judged.returncode != 0
    assert "WatchdogSek" in judged.stderr


@needs_systemd
@pytest.mark.parametrize("unit", [*ROLE_UNITS, "mosquitto.service", CLOCK])
def test_a_role_can_reach_little_of_its_machine(root: Path, unit: str):
    judged = analyze(root, "security", "--offline=yes", "--no-pager", unit)
    found = re.search(r"Overall exposure level for \S+: ([\d.]+)", judged.stdout)
    assert found, judged.stderr
    assert float(found.group(1)) <= MOST_EXPOSED


def test_who_sets_the_clock_may_do_nothing_else_of_roots():
    """And nobody else may set it: the pages and the desk only leave a wish."""
    rights = {
        name: re.findall(r"^(?:CapabilityBoundingSet|AmbientCapabilities)=(.+)$", path.read_text("utf-8"), re.MULTILINE)
        for name, path in FILES.items()
    }
    assert rights[CLOCK] == ["CAP_SYS_TIME"]
    assert [name for name, held in rights.items() if any("CAP_SYS_TIME" in each for each in held)] == [CLOCK]


def test_nothing_starts_as_what_this_card_was_in_another_box():
    listed = units(UNITS, DEBIANS) if DEBIANS.is_dir() else units(UNITS)
    known = before(listed)
    for unit in (*ROLE_UNITS, "appliance-enrolment.service", "appliance-newcomer.service", "appliance-roles.service"):
        assert "appliance-moved.service" in known[unit], unit


def test_where_a_card_cannot_be_mounted_there_are_words_and_no_shell():
    read = RawConfigParser(strict=False)
    read.read(UNITS / "emergency.service")
    assert read["Service"]["ExecStart"] == "/opt/cherha/bin/cherha worn"
    assert read["Service"]["Restart"] == "always"
    for name in ("emergency.service", "appliance-anew.timer", "appliance-anew.service"):
        text = (UNITS / name).read_text("utf-8")
        assert "DefaultDependencies=no" in text, "what it would wait for does not come"
        assert "/var/lib/cherha" not in text


def test_a_dead_card_is_asked_for_nothing_to_start_the_machine_anew():
    for unit in FILES.values():
        assert "reboot-force" not in unit.read_text("utf-8")
    assert "StartLimitAction=reboot-immediate" in (UNITS / "appliance-disk.service").read_text("utf-8")


@pytest.mark.parametrize("unit", ALL)
def test_nothing_waits_for_the_network_or_the_time(unit: str):
    read = RawConfigParser(strict=False)
    read.optionxform = str  # type: ignore[assignment,method-assign] - systemd tells Requires from requires
    read.read_string(FILES[unit].read_text("utf-8"))
    ordering = " ".join(read.get("Unit", key, fallback="") for key in ("After", "Requires", "Wants", "BindsTo"))
    assert not re.search(r"network|time-sync|time-wait", ordering)


def test_every_role_that_is_no_program_alone_names_its_devices():
    naming = {role for role in ROLES if "DeviceAllow" in (UNITS / f"cherha-{role}.service").read_text("utf-8")}
    assert naming == set(ROLES) - {"queue-master", "standby", "witness", "office"}


def test_a_role_may_hear_what_is_plugged_in():
    """libusb ends at its beginning where it may not open AF_NETLINK, and pyusb says that it is not installed."""
    families = re.search(r"^RestrictAddressFamilies=(.*)$", DROP_IN.read_text("utf-8"), re.MULTILINE)
    assert families
    assert "AF_NETLINK" in families[1].split()


def test_a_hung_role_is_back_within_fifteen_seconds_by_its_units():
    drop_in = RawConfigParser(strict=False)
    drop_in.read(UNITS / "cherha-.service.d/10-cherha.conf")
    named = ("WatchdogSec", "TimeoutAbortSec", "RestartSec")
    assert sum(int(drop_in["Service"][name]) for name in named) <= 13, "two seconds are left for its start"
    for role in ROLES:
        assert "WatchdogSec" not in (UNITS / f"cherha-{role}.service").read_text("utf-8")


def test_a_role_that_is_wrongly_set_up_ends_with_a_code_that_its_unit_does_not_start_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    held_back = re.findall(r"^RestartPreventExitStatus=(.*)$", DROP_IN.read_text("utf-8"), re.MULTILINE)
    hall = tmp_path / "hall.toml"
    hall.write_text("[hall]\nidd = 1\n", "utf-8")
    monkeypatch.setenv("CHERHA_HALL", str(hall))
    codes = {str(main(["run", "announcer"])), str(main(["run", "announcer", "--config", str(tmp_path / "none.toml")]))}
    assert codes <= set(held_back[0].split())


def test_the_hardware_watchdog_is_on_and_the_journal_bounded():
    system = RawConfigParser()
    system.read(SYSTEMD / "system.conf.d/10-cherha.conf")
    assert int(system["Manager"]["RuntimeWatchdogSec"]) < 15, "a Raspberry Pi's watchdog counts to 15 s"
    journal = RawConfigParser()
    journal.read(SYSTEMD / "journald.conf.d/10-cherha.conf")
    assert journal["Journal"]["SystemMaxUse"] == "64M"


@needs_systemd
@pytest.mark.parametrize(("tool", "files"), [("systemd-sysusers", "sysusers.d"), ("systemd-tmpfiles", "tmpfiles.d")])
def test_users_and_folders_can_be_read(root: Path, tool: str, files: str):
    words = [tool, f"--root={root}", *(["--dry-run"] if tool == "systemd-sysusers" else ["--create"])]
    if tool == "systemd-tmpfiles":  # it needs the users of the first
        (root / "etc").mkdir(exist_ok=True)
        (root / "etc/passwd").write_text("root:x:0:0::/root:/bin/sh\ncherha:x:900:900::/:/bin/false\n")
        (root / "etc/group").write_text("root:x:0:\ncherha:x:900:\n")
    done = subprocess.run([*words, str(SYSTEMD / files / "cherha.conf")], capture_output=True, text=True, check=False)
    if "unrecognized option" in done.stderr:
        pytest.skip(f"this {tool} has no dry run")
    mistakes = [line for line in done.stderr.splitlines() if "cherha.conf" in line]
    assert mistakes == []
