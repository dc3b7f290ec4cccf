"""A desk that is not the hall's rests: it writes nothing, and opens in the moment in which its machine decides."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from provisioning.enrolment import desk_process, places
from provisioning.enrolment.desk_process import Where, _rests
from tests.provisioning.enrolment.test_charge import HALL, Machine

pytestmark = pytest.mark.fast


def where(folder: Path) -> Where:
    made = {name: folder / name for name in ("authority", "hall", "broker", "state")}
    return Where(**made, address="127.0.0.1", port=0, broker_port=0)


def turns(*meanwhile: Callable[[], object]) -> Callable[[], bool]:
    """What happens in each turn of the loop; after the last it is told to stop."""
    left = list(meanwhile)

    def turn() -> bool:
        if not left:
            return True
        left.pop(0)()
        return False

    return turn


@pytest.fixture
def standby(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Its desk has what it comes to the bus with."""
    machine = Machine(tmp_path, "standby", "standby-1")
    monkeypatch.setattr(desk_process, "_link", lambda _where, _charge: machine.broker.client("desk-2", HALL))
    monkeypatch.setattr(desk_process, "is_there", lambda folder: folder == tmp_path / "authority" / places.ON_BUS)
    return machine


def test_in_a_hall_without_a_pair_it_does_not_rest(tmp_path: Path) -> None:
    alone = Machine(tmp_path, "queue-master", "queue-master", witness="")
    assert _rests(where(tmp_path), alone.charge, turns())


def test_it_opens_once_its_machine_holds_the_office_and_speaks(standby: Machine, tmp_path: Path) -> None:
    left: list[Callable[[], object]] = [standby.decides, lambda: standby.holds("standby-1")]
    assert _rests(where(tmp_path), standby.charge, lambda: left.pop(0)() is not None)
    assert left == [], "neither is enough alone"
    assert not (tmp_path / "authority").exists(), "it has made no authority meanwhile"


def test_told_to_stop_it_ends_without_having_opened(standby: Machine, tmp_path: Path) -> None:
    assert not _rests(where(tmp_path), standby.charge, turns(standby.decides))


def test_who_has_nothing_to_come_to_the_bus_with_waits_for_it(
    standby: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    came: list[bool] = []

    def link(_where: Where, _charge: object) -> object:
        assert came, "it would be refused"
        return standby.broker.client("desk-2", HALL)

    monkeypatch.setattr(desk_process, "_link", link)
    monkeypatch.setattr(desk_process, "is_there", lambda _folder: bool(came))
    standby.holds("standby-1")
    assert _rests(where(tmp_path), standby.charge, turns(lambda: None, lambda: came.append(True), standby.decides))
