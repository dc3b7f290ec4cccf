"""The kernel's own picture of the screen, /dev/fb0: there with every graphics driver, and with none (EFI's)."""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from PIL.Image import Image

_KDSETMODE, _GRAPHICS = 0x4B3A, 1  # linux/kd.h
_RAW = {32: "BGRX", 24: "BGR"}  # as Pillow calls what lies there, by bits of a pixel


class Shape(Struct, frozen=True):
    """In px; `stride`: bytes from one row to the next."""

    width: int
    height: int
    stride: int
    bits: int


def shape(root: Path = Path("/")) -> Shape | None:
    """None where there is no such screen, or one of few colours."""
    told = root / "sys/class/graphics/fb0"
    try:
        width, height = (int(each) for each in (told / "virtual_size").read_text().split(","))
        stride, bits = (int((told / name).read_text()) for name in ("stride", "bits_per_pixel"))
    except (OSError, ValueError):
        return None
    return Shape(width, height, stride, bits) if bits in _RAW and width > 0 and height > 0 else None


def laid(picture: Image, there: Shape) -> bytes:
    """`picture`, which has the screen's size, as the screen's memory has it."""
    row = there.width * there.bits // 8
    packed = picture.tobytes("raw", _RAW[there.bits])
    gap = bytes(there.stride - row)
    return b"".join(packed[at : at + row] + gap for at in range(0, len(packed), row))


def show(pixels: bytes, root: Path = Path("/")) -> None:
    """OSError when the screen has gone."""
    with (root / "dev/fb0").open("r+b", buffering=0) as screen:
        screen.write(pixels)


def letters_no_more(terminal: int) -> None:
    """The kernel draws no letters and no cursor over the picture any more. OSError when `terminal` is none of a screen."""
    fcntl.ioctl(terminal, _KDSETMODE, _GRAPHICS)
