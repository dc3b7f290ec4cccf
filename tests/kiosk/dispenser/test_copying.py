"""The reception has a slip printed once more, and is told the truth of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from broker.contracts.replies import TicketView
from broker.contracts.status import Do
from kiosk.dispenser.copying import Copying
from kiosk.printing.paper_tape import PaperTape
from kiosk.printing.printer import Printer
from tests.broker.halls import KYIV, PLAN

pytestmark = pytest.mark.fast

AT = datetime(2026, 11, 23, 10, 40, tzinfo=KYIV)
TICKET = TicketView(id="T1", number="А042", service="registration", line="residence", issued_at=AT)


def wish(**arguments: Any) -> Do:
    return Do(id="do-1", what="print-slip", at=AT, arguments=arguments)


def at_once(printer: Printer) -> Callable[[Callable[[Printer], None]], None]:
    return lambda loan: loan(printer)


def test_a_slip_comes_out_again_and_is_told_done(tmp_path: Path) -> None:
    tape = PaperTape(tmp_path)
    copying = Copying(at_once(tape), PLAN, 80)
    assert copying.print(wish(ticket=msgspec.to_builtins(TICKET))) == ("done", "", "")
    assert len(list(tmp_path.glob("*.png"))) == 1


def test_a_printer_without_paper_is_told_of(tmp_path: Path) -> None:
    tape = PaperTape(tmp_path)
    (tmp_path / "status").write_text("paper-out", "utf-8")
    outcome, words, _ = Copying(at_once(tape), PLAN, 80).print(wish(ticket=msgspec.to_builtins(TICKET)))
    assert outcome == "failed"
    assert words


def test_a_printer_that_is_busy_too_long_prints_nothing_late(tmp_path: Path) -> None:
    tape, kept = PaperTape(tmp_path), list[Callable[[Printer], None]]()
    copying = Copying(kept.append, PLAN, 80, patience=0.05)
    assert copying.print(wish(ticket=msgspec.to_builtins(TICKET)))[0] == "failed"
    thread = threading.Thread(target=kept[0], args=(tape,))
    thread.start()
    thread.join()
    assert not list(tmp_path.glob("*.png"))


def test_what_is_no_ticket_is_refused() -> None:
    assert Copying(lambda _: None, PLAN, 80).print(wish(ticket={"number": "А042"}))[0] == "failed"
