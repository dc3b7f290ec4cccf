"""What stops a machine from trying a card is said in words, and found before anything is built."""

import os
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from provisioning.apt_source import Source
from provisioning.image import hindrances
from provisioning.image.unhurried import unhurried

pytestmark = pytest.mark.fast

DEBIAN = Source(("http://mirror.example/debian",), ("bookworm", "bookworm-updates"), ("main",))


class Disk(NamedTuple):
    """What `shutil.disk_usage` tells, as far as it is asked."""

    free: int


@pytest.fixture
def able(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine that nothing stops; whatever would be run succeeds."""

    def ran(*words: str) -> bool:
        if "download-file" in words:
            Path(words[-1]).touch()
        return False

    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(hindrances.platform, "machine", lambda: "x86_64")
    monkeypatch.setattr(hindrances, "debian_sources", lambda: [DEBIAN])
    monkeypatch.setattr(hindrances, "KEYRING", str(tmp_path))
    monkeypatch.setattr(hindrances, "_fails", ran)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Disk(hindrances.ROOM))
    monkeypatch.setattr(hindrances, "_memory", lambda: hindrances.MEMORY)
    monkeypatch.setattr(hindrances, "NEEDED", {"sh": "dash"})


@pytest.mark.usefixtures("able")
def test_nothing_stops_a_machine_that_has_everything(tmp_path: Path):
    assert hindrances.hindrance(tmp_path, print) == ""


@pytest.mark.usefixtures("able")
@pytest.mark.parametrize(
    ("name", "is_so", "said"),
    [
        ("os.geteuid", lambda: 1000, "root"),
        ("provisioning.image.hindrances.platform.machine", lambda: "aarch64", "aarch64"),
        ("provisioning.image.hindrances.debian_sources", list, "no Debian archive"),
        ("provisioning.image.hindrances._fails", lambda *words: words[0] == "unshare", "mount"),
        ("shutil.disk_usage", lambda _: Disk(11 << 30), "11 GB of the disk"),
        ("provisioning.image.hindrances._memory", lambda: 1 << 20, "1 GB of memory"),
        ("provisioning.image.hindrances._fails", lambda *words: "download-file" in words, "http://mirror.example"),
    ],
)
def test_what_stops_it_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, is_so: object, said: str):
    monkeypatch.setattr(name, is_so)
    assert said in hindrances.hindrance(tmp_path, print)


@pytest.mark.usefixtures("able")
def test_packages_are_brought_and_those_that_cannot_be_had_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    asked: list[str] = []
    monkeypatch.setattr(hindrances, "NEEDED", {"/no/such/program": "no-such-package"})
    monkeypatch.setattr(hindrances, "install", lambda packages, _: asked.extend(each.name for each in packages))
    assert "no-such-package" in hindrances.hindrance(tmp_path, print)
    assert asked == ["no-such-package"]


def test_a_slow_box_is_given_time_and_a_hung_role_is_not_where_that_is_asked():
    told = unhurried(["board"], watched=["board"])
    board = "systemd.unit-dropin.cherha-board.service~slow"
    assert "WatchdogSec" not in told[board]
    assert all("WatchdogSec=10min" in text for unit, text in told.items() if unit != board), "its screen and its broker"
    assert "WatchdogSec" in unhurried(["board"])["systemd.unit-dropin.cherha-board.service~slow"]
