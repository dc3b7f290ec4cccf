"""In a hall of cards the first machine dies for good: a new box takes its place, by the code on its screen and one press.

Nothing is typed on any box. What runs here is what the boxes' own units run: enrolment, the roles, the brokers, the desks.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from broker.bus.asking import Asker
from broker.bus.identity import CERTIFICATE, KEY, REVOKED
from broker.bus.link import Link
from broker.contracts.arrival import Arrival
from broker.queuemaster.from_backup import FILE as RESTORED
from provisioning.enrolment.office_page import page_settings
from provisioning.enrolment.own import Machine, settle
from provisioning.enrolment.second_broker import FOLDER
from provisioning.kit.schema import FILE as KIT
from provisioning.replacing.at_box import ASIDE
from tests.broker.mosquitto import PROGRAM
from tests.broker.until import until
from tests.provisioning.enrolment import standing
from tests.stories.test_lost_for_good import Lost, comes_in
from tests.stories.test_pairing import KIOSK, MASTER, STANDBY, Hall, hall, number
from tests.stories.test_standby_over_tls import Secure
from tests.stories.test_unsealing import Desk, paired, serve_pages

__all__ = ["hall", "paired"]
pytestmark = [
    pytest.mark.wire,
    pytest.mark.kill,
    pytest.mark.timeout(300),
    pytest.mark.skipif(PROGRAM is None, reason="mosquitto is not installed"),
]


class NewBox:
    """A box with a card that has the hall's kit, and `appliance-enrolment.service` on it."""

    def __init__(self, lost: Lost, folder: Path) -> None:
        self.folder, self._tells = folder, folder.with_suffix(".tells")
        self._kit = folder.with_suffix(".kit")
        kept = lost.at_standby / "office" / KIT  # as the technician's page there gives it
        until(kept.is_file, 30, lost.desk.said)
        shutil.copy(kept, self._kit)
        self.start()

    def start(self) -> None:
        words = [sys.executable, "-m", "provisioning.command", "enrol", "box"]
        words += ["--kit", str(self._kit), "--state", str(self.folder), "--tells", str(self._tells)]
        self.process = subprocess.Popen(words)

    @property
    def code(self) -> str:
        until(lambda: self._tells.is_file() and self._told.code, 30)
        return self._told.code

    @property
    def _told(self) -> Arrival:
        return msgspec.json.decode(self._tells.read_bytes(), type=Arrival)

    def settings(self, role: str) -> dict[str, str]:
        return tomllib.loads((self.folder / "roles" / f"{role}.toml").read_text("utf-8"))


@pytest.fixture
def lost(paired: Hall) -> Lost:
    """With the staff's pages on the first machine, as a founded one has them."""
    first, authority = paired.root / MASTER, paired.desks.desk.authority
    here = Machine(first, authority.folder, standing.HALL, paired.root / "desk" / "broker")
    page = page_settings(authority, first, "127.0.0.1", datetime.now(UTC))
    settle(paired.desks.desk, here, "office", "office", page)
    sealed = paired.root / STANDBY / "standby" / "backup"
    until((sealed / "roles" / "office.toml.sealed").is_file, 60, paired.said)
    until((sealed / "identities" / "office" / "certificate.pem.sealed").is_file, 60, paired.said)
    return Lost(paired)


def switched_on(hall: Hall, box: NewBox) -> Desk:
    """What systemd starts on it once it has roles."""
    desk = Desk(hall, box.folder, box.folder / "authority", box.folder / "broker", hall.first.port)
    until((box.folder / "broker" / REVOKED).is_file, 30, desk.said)
    port, hall.first = hall.first.port, Secure(hall.root / "broker-new", box.folder / "broker")
    hall.first.port = port
    hall.first.start()
    hall.begin(MASTER)
    return desk


def is_same(one: Path, other: Path) -> bool:
    return one.is_file() and other.is_file() and one.read_bytes() == other.read_bytes()


@pytest.fixture
def asker(lost: Lost) -> Iterator[Asker]:
    """A dispenser that was let in while all was well."""
    hall = lost.hall
    brokers = f"127.0.0.1:{hall.first.port} 127.0.0.1:{hall.second.port}"
    kiosk = Link("test-hall", KIOSK, brokers, hall.first.port, identity=hall.settings(KIOSK)["identity"])
    kiosk.start()
    yield Asker(kiosk)
    kiosk.stop()
    lost.technician.link.stop()


def let_in(lost: Lost) -> NewBox:
    """From the page alone: the code that stands on the box, and whose place it takes."""
    told, hall = lost.technician, lost.hall
    until(lambda: told.asking is not None and told.asking.first == MASTER, 30, lost.desk.said)
    box = NewBox(lost, lost.first)
    dead = {MASTER: lost.stolen / "identities" / "queue-master", "office": lost.stolen / "identities" / "office"}
    assert told.says("replace", code="K7RM-4QXD", name=MASTER).reason == "no-such-code"
    assert comes_in(hall, MASTER, dead[MASTER]), "a wrong code shuts nobody out"
    assert told.says("replace", code=box.code, name=MASTER).outcome == "done"
    assert box.process.wait(60) == 0, hall.said
    hall.second.read_again()
    until(lambda: not any(comes_in(hall, name, identity) for name, identity in dead.items()), 30)
    assert not (box.folder / ASIDE).exists()
    return box


def test_a_new_box_takes_the_first_machines_place_by_its_code_alone(lost: Lost, asker: Asker) -> None:
    hall = lost.hall
    given_out = [number(asker) for _ in range(3)]
    box = let_in(lost)
    desk = switched_on(hall, box)
    until(lambda: MASTER in hall.held().heirs, 60, f"{hall.said}\n{lost.desk.said}")
    assert hall.held().holder == STANDBY, "who decides was not stopped for it"
    assert not (box.folder / MASTER / "aside").exists(), "it has written nothing of its own"
    until(lambda: not (box.folder / MASTER / RESTORED).exists(), 30)
    assert desk.port is None, desk.said
    given_out += [number(asker) for _ in range(3)]
    newer = box.folder / MASTER / "backup" / "authority" / "members.json.sealed"
    until(newer.is_file, 60, hall.said)
    lost.technician.link.stop()

    hall.kill(STANDBY)
    hall.second.kill()
    until(lambda: desk.port is not None, 60, f"{hall.said}\n{desk.said}")
    given_out += [number(asker) for _ in range(3)]
    serve_pages(hall, box.folder)

    hall.second.start()  # the standby comes back, and is one again
    hall.begin(STANDBY)
    assert hall.roles[STANDBY].wait(60) == os.EX_TEMPFAIL, hall.said
    hall.begin(STANDBY)
    until(lambda: STANDBY in hall.held().heirs, 60, hall.said)
    made, its = box.folder / FOLDER, lost.at_standby / "broker"
    for file in (f"identity/{CERTIFICATE}", f"identity/{KEY}", REVOKED):
        until(lambda file=file: is_same(made / file, its / file), 60, desk.said)  # type: ignore[misc]
        hall.second.read_again()  # `appliance-broker.path` does so at each change: first with a key that does not fit yet
    hall.kill(MASTER)
    hall.first.kill()
    given_out += [number(asker) for _ in range(3)]
    assert hall.held().holder == STANDBY
    assert len(set(given_out)) == 12, given_out
    assert max(int(each[1:]) for each in given_out) < 100, "nothing was passed over"
