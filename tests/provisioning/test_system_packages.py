"""What the machine lacks is installed by root, or said in one line; nothing of it stops a start."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from provisioning import system_packages
from provisioning.subcommands import ROLES
from provisioning.system_packages import Package, packages_for

pytestmark = pytest.mark.fast

LOST = {"uk": "без звуку", "en": "no sound"}


def names(extra: str) -> set[str]:
    return {package.name for package in packages_for(extra)}


def test_the_demo_needs_what_every_role_needs_and_the_tests_what_the_demo_needs():
    for role in ROLES:
        assert names(role) <= names("demo")
    assert names("demo") < names("test")
    assert names("") == set()


def test_every_package_says_what_is_lost_without_it_and_how_it_is_recognised():
    for package in packages_for("test"):
        assert set(package.without) == {"uk", "en"}, package.name
        assert sum(map(bool, (package.command, package.library, package.path))) == 1, package.name
        assert set(package.needed_by) <= {*ROLES, "demo", "test"}, package.name


def test_a_command_a_library_and_a_file_are_found_where_they_are(tmp_path: Path):
    (tmp_path / "voice-12").touch()
    assert Package("a", (), LOST, command="sh").is_there()
    assert Package("a", (), LOST, path=f"{tmp_path}/voice-*").is_there()
    assert Package("a", (), LOST, library="libc.so.6").is_there()
    assert not Package("a", (), LOST, command="no-such-command").is_there()
    assert not Package("a", (), LOST, path=f"{tmp_path}/absent-*").is_there()
    assert not Package("a", (), LOST, library="libnothing.so.9").is_there()


@pytest.fixture
def lacking(monkeypatch: pytest.MonkeyPatch) -> list[Package]:
    missing = [Package("gong", ("demo",), LOST, path="/nowhere/gong")]
    monkeypatch.setattr(system_packages, "missing_for", lambda _: [p for p in missing if not p.is_there()])
    return missing


def test_an_ordinary_user_is_told_one_line_to_run(
    lacking: list[Package], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    said: list[str] = []
    system_packages.ensure("demo", tmp_path / "tried", said.append)
    (line,) = said
    assert line.startswith("Missing: gong. To bring them: sudo ")
    assert line.endswith("system_packages.py demo")


def test_root_installs_says_what_stays_lost_and_does_not_ask_the_mirror_at_every_start(
    lacking: list[Package], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    installed: list[str] = []
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(system_packages.shutil, "which", lambda _: "/usr/bin/apt-get")
    monkeypatch.setattr(
        system_packages, "install", lambda packages, _: installed.extend(package.name for package in packages)
    )
    said: list[str] = []
    system_packages.ensure("demo", tmp_path / "tried", said.append)
    assert said == ["gong could not be installed: no sound."]
    system_packages.ensure("demo", tmp_path / "tried", said.append)
    assert installed == ["gong"]
    os.utime(tmp_path / "tried", (0, 0))
    system_packages.ensure("demo", tmp_path / "tried", said.append)
    assert installed == ["gong", "gong"]


def test_a_machine_that_lacks_nothing_is_not_touched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(system_packages, "missing_for", lambda _: [])
    said: list[str] = []
    system_packages.ensure("demo", tmp_path / "tried", said.append)
    assert said == []
    assert not (tmp_path / "tried").exists()


@pytest.fixture
def apt(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """An apt that has everything but what is called "absent"."""
    asked: list[tuple[str, ...]] = []

    def answer(*words: str) -> bool:
        asked.append(words)
        return "absent" not in words

    monkeypatch.setattr(system_packages, "_apt", answer)
    return asked


def test_one_package_that_a_suite_lacks_does_not_keep_the_others_away(apt: list[tuple[str, ...]]):
    system_packages.install([Package(name, (), LOST) for name in ("gong", "absent", "drum")], lambda _: None)
    assert apt[1:] == [
        ("install", "gong", "absent", "drum"),
        ("install", "gong"),
        ("install", "absent"),
        ("install", "drum"),
    ]


@pytest.fixture
def etc(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    (tmp_path / "sources.list.d").mkdir()
    (tmp_path / "sources.list.d" / "debian.sources").write_text(
        "Types: deb\nURIs: http://mirror.example/debian\nSuites: bookworm bookworm-updates\nComponents: main\n"
    )
    (tmp_path / "os-release").write_text('ID=debian\nVERSION_CODENAME="bookworm"\n')
    monkeypatch.setattr(system_packages, "APT", tmp_path)
    monkeypatch.setattr(system_packages, "OS_RELEASE", tmp_path / "os-release")
    return tmp_path


VOICE = Package("voice", (), LOST, component="non-free")


def test_non_free_is_added_once_for_what_lives_there(apt: list[tuple[str, ...]], etc: Path):
    system_packages.install([VOICE], lambda _: None)
    written = (etc / system_packages.OWN_SOURCE).read_text()
    assert "URIs: http://mirror.example/debian\nSuites: bookworm\nComponents: non-free\n" in written
    assert apt == [("update",), ("update",), ("install", "voice")]
    apt.clear()
    system_packages.install([VOICE], lambda _: None)
    assert apt == [("update",), ("install", "voice")]


def test_non_free_is_not_added_for_what_lives_in_main(apt: list[tuple[str, ...]], etc: Path):
    system_packages.install([Package("gong", (), LOST)], lambda _: None)
    assert not (etc / system_packages.OWN_SOURCE).exists()


def test_a_mirror_without_non_free_does_not_leave_apt_broken(monkeypatch: pytest.MonkeyPatch, etc: Path):
    own = etc / system_packages.OWN_SOURCE
    monkeypatch.setattr(system_packages, "_apt", lambda *words: words != ("update",) or not own.exists())
    system_packages.install([VOICE], lambda _: None)
    assert not own.exists()
