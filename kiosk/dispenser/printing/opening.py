"""Which printer a setting means."""

from __future__ import annotations

from pathlib import Path

from broker.contracts.errors import ConfigError
from kiosk.dispenser.printing.layout import WIDTHS
from kiosk.dispenser.printing.paper_tape import FOLDER, PaperTape
from kiosk.dispenser.printing.printer import Printer


def open_printer(setting: str, paper_mm: int, state_dir: Path) -> Printer:
    """The printer that CHERHA_PRINTER names; the device itself is opened at the first call.

    `tape` | `usb:VID:PID` (hexadecimal) | `net:HOST[:PORT]` | `serial:DEVICE[:BAUD]` | `file:PATH`
    ConfigError when the setting or the paper is none of ours.
    """
    if paper_mm not in WIDTHS:
        raise ConfigError([f"CHERHA_PAPER={paper_mm}: paper is {' or '.join(map(str, WIDTHS))} mm wide"])
    if setting == "tape":
        return PaperTape(state_dir / FOLDER)
    raise ConfigError([f'CHERHA_PRINTER="{setting}": it is tape, usb:VID:PID, net:HOST, serial:DEVICE or file:PATH'])
