"""Which printers are plugged into this machine's USB, by the kernel's own files; nothing is opened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

DEVICES = Path("/sys/bus/usb/devices")
# As `kiosk.printing.opening` reads it, which may not be imported here; a test holds the two together.
_MEANT = re.compile(r"usb(?::([0-9a-fA-F]{1,4}):([0-9a-fA-F]{1,4})(?::([^@\s]+)|@(\d+-[\d.]+))?)?")
_PRINTER = "07"  # USB's class of printers


def is_usb(setting: str) -> bool:
    """Whether a `printer` of the settings is one on USB."""
    return _MEANT.fullmatch(setting) is not None


def printers(setting: str, devices: Path = DEVICES) -> list[str]:
    """The sockets, as "1-1.4", in which what the setting means is plugged in: `usb` is whatever calls itself a printer."""
    meant = _MEANT.fullmatch(setting)
    if meant is None:
        return []
    vendor, product, serial, path = meant.groups()
    return [
        device.name
        for device in _alike(devices, vendor, product)
        if path in (None, device.name) and serial in (None, _read(device / "serial"))
    ]


def _alike(devices: Path, vendor: str | None, product: str | None) -> Iterator[Path]:
    if vendor is None:
        classes = sorted(devices.glob("*:*/bInterfaceClass"))
        names = dict.fromkeys(each.parent.name.partition(":")[0] for each in classes if _read(each) == _PRINTER)
        yield from (devices / name for name in names)
        return
    wanted = (vendor.lower().zfill(4), str(product).lower().zfill(4))
    for device in sorted(each.parent for each in devices.glob("*/idVendor")):
        if (_read(device / "idVendor"), _read(device / "idProduct")) == wanted:
            yield device


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8", errors="replace").strip()
    except OSError:
        return ""
