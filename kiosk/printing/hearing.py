"""What a printer says, out of the bytes in which it says several things at once. Pure.

Each kind of answer has fixed bits that tell it from the others (Epson's ESC/POS reference, "Identifying the status"):

    xxx1 xx10 with bits 0 and 7 clear   an answer to DLE EOT
    xxx1 xx00                           the first of four bytes of automatic status; the others have bits 4 and 7 clear
    xxx0 xx00                           an answer to GS r
    5F … 00, 37 … 00                    a block: a counter (GS g 2), or what a buffer that was cleared answers
"""

from __future__ import annotations

from msgspec import Struct

_FIXED = 0x93
_REAL_TIME, _AUTO, _CONFIRMED = 0x12, 0x10, 0x00
_NOT_LATER_BYTE = 0x90
_BLOCKS = (0x5F, 0x37)
_LATER_BYTES = 3
_LONGEST_BLOCK = 80


class Answer(Struct, frozen=True):
    """To DLE EOT; which of them is known by whoever asked."""

    byte: int


class Confirmed(Struct, frozen=True):
    """An answer to GS r: all that was sent before it has been printed."""


class AutoStatus(Struct, frozen=True):
    """Four bytes that it sends of its own accord when something changes (GS a)."""

    bytes: bytes


class Counter(Struct, frozen=True):
    """The value that GS g 2 asked for."""

    value: int


Said = Answer | Confirmed | AutoStatus | Counter


class Hearing:
    """Bytes in, in whatever pieces they come; what they mean out."""

    def __init__(self) -> None:
        self._auto = bytearray()
        self._block = bytearray()

    def hear(self, data: bytes) -> list[Said]:
        said: list[Said] = []
        for byte in data:
            if self._block:
                said += self._in_block(byte)
            elif byte & _FIXED == _REAL_TIME:
                said.append(Answer(byte))
            elif byte & _FIXED == _AUTO:
                self._auto = bytearray((byte,))
            elif self._auto and not byte & _NOT_LATER_BYTE:
                self._auto.append(byte)
                if len(self._auto) > _LATER_BYTES:
                    said.append(AutoStatus(bytes(self._auto)))
                    self._auto.clear()
            elif byte in _BLOCKS:
                self._block = bytearray((byte,))
            elif byte & _FIXED == _CONFIRMED:
                said.append(Confirmed())
        return said

    def _in_block(self, byte: int) -> list[Said]:
        if byte and len(self._block) < _LONGEST_BLOCK:
            self._block.append(byte)
            return []
        whole, self._block = bytes(self._block), bytearray()
        return [Counter(int(whole[1:]))] if whole[0] == _BLOCKS[0] and whole[1:].isdigit() else []
