"""The router gives the queue-master's machine another address while the hall works: nobody does anything, and it goes on.

Machines in network namespaces, with a real Mosquitto over TLS, the desk's own process and multicast DNS on a real wire.
"""

from __future__ import annotations

import getpass
import json
import os
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from broker.bus.identity import HALL
from broker.bus.on_disk import put
from broker.mosquitto import configuration
from provisioning.enrolment import places
from provisioning.founding.making import found
from provisioning.kit.reading import read
from provisioning.pairing.marks import DUE
from tests.broker.halls import HALL_TOML
from tests.broker.mosquitto import PROGRAM
from tests.broker.until import until
from tests.provisioning.network import CHERHA, Network, hindrance

WHY = hindrance()
pytestmark = [
    pytest.mark.wire,
    pytest.mark.kill,
    pytest.mark.timeout(240),
    pytest.mark.skipif(PROGRAM is None, reason="mosquitto is not installed"),
    pytest.mark.skipif(bool(WHY), reason=WHY),
]
MACHINE, KIOSK, OLD, NEW = "machine", "kiosk", "192.168.77.10", "192.168.77.42"


class Hall:
    """A founded machine with broker, desk and queue-master, and a box with the hall's kit; each in its own network place."""

    def __init__(self, folder: Path) -> None:
        self.network = Network(MACHINE, KIOSK)
        self.network.lease(MACHINE, OLD)
        self.network.lease(KIOSK, "192.168.77.20")
        self.state, self.box = folder / "state", folder / "box"
        self.marks, self.saying = folder / "marks", folder
        self.state.mkdir()
        self.box.mkdir()
        (self.state / "hall.toml").write_text(HALL_TOML, "utf-8")
        found(self.state, OLD, "482916")
        self._broker()
        self.desk = self.network.start(
            MACHINE, folder / "desk.said", *CHERHA, "enrol", "--authority", self.state / "authority",
            "--hall", self.state / "hall.toml", "--broker", self.state / "broker", "desk", "--state", self.state,
        )  # fmt: skip
        self.network.start(
            MACHINE, folder / "master.said", *CHERHA, "run", "queue-master",
            "--config", self.state / "roles" / "queue-master.toml",
        )  # fmt: skip

    def _broker(self) -> None:
        text = configuration.secure(
            port=places.BROKER_PORT,
            address="0.0.0.0",
            folder=self.saying,
            user=getpass.getuser(),
            identity=self.state / "broker" / "identity",
            broker=self.state / "broker",
        )
        put(self.saying / "mosquitto.conf", text.encode())
        self.mosquitto = self.network.start(
            MACHINE, self.saying / "broker.said", PROGRAM, "-c", self.saying / "mosquitto.conf"
        )

    @property
    def said(self) -> str:
        return "\n".join(f"-- {each.name}\n{each.read_text('utf-8')}" for each in self.saying.glob("*.said"))

    def enrol(self) -> None:
        """The box asks, and somebody at the machine lets it in."""
        put(self.box / "kit.toml", (self.state / "office" / "hall-kit.toml").read_bytes())
        asking = self.network.start(
            KIOSK, self.saying / "box.said", *CHERHA, "enrol", "box", "--kit", self.box / "kit.toml",
            "--state", self.box, "--role", "dispenser", "--tells", self.box / "tells.json",
        )  # fmt: skip
        until(lambda: self.told().get("code"), 60, self.said)
        accepted = self.network.run(
            MACHINE, *CHERHA, "enrol", "--authority", self.state / "authority", "--hall", self.state / "hall.toml",
            "--broker", self.state / "broker", "accept", str(self.told()["code"]), "kiosk-1", "dispenser",
        )  # fmt: skip
        assert accepted.returncode == 0, accepted.stdout + accepted.stderr
        assert asking.wait(60) == 0, self.said
        self.mosquitto.send_signal(1)  # as appliance-broker.path does

    def told(self) -> dict[str, object]:
        try:
            return json.loads((self.box / "tells.json").read_bytes())  # type: ignore[no-any-return]
        except FileNotFoundError:
            return {}

    def settings(self) -> dict[str, object]:
        return tomllib.loads((self.box / "roles" / "dispenser.toml").read_text("utf-8"))

    def takes_a_ticket(self) -> bool:
        """At the box, with the settings that its role would begin with now."""
        took = self.network.run(
            KIOSK, *CHERHA, "send", "take-ticket", "service=passport-new", "--client", "kiosk-1",
            "--config", self.box / "roles" / "dispenser.toml",
        )  # fmt: skip
        return took.returncode == 0 and json.loads(took.stdout)["status"] == "done"

    def pair(self) -> int:
        """What appliance-pairing.timer does every two minutes."""
        return self.network.run(KIOSK, *CHERHA, "pair", "--state", self.box, "--marks", self.marks).returncode

    def kit(self) -> dict[str, object]:
        return read((self.state / "office" / "hall-kit.toml").read_bytes())[0]


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hall]:
    for name in [name for name in os.environ if name.startswith("CHERHA_")]:
        monkeypatch.delenv(name)
    made = Hall(tmp_path)
    yield made
    made.network.close()


def names_in(certificate: Path, believing: Path) -> str:
    """Of a certificate that a browser of the hall believes."""
    subprocess.run(["openssl", "verify", "-CAfile", str(believing), str(certificate)], check=True, capture_output=True)
    return subprocess.run(
        ["openssl", "x509", "-in", str(certificate), "-noout", "-ext", "subjectAltName"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip


def test_boxes_kit_and_certificate_follow_a_machine_whose_address_changes_while_the_hall_works(hall: Hall) -> None:
    hall.enrol()
    assert hall.settings()["broker_host"] == OLD
    until(hall.takes_a_ticket, 60, hall.said)
    assert hall.pair() == 0

    hall.network.lease(MACHINE, NEW)
    until(lambda: hall.pair() == 0 and hall.settings()["broker_host"] == NEW, 60, hall.said)
    assert (hall.marks / f"dispenser{DUE}").is_file(), "it hears nobody where it was"
    until(hall.takes_a_ticket, 30, hall.said)

    until(lambda: hall.kit()["address"] == NEW, 90, hall.said)
    office = tomllib.loads((hall.state / "roles" / "office.toml").read_text("utf-8"))
    assert office["office_names"] == NEW
    assert NEW in names_in(Path(str(office["office_certificate"])), believing=hall.state / "authority" / HALL)
    assert hall.desk.poll() is None, "the desk went on all the time"
