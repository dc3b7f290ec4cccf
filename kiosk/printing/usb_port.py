"""A printer on USB: found by what it is, and by its serial number or its socket where there are several of a kind.

It is searched for at every opening, so a cable may be pulled and put in again, in the same socket or in another.
"""

from __future__ import annotations

import logging
from typing import Any

from kiosk.printing.ports import EscposPort

log = logging.getLogger(__name__)

_PRINTERS = 7  # USB's class of printers
_BULK = 2
_LEAST_MS = 1  # 0 is for ever


class UsbPort(EscposPort):
    """`vendor` and `product` 0: whatever says of itself that it is a printer. `serial`: its serial number. `path`: its socket, as "1-1.4" in `lsusb -t` and in the kernel's log (bus 1, socket
    4 of the hub in socket 1); that stays when a printer of the same kind is put in its place.
    """

    def __init__(self, vendor: int, product: int, *, serial: str = "", path: str = "", backend: Any = None) -> None:
        super().__init__()
        self.vendor, self.product, self.serial, self.path, self.backend = vendor, product, serial, path, backend

    def _found(self) -> Any:
        import usb.core  # noqa: PLC0415
        from escpos.printer import Usb  # noqa: PLC0415

        which = {"backend": self.backend} if self.backend else {}
        try:
            alike = list(usb.core.find(find_all=True, **self._kind(), **which))
        except usb.core.NoBackendError:
            raise ConnectionError("USB cannot be used: the system package libusb-1.0-0 is missing") from None
        device = self._chosen(alike)
        into, out = _endpoints(device)
        same = {"bus": device.bus, "address": device.address}
        return Usb(device.idVendor, device.idProduct, usb_args={**which, **same}, in_ep=into, out_ep=out)

    def _kind(self) -> dict[str, Any]:
        return {"idVendor": self.vendor, "idProduct": self.product} if self.vendor else {"custom_match": _is_printer}

    def _chosen(self, alike: list[Any]) -> Any:
        mine = [device for device in alike if self._is_meant(device)]
        if not mine:
            others = ", ".join(f"{_path(each)} {_serial(each)}".strip() for each in alike)
            raise ConnectionError(
                f"no USB device {self.vendor:04x}:{self.product:04x} {self.serial}{self.path}".strip()
                + (f"; there are {others}" if others else "")
            )
        if len(mine) > 1:
            log.warning("%d printers %04x:%04x: say which by its serial number", len(mine), self.vendor, self.product)
        return min(mine, key=_path)

    def _is_meant(self, device: Any) -> bool:
        return (not self.path or _path(device) == self.path) and (not self.serial or _serial(device) == self.serial)

    def send(self, data: bytes, seconds: float) -> None:
        sent = self._escpos.device.write(self._escpos.out_ep, data, int(seconds * 1000))
        if sent != len(data):
            raise TimeoutError(f"the printer took {sent} of {len(data)} bytes")

    def receive(self, seconds: float) -> bytes:
        import usb.core  # noqa: PLC0415

        try:
            return bytes(self._escpos.device.read(self._escpos.in_ep, 64, max(_LEAST_MS, int(seconds * 1000))))
        except usb.core.USBTimeoutError:
            return b""


def _is_printer(device: Any) -> bool:
    return any(face.bInterfaceClass == _PRINTERS for configuration in device for face in configuration)


def _path(device: Any) -> str:
    """Where it is plugged in, as the kernel writes it."""
    return f"{device.bus}-{'.'.join(map(str, device.port_numbers or ()))}"


def _serial(device: Any) -> str:
    """Its serial number; "" when it has none, or we may not ask it."""
    try:
        return device.serial_number or ""
    except (OSError, ValueError):
        return ""


def _endpoints(device: Any) -> tuple[int, int]:
    """Where a USB printer answers and listens: its bulk endpoints, which differ from maker to maker."""
    import usb.util  # noqa: PLC0415

    faces = sorted(device[0], key=lambda face: face.bInterfaceClass != _PRINTERS)
    for face in faces:
        ends = [end.bEndpointAddress for end in face if usb.util.endpoint_type(end.bmAttributes) == _BULK]
        into = next((end for end in ends if end & usb.util.ENDPOINT_IN), None)
        out = next((end for end in ends if not end & usb.util.ENDPOINT_IN), None)
        if into is not None and out is not None:
            return into, out
    raise ConnectionError("this USB device has no pair of bulk endpoints; it is no printer that answers")
