"""Letters for a console that has no Ukrainian ones of its own: the kernel's has those of an IBM PC.

What stands there before the picture, and where there is none, is to be read. `letters.psf.gz` is Debian's CyrSlav-Fixed16
(console-setup-linux; of X's `misc-fixed`, in the public domain), given to the kernel as `setfont` would do it. That program
and its package are not needed for 2 KB, and nothing is written: a root that is only read has them too.
"""

from __future__ import annotations

import fcntl
import gzip
import struct
from array import array
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from msgspec import Struct

FILE = Path(__file__).with_name("letters.psf.gz")
_MAGIC, _TWICE = b"\x36\x04", 0x01  # of a PSF, version 1: so many bytes a letter; 256 or, twice that, 512 of them
_NEXT, _TOGETHER = 0xFFFF, 0xFFFE  # in its table: the next letter; signs that only together are this letter
_KDFONTOP, _PIO_UNIMAPCLR, _PIO_UNIMAP = 0x4B72, 0x4B68, 0x4B67  # linux/kd.h
_SET, _WIDTH, _LAID = 0, 8, 32  # an op; px; bytes that the kernel takes for each letter, however high it is


class Letters(Struct, frozen=True):
    """`shapes`: of each letter its rows, a byte each. `signs`: which sign has which letter."""

    shapes: tuple[bytes, ...]
    signs: tuple[tuple[int, int], ...]

    @property
    def height(self) -> int:
        return len(self.shapes[0])


@cache
def letters(file: Path = FILE) -> Letters:
    """ValueError when the file is none of letters."""
    body = gzip.decompress(file.read_bytes())
    magic, mode, height = struct.unpack_from("<2sBB", body)
    if magic != _MAGIC:
        raise ValueError(f"{file}: no PSF")
    count = 512 if mode & _TWICE else 256
    end = 4 + count * height
    shapes = tuple(body[at : at + height] for at in range(4, end, height))
    return Letters(shapes, tuple(_signs(body[end:])))


def _signs(table: bytes) -> Iterator[tuple[int, int]]:
    letter, alone = 0, True
    for (sign,) in struct.iter_unpack("<H", table):
        if sign == _NEXT:
            letter, alone = letter + 1, True
        elif sign == _TOGETHER:
            alone = False
        elif alone:
            yield sign, letter


def give(terminal: int, given: Letters) -> None:
    """The console of `terminal` has these letters. OSError when it is none, or its screen has letters of its own."""
    laid = array("B", b"".join(each.ljust(_LAID, b"\0") for each in given.shapes))
    op = struct.pack("@IIIIIP", _SET, 0, _WIDTH, given.height, len(given.shapes), laid.buffer_info()[0])
    fcntl.ioctl(terminal, _KDFONTOP, op)
    pairs = array("H", (value for pair in given.signs for value in pair))
    fcntl.ioctl(terminal, _PIO_UNIMAPCLR, struct.pack("@HHH", 0, 0, 0))
    fcntl.ioctl(terminal, _PIO_UNIMAP, struct.pack("@HP", len(given.signs), pairs.buffer_info()[0]))
