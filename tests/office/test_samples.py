"""The sample hour of the gallery is a hall that could be: its events and its snapshot agree, and so do its pages."""

from __future__ import annotations

import pytest

from broker.contracts import codec
from broker.contracts.snapshot import Snapshot
from office import drawing
from office.appliances import Machines
from office.ledger import Ledger
from office.samples import Hour
from office.standing import Standing
from office.words import PHRASES, Words
from tests.broker.halls import KYIV, MORNING, PLAN

pytestmark = pytest.mark.fast


def test_the_hour_can_be_told_over_the_bus_and_is_of_one_piece():
    hour, ledger = Hour(PLAN, MORNING), Ledger()
    told = [event for body in map(codec.encode, hour.events) for event in ledger.hear(codec.event(body))]
    told += ledger.begin(len(hour.events))
    assert told == hour.events
    assert ledger.missing is None
    snapshot = codec.read(Snapshot, codec.encode(hour.snapshot()))
    assert next(w for w in snapshot.windows if w.id == hour.featured).state == "calling"
    assert all(line.waiting == len(hour.desk.waiting(line.id)) for line in snapshot.lines)


@pytest.mark.parametrize("language", PHRASES.languages)
def test_every_page_of_the_hour_can_be_drawn(language: str):
    hour, say = Hour(PLAN, MORNING), Words(language, KYIV)
    standing = Standing(
        hall=PLAN,
        snapshot=hour.snapshot(),
        desk=hour.desk,
        machines=Machines(),
        now=MORNING,
        age=0.0,
        connected=True,
        caught_up=True,
    )
    for window in PLAN.windows:
        assert f'data-window="{window}"' in drawing.window_page(standing, window, say)
    assert say("hall.title") in drawing.hall_page(standing, say)
