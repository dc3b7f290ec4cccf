"""A display of organic light-emitting diodes on the I2C bus (SSD1306, SSD1309, SH1106), by luma.oled.

It is opened when it is first shown something, and anew after every fault: one that was unplugged has forgotten how it
was set up.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from broker.contracts.errors import HardwareError
from office.button_box.two_lines.drawn import WIDTH, drawn
from office.button_box.two_lines.lines import DARK, Lines

_BRIGHT = 0x60  # of 0xFF: read at arm's length, and half as quick to fade


class Oled:
    """`bus`: an opened bus as smbus2 has them; None: bus `port` of the machine."""

    def __init__(self, chip: str, height: int, address: int, *, port: int = 1, bus: Any = None) -> None:
        self._chip, self._height, self._address, self._port, self._bus = chip, height, address, port, bus
        self._device: Any = None

    def show(self, lines: Lines) -> None:
        try:
            device = self._device or self._opened()
            if lines == DARK:
                device.hide()
            else:
                device.display(drawn(lines, self._height))
                device.show()
        except Exception as error:  # luma's, and those of the bus below it
            self._device = None
            raise HardwareError(f"I2C {self._port}, 0x{self._address:02x}: {error}") from error

    def close(self) -> None:
        if self._device is not None:
            with suppress(Exception):  # whoever goes cannot mend it any more
                self._device.cleanup()

    def _opened(self) -> Any:
        from luma.core.interface.serial import i2c  # noqa: PLC0415 - only where there is one
        from luma.oled import device as devices  # noqa: PLC0415

        wire = i2c(bus=self._bus, port=self._port, address=self._address)
        made = getattr(devices, self._chip)(wire, width=WIDTH, height=self._height)
        made.contrast(_BRIGHT)
        self._device = made
        return made
