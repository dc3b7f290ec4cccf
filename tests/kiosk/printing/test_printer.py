"""A printer on the network: what it prints, how it fails, and that it never keeps a visitor waiting."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from kiosk.dispenser.slips.ticket_slip import slip_for
from kiosk.printing import escpos_printer
from kiosk.printing.drawing import draw
from kiosk.printing.emulator import EmulatedPrinter, NetworkPrinter
from kiosk.printing.escpos_printer import EscposPrinter
from kiosk.printing.opening import open_printer
from kiosk.printing.printer import (
    CoverOpen,
    PaperOut,
    Printer,
    PrinterAway,
    PrinterJammed,
    PrinterStatus,
)
from tests.kiosk.printing.halls import HALL, ticket

pytestmark = pytest.mark.fast

SLIP = draw(slip_for(ticket(), HALL, "uk"), 80)


@pytest.fixture
def device() -> Iterator[NetworkPrinter]:
    with NetworkPrinter() as device:
        yield device


@pytest.fixture
def printer(device: NetworkPrinter, tmp_path: Path) -> Iterator[Printer]:
    printer = open_printer(device.setting, 80, tmp_path)
    yield printer
    printer.close()


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits so long that a busy machine does not pass for a dead printer."""
    monkeypatch.setattr(escpos_printer, "ANSWER_SECONDS", 10.0)
    monkeypatch.setattr(escpos_printer, "PAPER_SECONDS", 30.0)
    monkeypatch.setattr(escpos_printer, "_LOOK_SECONDS", 0.05)


@pytest.fixture
def hasty(patient: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits so short that a test of silence takes no time."""
    monkeypatch.setattr(escpos_printer, "ANSWER_SECONDS", 0.4)
    monkeypatch.setattr(escpos_printer, "PAPER_SECONDS", 0.8)


def alike(one: Image.Image, other: Image.Image) -> bool:
    return one.size == other.size and one.tobytes() == other.tobytes()


@pytest.mark.parametrize("paper", [58, 80])
@pytest.mark.parametrize("language", ["uk", "en"])
def test_what_comes_out_is_what_was_drawn_and_its_code_is_read_back(paper: int, language: str, tmp_path: Path) -> None:
    this = ticket("Ж917", priority="veteran")
    drawn = draw(slip_for(this, HALL, language), paper)
    with NetworkPrinter(paper) as device:
        printer = open_printer(device.setting, paper, tmp_path)
        printer.print(drawn, ticket=this.id)
        (slip,) = device.wait_for_slips(1)
        printer.close()
    assert alike(slip, drawn)
    (code,) = zxingcpp.read_barcodes(slip.convert("L"))
    assert code.text == this.id
    assert not device.machine.garbage


def test_slips_follow_one_another_on_one_connection(printer: Printer, device: NetworkPrinter) -> None:
    for number in ("А001", "А002", "А003"):
        printer.print(draw(slip_for(ticket(number), HALL, "uk"), 80), ticket=number)
    slips = device.wait_for_slips(3)
    codes = [zxingcpp.read_barcodes(slip.convert("L"))[0].text for slip in slips]
    assert codes == [ticket(number).id for number in ("А001", "А002", "А003")]


def test_a_healthy_printer_says_so(printer: Printer) -> None:
    assert printer.status() == PrinterStatus(paper="ok", cover_open=False, online=True, jammed=False)


def test_a_roll_that_nears_its_end_is_known_and_printed_on(printer: Printer, device: NetworkPrinter) -> None:
    device.machine.near_end = True
    assert printer.status() == PrinterStatus(paper="near-end")
    printer.print(SLIP, ticket="x")
    device.wait_for_slips(1)


@pytest.mark.parametrize(
    ("what", "value", "error"),
    [("rows_left", 0, PaperOut), ("cover_open", True, CoverOpen), ("jammed", True, PrinterJammed)],
)
def test_a_fault_is_known_before_the_touch_and_nothing_is_sent(
    what: str, value: object, error: type, printer: Printer, device: NetworkPrinter
) -> None:
    setattr(device.machine, what, value)
    assert not printer.status().can_print
    with pytest.raises(error) as refused:
        printer.print(SLIP, ticket="x")
    assert not refused.value.begun
    device.machine.mend()
    assert printer.status().can_print
    assert device.machine.slips == []
    assert device.machine.torn == 0


def test_a_printer_that_is_not_there_is_away_at_once(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    printer = open_printer(f"net:127.0.0.1:{port}", 80, tmp_path)
    assert not printer.status().online
    before = time.monotonic()
    with pytest.raises(PrinterAway) as away:
        printer.print(SLIP, ticket="x")
    assert not away.value.begun
    assert time.monotonic() - before < 1


@pytest.mark.usefixtures("hasty")
def test_a_printer_that_hangs_does_not_hang_us(printer: Printer, device: NetworkPrinter) -> None:
    assert printer.status().online
    device.hang()
    before = time.monotonic()
    assert not printer.status().online
    with pytest.raises(PrinterAway):
        printer.print(SLIP, ticket="x")
    assert time.monotonic() - before < 10
    device.wake()
    assert printer.status().online


def test_paper_that_ends_inside_a_slip_leaves_no_old_slip_for_the_next_roll(
    printer: Printer, device: NetworkPrinter
) -> None:
    device.machine.rows_left = 300
    with pytest.raises(PaperOut) as out:
        printer.print(SLIP, ticket="x")
    assert out.value.begun
    with device.lock:
        assert device.lock.wait_for(lambda: device.machine.waiting == 0, 5)
        assert device.machine.torn == 300
        device.machine._rows.clear()  # torn off by hand
        device.machine.mend()
        assert device.machine.torn == 0
    printer.print(SLIP, ticket="y")
    (slip,) = device.wait_for_slips(1)
    assert alike(slip, SLIP)


@pytest.mark.parametrize("sent", [1, 10, 5_000, 40_000])
def test_a_line_cut_inside_a_slip_does_not_spoil_the_next_one(
    sent: int, printer: Printer, device: NetworkPrinter
) -> None:
    printer.status()
    device.break_after(sent + 6)  # the two questions before the slip are six bytes
    with pytest.raises(PrinterAway) as away:
        printer.print(SLIP, ticket="x")
    assert away.value.begun
    printer.print(SLIP, ticket="y")
    slip = device.wait_for_slips(1)[-1]
    codes = zxingcpp.read_barcodes(slip.convert("L"))
    assert ticket().id in [code.text for code in codes]
    assert not device.machine.garbage


def test_a_card_that_hung_up_in_the_meantime_is_called_again(printer: Printer, device: NetworkPrinter) -> None:
    printer.print(SLIP, ticket="x")
    device.hang_up()
    printer.print(SLIP, ticket="y")
    device.wait_for_slips(2)


@pytest.mark.usefixtures("hasty")
def test_a_model_that_does_not_tell_why_it_is_offline_is_away(printer: Printer, device: NetworkPrinter) -> None:
    device.machine.knows_causes = False
    device.machine.cover_open = True
    assert printer.status() == PrinterStatus(online=False)
    device.machine.mend()
    assert printer.status().can_print


@pytest.mark.usefixtures("hasty")
def test_a_model_that_confirms_nothing_is_believed_while_it_is_well(printer: Printer, device: NetworkPrinter) -> None:
    device.machine.knows_confirm = False
    printer.print(SLIP, ticket="x")
    before = time.monotonic()
    printer.print(SLIP, ticket="y")
    assert time.monotonic() - before < 0.7
    device.wait_for_slips(2)


class SlowLine:
    """A port whose printer takes a job byte by byte, until it is told to hurry."""

    answers = True
    is_open = False

    def __init__(self) -> None:
        self.machine = EmulatedPrinter()
        self.at_work, self.hurry = threading.Event(), threading.Event()
        self._said = b""

    def open(self) -> None:
        self.is_open = True

    def send(self, data: bytes, seconds: float) -> None:
        if len(data) > 100:
            self.at_work.set()
            assert self.hurry.wait(10)
        self._said += self.machine.take(data)

    def receive(self, seconds: float) -> bytes:
        said, self._said = self._said, b""
        return said

    def close(self) -> None:
        self.is_open = False


def test_a_status_asked_while_a_slip_is_printed_is_the_last_one_known() -> None:
    line = SlowLine()
    printer = EscposPrinter(line)
    printing = threading.Thread(target=printer.print, args=(SLIP,), kwargs={"ticket": "x"})
    printing.start()
    assert line.at_work.wait(10)
    line.machine.cover_open = True
    assert printer.status() == PrinterStatus()
    line.machine.cover_open = False
    line.hurry.set()
    printing.join(10)
    assert len(line.machine.slips) == 1


def test_the_first_byte_is_traced(
    printer: Printer, device: NetworkPrinter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHERHA_TRACE", str(tmp_path / "trace"))
    before = time.monotonic_ns()
    printer.print(SLIP, ticket="01JD8Z")
    line = json.loads((tmp_path / "trace").read_text())
    assert line["what"] == "first-printer-byte"
    assert before <= line["at_ns"] <= time.monotonic_ns()


def test_a_file_takes_the_bytes_of_slips(tmp_path: Path) -> None:
    path = tmp_path / "spool"
    printer = open_printer(f"file:{path}", 80, tmp_path)
    assert printer.status().can_print
    printer.print(SLIP, ticket="x")
    printer.print(SLIP, ticket="y")
    printer.close()
    with NetworkPrinter() as device:
        device.machine.take(path.read_bytes())
        assert [alike(slip, SLIP) for slip in device.machine.slips] == [True, True]


def test_a_device_file_that_is_away_is_not_made(tmp_path: Path) -> None:
    printer = open_printer("file:/dev/cherha-no-such-printer", 80, tmp_path)
    assert not printer.status().online
    assert not Path("/dev/cherha-no-such-printer").exists()
