"""The replace drill, with a real broker: a dispenser dies, a new box takes its place in one action."""

import getpass
import signal
from pathlib import Path

import pytest

from broker.bus.identity import BROKER
from broker.bus.link import Link
from broker.bus.settings import Settings
from broker.contracts.topics import Topics
from broker.mosquitto import configuration
from provisioning.pairing.box import Box as Asking
from tests.broker.mosquitto import PROGRAM, Mosquitto
from tests.broker.until import until
from tests.provisioning.enrolment.standing import AT, Hall, let_in

SET = ('printer = "net:192.168.1.9"', "paper = 58", "headset_dba = 72.5", "printer_counts = true")
pytestmark = [pytest.mark.wire, pytest.mark.skipif(PROGRAM is None, reason="mosquitto is not installed")]


class DesksBroker(Mosquitto):
    """A broker that reads what the desk writes."""

    def __init__(self, hall: Hall, user: str) -> None:
        super().__init__(hall.folder / "memory")
        self._hall, self._user = hall, user
        hall.desk.equip_once("broker", hall.folder / "broker" / "identity", BROKER, AT)
        hall.desk.tell_broker()

    def read_again(self) -> None:
        """As `appliance-broker.path` does."""
        assert self._process
        self._process.send_signal(signal.SIGHUP)

    def _configuration(self) -> str:
        broker = self._hall.folder / "broker"
        return configuration.secure(
            port=self.port,
            address="127.0.0.1",
            folder=self._folder,
            user=self._user,
            identity=broker / "identity",
            broker=broker,
        )


def test_a_dead_dispenser_is_replaced_in_one_action(hall: Hall, tmp_path: Path):
    broker = DesksBroker(hall, getpass.getuser())
    broker.start()
    topics = Topics("lotsman")

    def up(identity: Path) -> Link:
        link = Link("lotsman", "dispenser-1", "127.0.0.1", broker.port, identity=str(identity))
        link.start()
        return link

    dead = let_in(hall, hall.box(tmp_path / "dead"), place="зал 1")
    # Before it dies, a technician sets its printer, and moves it; every two minutes it tells the desk.
    file = dead.places.roles / "dispenser.toml"
    lines = [line for line in file.read_text("utf-8").splitlines() if not line.startswith(("place", "printer"))]
    file.write_text("\n".join([*lines, *SET, 'place = "зал 2"', ""]), "utf-8")
    Asking(tmp_path / "dead", tmp_path / "marks").ask("dispenser", hall.server.port)
    broker.read_again()
    old = up(dead.identity)
    until(lambda: old.connected)

    new = hall.box(tmp_path / "new", "box-18")
    hall.accept(new.code, "dispenser-1", "dispenser", instead=True)
    new.done()
    broker.read_again()
    fresh = up(new.identity)
    until(lambda: fresh.connected)
    until(lambda: not old.connected)  # there is one of a name, and the new one came last
    fresh.publish(topics.command("dispenser-1"), b"{}")
    losses = fresh.counts.lost
    until(lambda: old.counts.lost >= 1)
    old.stop()
    again = up(dead.identity)
    log = hall.folder / "memory" / "mosquitto.log"
    until(lambda: "certificate verify failed" in log.read_text(errors="replace"))
    assert not again.connected
    assert fresh.connected
    assert fresh.counts.lost == losses
    assert fresh.counts.denied == 0
    assert new.settings["place"] == "зал 2"
    read = Settings.read(new.places.roles / "dispenser.toml")
    assert (read.printer, read.paper, read.headset_dba, read.printer_counts) == ("net:192.168.1.9", 58, 72.5, True)
    assert read.appliance == "dispenser-1"
    for link in (fresh, again):
        link.stop()
    broker.stop()
