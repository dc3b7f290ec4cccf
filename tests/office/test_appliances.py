"""The appliances as they speak of themselves; ghosts of earlier lives are not believed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from broker.contracts import codec
from broker.contracts.status import About, Problem, Status
from office.appliances import Machines

pytestmark = pytest.mark.fast

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def status(state: Any, boot: str = "02") -> bytes:
    return codec.encode(Status(state=state, boot=boot, at=AT, role="board", version="0.1.0"))


def test_a_screen_can_be_looked_at_only_while_its_appliance_works():
    machines = Machines()
    machines.hear("board-1/about", codec.encode(About(role="board", version="0.1.0", can=("screenshot",))))
    for state, looks in (("init", False), ("ready", True), ("degraded", True), ("lost", False)):
        machines.hear("board-1/status", status(state))
        assert machines.by_id["board-1"].has_screen is looks


def test_the_will_of_an_earlier_boot_does_not_kill_the_present_one():
    machines = Machines()
    machines.hear("board-1/status", status("ready", "02"))
    machines.hear("board-1/status", status("lost", "01"))
    assert machines.by_id["board-1"].state == "ready"
    machines.hear("board-1/status", status("lost", "02"))
    assert machines.by_id["board-1"].state == "lost"


def test_a_problem_stands_until_it_is_cleared():
    machines = Machines()
    words = {"uk": "Немає паперу", "en": "No paper"}
    machines.hear("k/problem/paper-out", codec.encode(Problem(code="paper-out", since=AT, message=words, remedy=words)))
    assert set(machines.by_id["k"].problems) == {"paper-out"}
    machines.hear("k/problem/paper-out", b"")
    assert not machines.by_id["k"].problems


def test_rubbish_is_counted_and_changes_nothing():
    machines = Machines()
    machines.hear("board-1/status", status("ready"))
    for rubbish in (b"{", b"[]", b"\xff\xfe", b'{"state":"dancing"}'):
        machines.hear("board-1/status", rubbish)
    assert machines.unreadable == 4
    assert machines.by_id["board-1"].state == "ready"
