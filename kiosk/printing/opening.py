"""Which printer a setting means."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from broker.bus.settings import Settings
from broker.contracts.errors import ConfigError
from kiosk.printing.escpos_printer import EscposPrinter
from kiosk.printing.layout import WIDTHS
from kiosk.printing.minded_printer import MindedPrinter
from kiosk.printing.paper_tape import FOLDER, PaperTape
from kiosk.printing.ports import FilePort, NetworkPort, Port, SerialPort
from kiosk.printing.printer import Printer
from kiosk.printing.usb_port import UsbPort

# What a setting looks like -> the way to that printer.
_PORTS: dict[str, Callable[[re.Match[str]], Port]] = {
    r"usb": lambda _: UsbPort(0, 0),
    r"usb:([0-9a-fA-F]{1,4}):([0-9a-fA-F]{1,4})(?::([^@\s]+)|@(\d+-[\d.]+))?": lambda m: UsbPort(
        int(m[1], 16), int(m[2], 16), serial=m[3] or "", path=m[4] or ""
    ),
    r"net:([^:\s]+)(?::(\d{1,5}))?": lambda m: NetworkPort(m[1], int(m[2] or 9100)),
    r"serial:([^:\s]+)(?::(\d+))?": lambda m: SerialPort(m[1], int(m[2] or 115200)),
    r"file:(.+)": lambda m: FilePort(Path(m[1])),
}


def open_minded(settings: Settings, clock: Callable[[], datetime]) -> Printer:
    """The printer of an appliance's settings, with its paper counted where there is any."""
    printer = open_printer(settings.printer, settings.paper, settings.state_dir, counts=settings.printer_counts)
    if isinstance(printer, PaperTape):
        return printer
    return MindedPrinter(printer, settings.state_dir, settings.roll, clock)


def open_printer(setting: str, paper_mm: int, state_dir: Path, *, counts: bool = False) -> Printer:
    """The printer that CHERHA_PRINTER names; the device itself is opened at the first call.

    `tape` | `usb` (the one that is plugged in) | `usb:VID:PID` (hexadecimal), and of several alike `usb:VID:PID:SERIAL` or `usb:VID:PID@1-1.4` | `net:HOST[:PORT]` | `serial:DEVICE[:BAUD]` | `file:PATH`
    ConfigError when the setting or the paper is none of ours.
    """
    if paper_mm not in WIDTHS:
        raise ConfigError([f"CHERHA_PAPER={paper_mm}: paper is {' or '.join(map(str, WIDTHS))} mm wide"])
    if setting == "tape":
        return PaperTape(state_dir / FOLDER)
    for shape, port in _PORTS.items():
        found = re.fullmatch(shape, setting)
        if found:
            return EscposPrinter(port(found), counts=counts)
    raise ConfigError(
        [f'CHERHA_PRINTER="{setting}": it is tape, usb, usb:VID:PID, net:HOST, serial:DEVICE or file:PATH']
    )
