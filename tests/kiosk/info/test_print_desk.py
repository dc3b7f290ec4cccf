"""The terminal's printer is lent to technicians between two cards, and only where there is one."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from kiosk.info.print_desk import PrintDesk
from kiosk.printing.paper_tape import PaperTape
from kiosk.printing.printer import Printer
from kiosk.printing.slip import Slip

pytestmark = pytest.mark.fast


def test_a_loan_gets_the_printer_in_its_own_thread(tmp_path: Path):
    tape, lent = PaperTape(tmp_path), list[tuple[Printer, str]]()
    desk = PrintDesk(
        lambda: tape,
        lambda _wish: Slip("uk", ()),
        80,
        on_status=lambda _status: None,
        on_settled=lambda _wish, _printed: None,
    )
    desk.start()
    desk.lend(lambda printer: lent.append((printer, threading.current_thread().name)))
    desk.stop()
    assert lent == [(tape, "printer")]
