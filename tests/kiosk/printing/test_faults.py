"""Everything that happens to a printer: what is known of it, what staff are told, and that the next slip is whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from kiosk.dispenser.slips.ticket_slip import slip_for
from kiosk.printing import escpos_printer
from kiosk.printing.drawing import draw
from kiosk.printing.emulated_machine import EmulatedPrinter
from kiosk.printing.emulator import NetworkPrinter
from kiosk.printing.escpos_bytes import ERROR_CAUSE, OFFLINE_CAUSE, PAPER, PRINTER, TALK, ask, status_from
from kiosk.printing.escpos_bytes import status_of_itself as of_itself
from kiosk.printing.hearing import Answer, AutoStatus, Confirmed, Counter, Hearing, Said
from kiosk.printing.opening import open_printer
from kiosk.printing.printer import (
    CoverOpen,
    CutterJammed,
    PaperOut,
    Printer,
    PrinterAway,
    PrinterBroken,
    PrinterError,
    PrinterHot,
    PrinterJammed,
    problem,
)
from tests.broker.until import until
from tests.kiosk.printing.halls import HALL, ticket

pytestmark = pytest.mark.fast

SLIP = draw(slip_for(ticket(), HALL, "uk"), 80)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits so long that a busy machine does not pass for a dead printer."""
    monkeypatch.setattr(escpos_printer, "ANSWER_SECONDS", 10.0)
    monkeypatch.setattr(escpos_printer, "PAPER_SECONDS", 30.0)
    monkeypatch.setattr(escpos_printer, "_LOOK_SECONDS", 0.02)


@pytest.fixture
def device() -> Iterator[NetworkPrinter]:
    with NetworkPrinter() as device:
        yield device


@pytest.fixture
def printer(device: NetworkPrinter, tmp_path: Path) -> Iterator[Printer]:
    printer = open_printer(device.setting, 80, tmp_path, counts=True)
    yield printer
    printer.close()


def prints_well(printer: Printer, device: NetworkPrinter) -> None:
    before = len(device.machine.slips)
    printer.print(SLIP, ticket="next")
    slip = device.wait_for_slips(before + 1)[-1]
    assert [code.text for code in zxingcpp.read_barcodes(slip.convert("L"))] == [ticket().id]
    assert not device.machine.garbage


FAULTS = [
    ("cover_open", True, CoverOpen),
    ("rows_left", 0, PaperOut),
    ("cutter", True, CutterJammed),
    ("jammed", True, PrinterJammed),
    ("broken", True, PrinterBroken),
    ("hot", True, PrinterHot),
]


@pytest.mark.parametrize(("what", "value", "error"), FAULTS)
def test_a_printer_says_by_itself_what_has_happened_and_that_it_is_over(
    what: str, value: object, error: type[PrinterError], printer: Printer, device: NetworkPrinter
) -> None:
    assert printer.status().can_print
    with device.lock:
        setattr(device.machine, what, value)
    until(printer.changed)
    assert problem(printer.status()) == error.code
    assert not printer.changed()
    with device.lock:
        device.machine.broken = False
        device.machine.mend()
    until(printer.changed)
    assert printer.status().can_print
    prints_well(printer, device)


@pytest.mark.parametrize(("what", "value", "error"), FAULTS)
def test_asked_or_unasked_a_printer_says_the_same(what: str, value: object, error: type[PrinterError]) -> None:
    machine = EmulatedPrinter()
    machine.take(TALK)
    setattr(machine, what, value)
    machine.near_end = True
    asked = {n: machine.take(ask(n))[0] for n in (PRINTER, OFFLINE_CAUSE, ERROR_CAUSE, PAPER)}
    (said,) = Hearing().hear(machine.speak())
    assert isinstance(said, AutoStatus)
    assert of_itself(said.bytes) == status_from(asked)


def test_a_printer_that_says_done_without_paper_is_not_believed(printer: Printer, device: NetworkPrinter) -> None:
    device.machine.lying = True
    device.machine.rows_left = 300
    with pytest.raises(PaperOut) as out:
        printer.print(SLIP, ticket="x")
    assert out.value.begun
    with device.lock:
        device.machine._rows.clear()  # torn off by hand
        device.machine.mend()
    prints_well(printer, device)


def test_a_knife_that_jams_on_a_slip_is_known_at_once(printer: Printer, device: NetworkPrinter) -> None:
    device.machine.stuck_knife = True
    with pytest.raises(CutterJammed):
        printer.print(SLIP, ticket="x")
    with device.lock:
        device.machine._rows.clear()
        device.machine.mend()
    prints_well(printer, device)


def test_a_slow_printer_is_waited_for(printer: Printer, device: NetworkPrinter) -> None:
    device.pace = 0.1
    prints_well(printer, device)


def test_a_printer_may_be_unplugged_and_plugged_in_again(printer: Printer, device: NetworkPrinter) -> None:
    prints_well(printer, device)
    device.unplug()
    assert not printer.status().online
    with pytest.raises(PrinterAway):
        printer.print(SLIP, ticket="x")
    device.plug()
    prints_well(printer, device)


@pytest.mark.parametrize("sent", [10, 5_000, 40_000])
def test_after_a_power_cut_in_the_middle_of_a_slip_the_next_one_is_whole(
    sent: int, printer: Printer, device: NetworkPrinter
) -> None:
    assert printer.cuts() == 0
    device.break_after(sent + 6)  # the two questions before the slip
    with pytest.raises(PrinterAway) as away:
        printer.print(SLIP, ticket="x")
    assert away.value.begun
    with device.lock:
        device.machine.lose_power()
        device.machine._rows.clear()  # what hung out was torn off
    assert printer.cuts() == 0
    prints_well(printer, device)
    assert printer.cuts() == 1


def test_a_card_that_serves_somebody_else_is_away_until_it_is_free(
    device: NetworkPrinter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(escpos_printer, "ANSWER_SECONDS", 0.3)
    other, ours = (open_printer(device.setting, 80, tmp_path) for _ in range(2))
    assert other.status().online
    assert not ours.status().online
    other.close()
    monkeypatch.setattr(escpos_printer, "ANSWER_SECONDS", 10.0)
    prints_well(ours, device)
    ours.close()


def test_a_model_that_does_not_count_is_never_asked(device: NetworkPrinter, tmp_path: Path) -> None:
    device.machine.counts = False
    printer = open_printer(device.setting, 80, tmp_path)
    assert printer.cuts() is None
    prints_well(printer, device)
    printer.close()


def test_a_printer_without_paper_is_not_asked_what_it_would_answer_later(
    printer: Printer, device: NetworkPrinter
) -> None:
    device.machine.rows_left = 0
    assert printer.cuts() is None
    with device.lock:
        device.machine.mend()
    prints_well(printer, device)


talk = st.lists(
    st.sampled_from(
        [
            (b"\x12", Answer(0x12)),
            (b"\x1a", Answer(0x1A)),
            (b"\x00", Confirmed()),
            (b"\x0c", Confirmed()),
            (b"\x18\x00\x0c\x00", AutoStatus(b"\x18\x00\x0c\x00")),
            (b"\x10\x00\x00\x0f", AutoStatus(b"\x10\x00\x00\x0f")),
            (b"_1234\x00", Counter(1234)),
            (b"7%\x00", None),
        ]
    ),
    max_size=12,
)


@given(talk, st.lists(st.integers(1, 5), min_size=1))
def test_what_is_said_is_understood_in_whatever_pieces_it_comes(
    said: list[tuple[bytes, Said | None]], pieces: list[int]
) -> None:
    hearing, heard = Hearing(), []
    data = b"".join(part for part, _ in said)
    at = 0
    for turn in range(len(data)):
        size = pieces[turn % len(pieces)]
        heard += hearing.hear(data[at : at + size])
        at += size
    assert heard == [meaning for _, meaning in said if meaning is not None]


@given(st.binary(max_size=200))
def test_noise_on_the_line_is_survived(noise: bytes) -> None:
    hearing = Hearing()
    hearing.hear(noise)
    assert Answer(0x12) in hearing.hear(b"\x00" * 81 + b"\x12")


def test_an_answer_between_the_bytes_of_automatic_status_is_told_apart() -> None:
    heard = Hearing().hear(b"\x18\x00\x12\x0c\x00")
    assert heard == [Answer(0x12), AutoStatus(b"\x18\x00\x0c\x00")]
