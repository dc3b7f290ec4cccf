"""The ways to a printer that are no network: USB and a serial line."""

import os
import pty
import threading
import tty
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from kiosk.dispenser.slips.ticket_slip import slip_for
from kiosk.printing import escpos_printer
from kiosk.printing.drawing import draw
from kiosk.printing.emulator import EmulatedPrinter
from kiosk.printing.escpos_printer import EscposPrinter
from kiosk.printing.opening import open_printer
from kiosk.printing.ports import FilePort, NetworkPort, SerialPort
from kiosk.printing.printer import CoverOpen, PrinterAway
from kiosk.printing.usb_port import UsbPort
from tests.kiosk.printing.halls import HALL, ticket
from tests.kiosk.printing.usb import UsbBus

pytestmark = pytest.mark.fast

SLIP = draw(slip_for(ticket(), HALL, "uk"), 80)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit so long that a busy machine does not pass for a dead printer."""
    monkeypatch.setattr(escpos_printer, "ANSWER_SECONDS", 10.0)


@pytest.fixture
def bus() -> UsbBus:
    return UsbBus(EmulatedPrinter())


@pytest.fixture
def on_usb(bus: UsbBus) -> EscposPrinter:
    return EscposPrinter(UsbPort(0x04B8, 0x0E15, backend=bus))


@pytest.fixture
def line() -> Iterator[tuple[str, EmulatedPrinter]]:
    """A printer at the far end of a serial line, and the name of the near end."""
    machine = EmulatedPrinter()
    far, near = pty.openpty()
    tty.setraw(near)

    def serve() -> None:
        with suppress(OSError):  # the line is gone when the near end is closed
            while data := os.read(far, 4096):
                os.write(far, machine.take(data))

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield os.ttyname(near), machine
    os.close(near)
    thread.join(5)
    os.close(far)


def test_a_usb_printer_is_found_by_its_ids_and_prints(bus: UsbBus, on_usb: EscposPrinter) -> None:
    assert on_usb.status().can_print
    on_usb.print(SLIP, ticket="x")
    assert [slip.tobytes() for slip in bus.machine.slips] == [SLIP.tobytes()]


def test_of_all_that_is_plugged_in_a_printer_is_found_without_its_ids(bus: UsbBus) -> None:
    scanner = UsbBus(EmulatedPrinter(), vendor=0x05E0, product=0x1200)
    scanner._interface.bInterfaceClass = 3
    nobody = EscposPrinter(UsbPort(0, 0, backend=scanner))
    with pytest.raises(PrinterAway):
        nobody.print(SLIP, ticket="x")
    printer = EscposPrinter(UsbPort(0, 0, backend=bus))
    printer.print(SLIP, ticket="x")
    assert bus.machine.slips


def test_no_usb_transfer_waits_for_ever(bus: UsbBus, on_usb: EscposPrinter) -> None:
    on_usb.print(SLIP, ticket="x")
    assert all(0 < limit <= 10_000 for limit in bus.limits)


def test_a_usb_fault_is_known(bus: UsbBus, on_usb: EscposPrinter) -> None:
    bus.machine.cover_open = True
    with pytest.raises(CoverOpen):
        on_usb.print(SLIP, ticket="x")


def test_a_usb_printer_may_be_unplugged_and_plugged_in_again(bus: UsbBus, on_usb: EscposPrinter) -> None:
    on_usb.print(SLIP, ticket="x")
    bus.plugged = False
    assert not on_usb.status().online
    with pytest.raises(PrinterAway):
        on_usb.print(SLIP, ticket="y")
    bus.plugged = True
    on_usb.print(SLIP, ticket="z")
    assert len(bus.machine.slips) == 2


def on(bus: UsbBus, **which: str) -> EscposPrinter:
    return EscposPrinter(UsbPort(0x04B8, 0x0E15, backend=bus, **which))


def test_of_several_alike_the_one_is_chosen_that_the_setting_names(bus: UsbBus) -> None:
    second = EmulatedPrinter()
    bus.add(second, socket=4)
    for which in ({"serial": "S4"}, {"path": "1-4"}):
        on(bus, **which).print(SLIP, ticket="x")
    assert (len(bus.machine.slips), len(second.slips)) == (0, 2)
    on(bus).print(SLIP, ticket="x")  # not named: the first socket, always the same
    assert (len(bus.machine.slips), len(second.slips)) == (1, 2)
    assert not on(bus, serial="S9").status().online


def test_by_its_serial_number_a_printer_is_found_in_another_socket(bus: UsbBus) -> None:
    printer = on(bus, serial="S1")
    assert printer.status().online
    bus.plugged = False
    assert not printer.status().online
    bus.plugged = True
    bus.move(1)
    printer.print(SLIP, ticket="x")
    by_path = on(bus, path="1-1")
    assert by_path.status().online
    bus.plugged = False
    assert not by_path.status().online
    bus.plugged = True
    bus.move(2)
    assert not by_path.status().online


def test_what_a_usb_printer_says_by_itself_is_heard(bus: UsbBus, on_usb: EscposPrinter) -> None:
    assert on_usb.status().can_print
    assert not on_usb.changed()
    bus.machine.cover_open = True
    assert on_usb.changed()
    assert on_usb.status().cover_open
    bus.plugged = False
    assert on_usb.changed()


def test_a_usb_device_that_is_not_there_is_away() -> None:
    assert not EscposPrinter(UsbPort(0x1, 0x2, backend=UsbBus(EmulatedPrinter()))).status().online


def test_a_printer_on_a_serial_line_prints(line: tuple[str, EmulatedPrinter], tmp_path: Path) -> None:
    name, machine = line
    printer = open_printer(f"serial:{name}", 80, tmp_path)
    assert printer.status().can_print
    printer.print(SLIP, ticket="x")
    printer.close()
    assert [slip.tobytes() for slip in machine.slips] == [SLIP.tobytes()]
    assert not machine.garbage


def test_a_fault_at_the_far_end_of_a_serial_line_is_known(line: tuple[str, EmulatedPrinter], tmp_path: Path) -> None:
    name, machine = line
    printer = open_printer(f"serial:{name}", 80, tmp_path)
    machine.rows_left = 0
    assert printer.status().paper == "out"
    printer.close()


def test_a_device_file_that_answers_is_asked(line: tuple[str, EmulatedPrinter], tmp_path: Path) -> None:
    name, machine = line
    printer = open_printer(f"file:{name}", 80, tmp_path)
    machine.cover_open = True
    assert printer.status().cover_open
    machine.cover_open = False
    printer.print(SLIP, ticket="x")
    printer.close()
    assert [slip.tobytes() for slip in machine.slips] == [SLIP.tobytes()]


@pytest.mark.parametrize(
    ("setting", "port", "meant"),
    [
        ("net:10.0.0.7", NetworkPort, {"host": "10.0.0.7", "port": 9100}),
        ("net:printer-1:9101", NetworkPort, {"host": "printer-1", "port": 9101}),
        ("usb", UsbPort, {"vendor": 0, "product": 0}),
        ("usb:04b8:0E15", UsbPort, {"vendor": 0x04B8, "product": 0x0E15, "serial": "", "path": ""}),
        ("usb:04b8:0e15:J4RX-7", UsbPort, {"serial": "J4RX-7", "path": ""}),
        ("usb:04b8:0e15@1-1.4", UsbPort, {"serial": "", "path": "1-1.4"}),
        ("serial:/dev/ttyUSB0", SerialPort, {"device": "/dev/ttyUSB0", "baud": 115200}),
        ("serial:/dev/ttyS1:19200", SerialPort, {"device": "/dev/ttyS1", "baud": 19200}),
        ("file:/dev/usb/lp0", FilePort, {"path": Path("/dev/usb/lp0")}),
    ],
)
def test_a_setting_means_its_printer(setting: str, port: type, meant: dict[str, object], tmp_path: Path) -> None:
    printer = open_printer(setting, 80, tmp_path)
    assert isinstance(printer, EscposPrinter)
    assert isinstance(printer.port, port)
    assert {name: getattr(printer.port, name) for name in meant} == meant
