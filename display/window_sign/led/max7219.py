"""Four MAX7219 in a row with a square of 8 x 8 lamps each, as they are sold on one board, over SPI by gpiozero.

Each takes sixteen bits, a register and its value, and hands on what came before. The first one of the row is the
rightmost, where the cable is; so what is sent first ends at the left.
"""

from __future__ import annotations

from typing import Any

from broker.contracts.errors import HardwareError
from display.window_sign.led.dots import DARK, SIDE, SQUARES, WIDTH, Picture

DECODE, INTENSITY, LIMIT, AWAKE, TEST = 0x09, 0x0A, 0x0B, 0x0C, 0x0F
_SETUP = ((TEST, 0), (DECODE, 0), (LIMIT, SIDE - 1), (AWAKE, 1))


class Max7219:
    """`turned`: the board hangs upside down, with its cable at the left. `brightness`: 0 to 15."""

    def __init__(self, port: int = 0, device: int = 0, *, turned: bool = False, brightness: int = 5) -> None:
        try:
            from gpiozero import SPIDevice  # noqa: PLC0415 - a sign that is a screen has none

            self._device = SPIDevice(port=port, device=device)
        except Exception as error:  # gpiozero's, and those of the many libraries below it
            raise HardwareError(f"SPI {port}.{device}: {error}") from error
        self._turned, self._brightness = turned, brightness

    def show(self, rows: Picture) -> None:
        """With all settings each time: a module that was without power meanwhile is lit again by the next picture."""
        try:
            for register, value in (*_SETUP, (INTENSITY, self._brightness)):
                self._send(register, [value] * SQUARES)
            for row, lamps in enumerate(turned(rows) if self._turned else rows, 1):
                self._send(row, list(lamps.to_bytes(SQUARES, "big")))
        except Exception as error:
            raise HardwareError(f"the LED module: {error}") from error

    def close(self) -> None:
        try:
            self.show(DARK)
        finally:
            self._device.close()

    def _send(self, register: int, values: list[int]) -> None:
        """One register of all four, from left to right."""
        spi: Any = self._device._spi  # noqa: SLF001 - gpiozero's own devices reach their bus so
        spi.write([byte for value in values for byte in (register, value)])


def turned(rows: Picture) -> Picture:
    """Upside down."""
    return tuple(int(f"{row:0{WIDTH}b}"[::-1], 2) for row in reversed(rows))
