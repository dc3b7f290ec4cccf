"""A clock that is known to be wrong closes no hall: no new version may begin among people who wait until it is right."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from broker.bus.memory import MemoryBroker
from broker.contracts import codec
from broker.contracts.snapshot import Snapshot
from broker.contracts.topics import Topics
from provisioning.enrolment.on_the_bus import DeskOnBus
from provisioning.updating import own_clock
from provisioning.updating.own_clock import is_wrong, own_clock_is_wrong
from tests.provisioning.enrolment.standing import Hall as HallMachine

pytestmark = pytest.mark.fast

BUILT = datetime(2026, 11, 1, tzinfo=UTC)
NIGHT = datetime(2026, 11, 28, 23, tzinfo=UTC)


def test_a_clock_that_follows_no_other_is_believed():
    assert not is_wrong(NIGHT, NIGHT, BUILT, kept=True)


@pytest.mark.parametrize(
    ("clock", "hall", "kept"),
    [
        (datetime(1970, 1, 1, 3, tzinfo=UTC), datetime(1970, 1, 1, 3, tzinfo=UTC), True),
        (NIGHT - timedelta(hours=9), NIGHT, True),
        (NIGHT, NIGHT, False),
    ],
    ids=["older than the program", "behind what the queue has seen", "without a battery and told by nobody"],
)
def test_a_clock_that_is_known_to_be_wrong_is_told_from_one_that_may_be_right(
    clock: datetime, hall: datetime, *, kept: bool
):
    assert is_wrong(clock, hall, BUILT, kept=kept)


@pytest.mark.parametrize("there", ["rtc0", "synchronized"])
def test_a_battery_or_one_word_of_the_time_is_enough(there: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    now = datetime.now(UTC)
    for name, path in (("_BATTERY", tmp_path / "rtc0"), ("_TOLD", tmp_path / "synchronized")):
        monkeypatch.setattr(own_clock, name, path)
    assert own_clock_is_wrong(now, now)
    (tmp_path / there).write_text(f"{now.timestamp():.0f}\n")
    assert not own_clock_is_wrong(now, now)


@pytest.mark.parametrize("shows", ["0\n", "946684800\n", ""], ids=["1970", "2000", "it gives no time at all"])
def test_a_battery_that_is_empty_keeps_no_clock(shows: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Old mini PCs, and machines with a place for a battery and none in it: after the plug they go on from where they were."""
    for name, path in (("_BATTERY", tmp_path / "rtc0"), ("_TOLD", tmp_path / "synchronized")):
        monkeypatch.setattr(own_clock, name, path)
    (tmp_path / "rtc0").write_text(shows)
    now = datetime.now(UTC)
    assert own_clock.keeper() == "nobody"
    assert own_clock_is_wrong(now, now)


@pytest.mark.parametrize("wrong", [False, True])
def test_a_hall_is_closed_for_updates_only_by_a_clock_that_may_be_right(tmp_path: Path, *, wrong: bool):
    hall, broker, asked = HallMachine(tmp_path / "hall"), MemoryBroker(), []
    master, bus = broker.client("queue-master", "lotsman"), broker.client("desk", "lotsman")

    def is_it(clock: datetime, said: datetime) -> bool:
        asked.append((clock, said))
        return wrong

    DeskOnBus(hall.desk, bus, clock=lambda: NIGHT, steady=lambda: hall.steady, is_wrong=is_it)
    bus.start()
    master.start()
    seen = Snapshot(seq=1, at=BUILT, hall="closed", until=None, why=None, lines=(), windows=(), calls=())
    master.publish(Topics("lotsman").state, codec.encode(seen))
    broker.deliver()
    hall.server.stop()
    assert hall.desk.updates.hall
    assert hall.desk.updates.hall.closed is not wrong
    assert asked == [(NIGHT, BUILT)]
