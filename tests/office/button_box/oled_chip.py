"""A display's controller as its data sheet has it: what comes over the bus becomes dots that a test can look at."""

from __future__ import annotations

from PIL import Image

COMMAND, DATA = 0x00, 0x40
_OFF, _ON, _COLUMNS, _PAGES = 0xAE, 0xAF, 0x21, 0x22
# Commands whose arguments follow, as many (SSD1306, table 9-1).
_ARGUMENTS = {0x20: 1, 0x81: 1, 0xA8: 1, 0xD3: 1, 0xD5: 1, 0xD9: 1, 0xDA: 1, 0xDB: 1, 0x8D: 1, _COLUMNS: 2, _PAGES: 2}


class Ssd1306:
    """`write_i2c_block_data` as smbus2 has it. OSError as from an empty bus while `unplugged`."""

    def __init__(self, address: int = 0x3C, width: int = 128, height: int = 64) -> None:
        self.address, self.width, self.height = address, width, height
        self.unplugged, self.lit, self.contrast = False, False, 0
        self._ram = Image.new("1", (width, height))
        self._columns, self._pages = (0, width - 1), (0, height // 8 - 1)
        self._at = (0, 0)

    def write_i2c_block_data(self, address: int, mode: int, data: list[int]) -> None:
        if self.unplugged or address != self.address:
            raise OSError(121, "Remote I/O error")
        if mode == DATA:
            for byte in data:
                self._dots(byte)
            return
        left = list(data)
        while left:
            code = left.pop(0)
            given = [left.pop(0) for _ in range(_ARGUMENTS.get(code, 0))]
            self._command(code, given)

    @property
    def picture(self) -> Image.Image:
        """What a person sees."""
        return self._ram.copy() if self.lit else Image.new("1", (self.width, self.height))

    def _command(self, code: int, given: list[int]) -> None:
        if code in (_OFF, _ON):
            self.lit = code == _ON
        elif code == _COLUMNS:
            self._columns = (given[0], given[1])
            self._at = (given[0], self._at[1])
        elif code == _PAGES:
            self._pages = (given[0], given[1])
            self._at = (self._at[0], given[0])
        elif code == 0x81:
            self.contrast = given[0]

    def _dots(self, byte: int) -> None:
        column, page = self._at
        for bit in range(8):
            self._ram.putpixel((column, page * 8 + bit), byte >> bit & 1)
        column += 1
        if column > self._columns[1]:
            column, page = self._columns[0], page + 1
        if page > self._pages[1]:
            page = self._pages[0]
        self._at = (column, page)
