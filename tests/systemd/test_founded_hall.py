"""From two bare cards to a hall: one with a hall file on it makes the hall, the other is let in, all of it in a browser."""

import json
import re
import tomllib
from pathlib import Path

import pytest
import requests

from broker.bus.clock import new_id
from tests.broker.until import until
from tests.provisioning.enrolment.standing import HALL
from tests.systemd.own_systemd import OwnSystemd, lacking
from tests.systemd.runnable import lay_runnable

pytestmark = [pytest.mark.kill, pytest.mark.wire]

CARD = Path("boot/firmware")
HERE = "[Service]\nProtectHome=no\nPrivateTmp=no\nStandardOutput=append:/var/log/roles.log\n"
# The drop-in for tests gives an office any free port; a founded one is to be found where its screen says.
PORT = "[Service]\nEnvironment=CHERHA_OFFICE_PORT=8444\n"
# This machine's own address may be one that no hall has, and that the roles' units hear nothing from.
ADDRESS = "[Service]\nExecStart=\nExecStart=/opt/cherha/bin/cherha found --address 127.0.0.1\n"
MASTERS = ("cherha-queue-master.service", "cherha-office.service", "appliance-desk.service", "mosquitto.service")


def bare(folder: Path, file: str, text: bytes) -> None:
    lay_runnable(folder)
    (folder / CARD).mkdir(parents=True)
    (folder / CARD / file).write_bytes(text)
    for unit in ("appliance-founding", "appliance-enrolment", "appliance-desk"):
        (folder / f"etc/systemd/system/{unit}.service.d").mkdir()
        (folder / f"etc/systemd/system/{unit}.service.d/90-here.conf").write_text(HERE)
    (folder / "etc/systemd/system/appliance-founding.service.d/95-address.conf").write_text(ADDRESS)
    office = folder / "etc/systemd/system/cherha-office.service.d"
    office.mkdir(exist_ok=True)
    (office / "95-here.conf").write_text(PORT)


def begin(box: OwnSystemd, *units: str) -> None:
    for program in ("systemd-sysusers", "systemd-tmpfiles --create"):
        box.inside(*program.split())
    box.inside("systemctl", "start", "--no-block", *units, "appliance-roles.path")


def test_two_bare_cards_become_a_hall(tmp_path: Path):
    if lack := lacking():
        pytest.skip(lack)
    boxes: list[OwnSystemd] = []
    browser = requests.Session()
    browser.trust_env = False  # a machine's own list of authorities would win over what is said here
    try:
        first = OwnSystemd(tmp_path / "first", lambda folder: bare(folder, "hall.toml", HALL.read_bytes()))
        boxes.append(first)
        begin(first, "appliance-founding.service", "appliance-broker.path")

        def screen() -> dict[str, str]:
            return json.loads(first.inside("cat", "/run/cherha/newcomer.json").stdout or "{}")  # type: ignore[no-any-return]

        first.until(lambda: screen().get("stage") == "founded")
        for unit in MASTERS:
            first.until(lambda unit=unit: first.shown(unit, "ActiveState") == "active")
        page, pin = f"https://{screen()['address']}", screen()["code"]
        assert pin not in first.inside("cat", "/var/log/roles.log").stdout
        browser.verify = str(tmp_path / "hall.pem")
        kept = "/var/lib/cherha/office-page/hall.pem"
        (tmp_path / "hall.pem").write_text(first.inside("cat", kept).stdout)

        def post(path: str, **wish: str) -> requests.Response:
            return browser.post(f"{page}{path}", json=wish, headers={"x-cherha": "press"}, timeout=20)

        assert post("/sign-in", person="technician", pin=pin, next="/technician").json()["status"] == "done"
        assert "/technician/hall-kit.toml" in browser.get(f"{page}/technician", timeout=20).text
        kit = browser.get(f"{page}/technician/hall-kit.toml", timeout=20)
        assert kit.headers["content-disposition"] == 'attachment; filename="hall-kit.toml"'
        assert browser.get(f"{page}/technician/hall.pem", timeout=20).text == (tmp_path / "hall.pem").read_text()

        second = OwnSystemd(tmp_path / "second", lambda folder: bare(folder, "hall-kit.toml", kit.content))
        boxes.append(second)
        begin(second, "appliance-enrolment.service")

        def code() -> str:
            found = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", second.inside("cat", "/var/log/roles.log").stdout)
            return found.group() if found else ""

        second.until(code)
        wish = {"what": "accept", "code": code(), "name": "announcer-1", "role": "announcer"}
        until(lambda: post("/technician/enrolment", id=new_id(), **wish).json()["status"] == "done", 30)
        second.until(lambda: second.shown("cherha-announcer.service", "ActiveState") == "active")
        told = tomllib.loads(second.inside("cat", "/var/lib/cherha/roles/announcer.toml").stdout)
        assert page == f"https://{told['broker_host']}:8444"
        assert 'token = "scrubbed"' in second.inside("cat", f"/{CARD}/hall-kit.toml").stdout
        until(lambda: "announcer-1" in browser.get(f"{page}/technician", timeout=20).text, 60)
    finally:
        browser.close()
        for box in boxes:
            box.stop()
