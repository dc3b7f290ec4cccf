"""A box that has its role keeps no secret of the hall's kit on its card, whichever version let it in."""

import os
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from provisioning.enrolment import places
from provisioning.enrolment.command import main as enrol
from provisioning.kit.schema import FILE
from tests.provisioning.enrolment.standing import Hall, let_in
from tests.systemd.units import SYSTEMD, UNITS

pytestmark = pytest.mark.fast
UNIT = (UNITS / "appliance-scrubbing.service").read_text("utf-8")


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    made = Hall(tmp_path / "hall")
    yield made
    made.server.stop()


def start(card: Path, state: Path) -> bool:
    """As the unit does. Whether the program was run."""
    asked = card.with_name("asked")
    asked.unlink(missing_ok=True)
    program = card.with_name("cherha")
    program.write_text(f'#!/bin/sh\necho "$@" > {asked}\n')
    program.chmod(0o755)
    given = {**os.environ, "CHERHA_BOOT": str(card.parent), "CHERHA": str(program)}
    subprocess.run(["sh", str(SYSTEMD / "libexec" / "scrub-kit")], env=given, check=True, timeout=60)
    if not asked.exists():
        return False
    verb, *words = asked.read_text().split()
    assert verb == "enrol"
    assert enrol([*words, "--state", str(state)]) == 0
    return True


def test_a_secret_that_was_left_goes_at_the_next_start_and_is_looked_for_no_more(hall: Hall, tmp_path: Path):
    box = let_in(hall, hall.box(tmp_path / "box"))
    card, token = tmp_path / FILE, tomllib.loads(hall.kit.read_text())["token"]
    card.write_bytes(hall.kit.read_bytes())
    assert start(card, box.places.roles.parent)
    assert token not in card.read_text()
    assert not start(card, box.places.roles.parent), "no program is started in vain"


def test_a_box_without_a_role_still_needs_it(hall: Hall, tmp_path: Path):
    card = tmp_path / FILE
    card.write_bytes(hall.kit.read_bytes())
    assert start(card, tmp_path / "box")
    assert card.read_bytes() == hall.kit.read_bytes()


def test_a_card_that_cannot_be_written_keeps_no_box_from_working(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "roles").mkdir()
    (tmp_path / "roles" / "board.toml").touch()
    (tmp_path / FILE).write_bytes(b"\xff")
    assert enrol(["scrub", "--kit", str(tmp_path / FILE), "--state", str(tmp_path)]) == 0
    assert FILE in capsys.readouterr().err


def test_the_unit_is_for_boxes_that_have_a_role_and_a_kit():
    assert f"ConditionPathExistsGlob={places.ROLES}/*.toml\n" in UNIT
    assert f"ConditionPathExists={places.KIT / FILE}\n" in UNIT
    assert "ExecStart=/opt/cherha/libexec/scrub-kit\n" in UNIT
