"""The doctor shows the certificate to the hall's own broker, and says which of the two is not believed and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from broker.bus.settings import Settings
from provisioning import symptoms
from provisioning.authority.authority import Authority
from provisioning.refusals import ANOTHER_HALL, BROKER_REVOKED, REVOKED
from provisioning.symptoms import Asked
from tests.broker.mosquitto import PROGRAM
from tests.provisioning.authority.secure_broker import AT, SecureBroker

pytestmark = [pytest.mark.wire, pytest.mark.skipif(PROGRAM is None, reason="mosquitto is not installed")]


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[SecureBroker]:
    made = SecureBroker(tmp_path / "hall")
    made.let_in("board-1", "board")
    made.start()
    yield made
    made.stop()


def found(hall: SecureBroker, identity: Path) -> tuple[str, str]:
    settings = Settings.read(None, identity=str(identity), broker_host="127.0.0.1", broker_port=hall.port)
    (finding,) = symptoms.broker(Asked("board", settings, environment={}))
    return finding.severity, finding.words.rpartition("cherha doctor ")[2]


def test_who_is_of_the_hall_is_believed_until_it_is_revoked(hall: SecureBroker):
    board = hall.identity("board-1")
    assert found(hall, board)[0] == "fine"
    hall.authority.revoke("board-1")
    hall.stop()
    hall.tell()
    hall.start()
    assert found(hall, board) == ("lacks", REVOKED)


@pytest.mark.parametrize("believes", ["own-hall", "this-hall"])
def test_a_box_of_another_hall_is_told_so_also_where_only_the_broker_can_tell(
    hall: SecureBroker, tmp_path: Path, believes: str
):
    other = Authority(tmp_path / "other", "other-hall", AT)
    other.equip(tmp_path / "moved", "board-1", "board", AT)
    if believes == "this-hall":  # it was told of this hall's authority, and has the certificate of its own
        (tmp_path / "moved" / "hall.pem").write_bytes((hall.identity("board-1") / "hall.pem").read_bytes())
    assert found(hall, tmp_path / "moved") == ("lacks", ANOTHER_HALL)


def test_a_broker_that_was_given_up_for_lost_is_told_of(hall: SecureBroker):
    board = hall.identity("board-1")
    hall.authority.revoke("broker")
    hall.authority.write_revoked(board / "revoked.pem")
    assert found(hall, board) == ("lacks", BROKER_REVOKED)
