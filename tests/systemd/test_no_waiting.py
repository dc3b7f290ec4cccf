"""Nothing on the way to a screen waits for the network, for the time or for another machine: not by itself, and by none of
those that it comes after.
"""

from pathlib import Path

import pytest

from provisioning.image.waits import waits
from tests.systemd.ordering import all_before, before, units
from tests.systemd.units import DEBIANS, OVERLAYS, ROLE_UNITS, UNITS

pytestmark = [
    pytest.mark.fast,
    pytest.mark.skipif(not (DEBIANS / "sysinit.target").is_file(), reason="Debian's own units are not here"),
]

LAYERS = [overlay / "etc/systemd/system" for overlay in OVERLAYS if (overlay / "etc/systemd/system").is_dir()]
OURS = [UNITS, *LAYERS]
FIRST = ("appliance-screen.service", "appliance-newcomer.service", "emergency.service", "appliance-founding.service")


@pytest.fixture(scope="module")
def after() -> dict[str, set[str]]:
    return before(units(*OURS, DEBIANS))


def test_every_unit_is_looked_at():
    named = {path.name for folder in OURS for path in folder.glob("*.service")}
    assert {*ROLE_UNITS, *FIRST} <= named


@pytest.mark.parametrize("unit", [*ROLE_UNITS, *FIRST])
def test_nobody_before_it_waits_for_the_network_or_the_time(after: dict[str, set[str]], unit: str):
    behind = all_before(after, unit)
    assert unit == "emergency.service" or {"sysinit.target", "local-fs.target"} <= behind, "it is looked at"
    assert waits(behind) == []


@pytest.mark.parametrize("unit", ROLE_UNITS)
def test_no_role_is_held_by_a_program_before_it(unit: str):
    """Where a broker on another machine could be waited for."""
    assert not {"ExecStartPre", "ExecCondition"} & units(*OURS)[unit].keys()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("appliance-early.service", "[Unit]\nBefore=cherha-board.service\nAfter=network-online.target\n"),
        (
            "appliance-early.service",
            "[Unit]\nAfter=systemd-time-wait-sync.service\n[Install]\nWantedBy=appliance-early.target\n",
        ),
        ("cherha-.service.d/90-early.conf", "[Unit]\nAfter=appliance-early.timer\n"),
        ("sysinit.target.d/90-early.conf", "[Unit]\nAfter=systemd-networkd-wait-online.service\n"),
    ],
)
def test_one_that_waits_is_found_however_far_behind(tmp_path: Path, name: str, words: str):
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(words)
    (tmp_path / "appliance-early.timer").write_text("[Timer]\nOnCalendar=daily\n")
    (tmp_path / "appliance-early.target").write_text("[Unit]\nBefore=appliance-screen.service\n")
    assert waits(all_before(before(units(tmp_path, *OURS, DEBIANS)), "cherha-board.service"))
