"""A bare card takes the first machine's place: a box under its own systemd, let in by a code, untouched by anybody."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from provisioning.kit.reading import SCRUBBED
from provisioning.replacing.at_box import ASIDE
from tests.provisioning.replacing.in_office import InOffice
from tests.systemd.own_systemd import OwnSystemd, lacking
from tests.systemd.test_founded_hall import CARD, MASTERS, bare, begin

pytestmark = [pytest.mark.kill, pytest.mark.wire]
STATE = "/var/lib/cherha"


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[InOffice]:
    made = InOffice(tmp_path / "hall")
    yield made
    made.server.stop()


def test_a_bare_card_becomes_the_second_machine_of_a_pair(hall: InOffice, tmp_path: Path):
    if lack := lacking():
        pytest.skip(lack)
    kit = hall.kit_at(hall.server.port)
    box = OwnSystemd(tmp_path / "box", lambda folder: bare(folder, "hall-kit.toml", kit.encode()))
    try:
        begin(box, "appliance-enrolment.service", "appliance-broker.path", "appliance-desk.path")

        def told() -> str:
            return box.inside("cat", "/var/log/roles.log").stdout

        def code() -> str:
            found = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", told())
            return found.group() if found else ""

        box.until(code)
        hall.next_first.let_in(code(), "", hall.steady)
        for unit in MASTERS:
            box.until(lambda unit=unit: box.shown(unit, "ActiveState") == "active")
        assert SCRUBBED in box.inside("cat", f"/{CARD}/hall-kit.toml").stdout
        box.until(lambda: "the desk waits" in told())
        assert "Taking requests" not in told(), "one desk is open in a hall, and this is not it"
        owners = box.inside("find", STATE, "-not", "-user", "cherha", "-not", "-user", "mosquitto").stdout.split()
        assert owners == [], told()
        assert ASIDE not in box.inside("ls", STATE).stdout
        assert "deposed" in box.inside("ls", f"{STATE}/queue-master").stdout, "it follows"
        box.inside("systemctl", "restart", "appliance-enrolment.service")
        assert box.shown("appliance-enrolment.service", "ConditionResult") == "no", "it asks no more"
    finally:
        box.stop()
