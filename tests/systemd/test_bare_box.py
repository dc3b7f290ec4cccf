"""From a card with a hall kit to a role that runs: a box under its own systemd, let in by a code, untouched by anybody."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from broker.bus.on_disk import keep
from broker.contracts.arrival import Wanted
from provisioning.kit.command import main as kit
from provisioning.kit.reading import SCRUBBED
from tests.provisioning.enrolment.standing import HALL, Hall
from tests.systemd.own_systemd import OwnSystemd, lacking
from tests.systemd.runnable import lay_runnable

pytestmark = [pytest.mark.kill, pytest.mark.wire]

KIT = "boot/firmware/hall-kit.toml"
UNITS = ("appliance-enrolment.service", "appliance-roles.path")
MOVED, SIGN = "appliance-moved.service", "cherha-window-sign.service"
MOVED_HERE = "another box. This one asks"
NUMBER = "/sys/class/dmi/id/product_uuid"
OWN, ANOTHER = "4c4c4544-0042-3510-8052-b3c04f4b4e32", "4c4c4544-0042-3510-8052-b3c04f4b4e33"
# The checkout lies where the unit may not look.
# In place of its screen: a finger, and a hand that would write elsewhere.
TOUCHED = """[Service]
Type=oneshot
ExecStart=
ExecStart=/bin/cp /opt/cherha/touched.json /run/cherha/wanted/role.json
ExecStart=/bin/sh -c 'for own in /run/cherha /var/lib/cherha /var/lib/cherha/roles; do ! touch $own/mine || exit 1; done'
"""
HERE = "[Service]\nProtectHome=no\nPrivateTmp=no\nStandardOutput=append:/var/log/roles.log\nStandardError=inherit\n"


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    made = Hall(tmp_path / "hall")
    yield made
    made.server.stop()


def test_a_box_with_a_kit_becomes_what_the_technician_says_and_its_card_nothing_in_another_box(
    hall: Hall, tmp_path: Path
):
    if lack := lacking():
        pytest.skip(lack)

    def card(folder: Path) -> None:
        lay_runnable(folder)
        (folder / KIT).parent.mkdir(parents=True)
        words = ["--address", "127.0.0.1", "--port", str(hall.server.port), "--out", str(folder / KIT)]
        kit(["make", str(HALL), "--authority", str(hall.authority), *words])
        for unit in (UNITS[0], MOVED):
            own = folder / f"etc/systemd/system/{unit}.d"
            own.mkdir()
            (own / "90-here.conf").write_text(HERE)
        screen = folder / "etc/systemd/system/appliance-newcomer.service.d"
        screen.mkdir()
        keep(folder / "opt/cherha/touched.json", Wanted("window-sign"))
        (screen / "90-here.conf").write_text(TOUCHED)

    box = OwnSystemd(tmp_path / "box", card)
    try:
        made = f"mount -t tmpfs tmpfs /sys/class && mkdir -p $(dirname {NUMBER}) && echo {OWN} > {NUMBER}"
        box.inside("sh", "-c", made)
        for program in ("systemd-sysusers", "systemd-tmpfiles --create"):
            box.inside(*program.split())
        box.inside("systemctl", "start", "--no-block", *UNITS)

        def told() -> str:
            return box.inside("cat", "/var/log/roles.log").stdout

        box.until(lambda: re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", told()))
        box.inside("systemctl", "start", "appliance-newcomer.service")
        assert box.shown("appliance-newcomer.service", "Result") == "success", box.words_of(
            "appliance-newcomer.service"
        )
        box.until(lambda: [each.role for each in hall.register.waiting(hall.steady)] == ["window-sign"])
        assert box.inside("stat", "--format=%U", "/var/lib/cherha/wanted-role.json").stdout.strip() == "cherha"
        code = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", told())
        assert code
        settings = {"window": 1, "sign": "paper:/var/lib/cherha/window-sign/lamps.txt"}
        hall.accept(code.group(), "window-sign-1", "window-sign", **settings)
        box.until(lambda: box.shown(SIGN, "ActiveState") == "active")
        assert SCRUBBED in box.inside("cat", f"/{KIT}").stdout
        box.inside("systemctl", "restart", UNITS[0])
        assert box.shown(UNITS[0], "ConditionResult") == "no", "it has a role: it asks no more"

        def put_into(number: str) -> None:
            """The card, at the start of a box with that number."""
            box.inside("systemctl", "stop", SIGN, UNITS[0])
            box.inside("sh", "-c", f"echo {number} > {NUMBER}")
            box.inside("systemctl", "start", MOVED)
            box.inside("systemctl", "start", SIGN, UNITS[0])

        put_into(ANOTHER)
        assert box.shown(SIGN, "ConditionResult") == "no", "no role of the other box"
        box.until(lambda: "window-sign-1" in told().rpartition(MOVED_HERE)[2])
        put_into(OWN)
        box.until(lambda: box.shown(SIGN, "ActiveState") == "active")
    finally:
        box.stop()
