"""Kill -9 of the queue-master and of the broker at random moments, under twenty clients that ask until answered."""

from __future__ import annotations

from random import Random

import pytest

from bench.killing import Clients, Listener, fire, mistakes
from bench.standing import standing
from tests.broker.mosquitto import PROGRAM

pytestmark = [pytest.mark.kill, pytest.mark.wire, pytest.mark.timeout(180)]


@pytest.mark.skipif(PROGRAM is None, reason="mosquitto is not installed")
@pytest.mark.parametrize("seed", [2026])
def test_what_was_acknowledged_outlives_every_kill_exactly_once(seed: int) -> None:
    with standing() as hall:
        listener, clients = Listener(hall), Clients(hall)
        try:
            deaths = fire(hall, clients, rounds=12, chance=Random(seed))
        finally:
            clients.stop()
        found = mistakes(hall, clients.heard, listener)
        listener.stop()
    assert found == []
    assert min(deaths["broker"], deaths["queue-master"]) > 0
    assert len(clients.heard.tickets) > 100
    assert len(clients.heard.calls) > 10
