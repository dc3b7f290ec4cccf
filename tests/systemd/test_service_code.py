"""Eight digits in a file on the card open the service menu of a box on which nobody can type a command."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.service_menu.doorkeeper import Doorkeeper
from tests.systemd.units import ROOT, SYSTEMD, UNITS

ON_CARD = "service-code.txt"


@pytest.fixture
def box(tmp_path: Path) -> Path:
    for folder in ("card", "state/roles", "bin"):
        (tmp_path / folder).mkdir(parents=True)
    own = f'shift 4; exec {sys.executable} -m provisioning.command "$@"'
    for name, does in (("mount", f'echo "$2" >> {tmp_path}/mounts'), ("runuser", own)):
        (tmp_path / "bin" / name).write_text(f"#!/bin/sh\n{does}\n")
        (tmp_path / "bin" / name).chmod(0o755)
    return tmp_path


def started(box: Path) -> int:
    given = {"PATH": f"{box}/bin:{os.environ['PATH']}", "CHERHA_BOOT": f"{box}/card", "CHERHA_STATE": f"{box}/state"}
    script = ["sh", str(SYSTEMD / "libexec/new-service-code")]
    return subprocess.run(script, env={**os.environ, **given}, cwd=ROOT, check=False, timeout=120).returncode


def test_the_digits_on_the_card_open_the_menu_once_the_box_has_a_role_and_do_not_stay_there(box: Path):
    (box / "card" / ON_CARD).write_text("4028 1957\r\n", "utf-16")
    assert started(box) == 0
    assert (box / "card" / ON_CARD).exists()
    (box / "state/roles/survey.toml").write_text(f'state_dir = "{box}/state/survey"\n')
    assert started(box) == 0
    assert Doorkeeper(box / "state/survey").look_at("40281957").name == "card"
    assert not (box / "card" / ON_CARD).exists()
    assert (box / "mounts").read_text().split() == ["remount,rw", "remount,ro"]


def test_what_is_no_code_opens_nothing_and_stays_to_be_mended(box: Path):
    (box / "state/roles/info.toml").write_text(f'state_dir = "{box}/state/info"\n')
    (box / "card" / ON_CARD).write_text("4028")
    assert started(box) != 0
    assert not Doorkeeper(box / "state/info").has_codes
    assert (box / "card" / ON_CARD).exists()


@pytest.mark.fast
def test_the_unit_looks_for_the_file_that_the_words_name():
    unit = (UNITS / "appliance-service-code.service").read_text("utf-8")
    assert f"ConditionPathExists=/boot/firmware/{ON_CARD}\n" in unit
    for language in ("uk", "en"):
        assert ON_CARD in (ROOT / "kiosk/service_menu/phrases" / f"{language}.toml").read_text("utf-8")
