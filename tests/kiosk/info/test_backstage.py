"""Between the flow and the world, with a bus in memory."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from broker.bus.memory import MemoryBroker
from broker.bus.settings import Settings
from broker.contracts.status import About
from kiosk.info.attendant import Informing
from kiosk.info.backstage import Backstage
from kiosk.info.inputs import CardSettled, Input, OpenCard, PrinterSeen, PrintSlip
from kiosk.info.visit import started
from kiosk.touch.presses import Leave, Passed, Touched
from tests.broker.until import until
from tests.kiosk.info.halls import DEMO, hall, words

pytestmark = pytest.mark.fast


def test_a_card_comes_out_of_the_paper_tape_and_the_flow_is_told(tmp_path: Path):
    told: list[Input] = []
    backstage = _backstage(tmp_path, told.append)
    backstage.start()
    until(lambda: any(isinstance(t, PrinterSeen) and t.can_print for t in told))
    backstage.act(PrintSlip("01KAQ5B2M4X7R8T9V0W1Y2Z3A4", "01-01/01", "en"))
    until(lambda: any(isinstance(t, CardSettled) and t.printed for t in told))
    assert len(list((tmp_path / "paper-tape").glob("[0-9]*.png"))) == 1
    backstage.stop()


def test_without_a_printer_none_is_offered(tmp_path: Path):
    told: list[Input] = []
    backstage = _backstage(tmp_path, told.append, printer="none")
    backstage.start()
    backstage.act(PrintSlip("x", "01-01/01", "uk"))
    backstage.stop()
    assert not any(isinstance(t, PrinterSeen | CardSettled) for t in told)


def test_a_catalogue_with_mistakes_is_a_problem_that_names_them(tmp_path: Path):
    backstage = _backstage(tmp_path, lambda _input: None, printer="none")
    backstage.start(tuple(f"catalogue.toml:{n}: wrong" for n in range(5)))
    (problem,) = backstage.appliance.problems
    assert problem.code == "catalogue"
    assert "catalogue.toml:0: wrong" in problem.message["uk"]
    assert "2" in problem.message["en"]
    backstage.stop()


def test_another_catalogue_waits_until_nobody_reads():
    old, new = words(), words(wide=True)
    informing = Informing(old)
    state = started(100.0)
    state, _ = informing.step(state, Touched(100.0, OpenCard("01-01/01"), "id"))
    informing.renew(new)
    state, _ = informing.step(state, Passed(101.0))
    assert informing.words is old
    state, _ = informing.step(state, Touched(102.0, Leave(), "id"))
    assert informing.words is new
    assert state.at_rest


def _backstage(tmp_path: Path, tell: Callable[[Input], None], **more: str) -> Backstage:
    settings = Settings(state_dir=tmp_path, catalogue=DEMO / "catalogue", hall=DEMO / "hall.toml", **more)
    bus = MemoryBroker().client("info-1", hall().hall.id)
    about = About(role="info", version="1")
    return Backstage(bus, settings, words, about=about, tell=tell, later=lambda call: call())
