"""Whether this box has anything to touch with: a touch screen or a mouse, as the kernel sees it. One may be plugged in later."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

Kind = Literal["touch", "mouse"]

_WORD = 64 if sys.maxsize > 1 << 32 else 32  # bits of one word of a capability
_BTN_LEFT, _BTN_TOUCH = 0x110, 0x14A
_X, _FINGERS_X = 0x00, 0x35  # of a movement and of a place; of a place of one of several fingers


class Pointing:
    """`root`: where the system lies. Devices are read only when there are others than before."""

    def __init__(self, root: Path = Path("/")) -> None:
        self._devices = root / "sys/class/input"
        self._seen: frozenset[str] = frozenset()
        self._found: frozenset[Kind] = frozenset()

    def found(self) -> frozenset[Kind]:
        seen = frozenset(each.name for each in self._devices.glob("event*"))
        if seen != self._seen:
            kinds = (_kind(self._devices / each) for each in seen)
            self._seen, self._found = seen, frozenset(kind for kind in kinds if kind)
        return self._found


def _kind(device: Path) -> Kind | None:
    """A remote control is moved, too, as the kernel has it; but it has no button of a mouse."""
    keys, places, moves = (_bits(device / "device/capabilities" / kind) for kind in ("key", "abs", "rel"))
    placed = places >> _X & 1 or places >> _FINGERS_X & 1
    if keys >> _BTN_TOUCH & 1 and placed:
        return "touch"
    return "mouse" if keys >> _BTN_LEFT & 1 and (placed or moves >> _X & 1) else None


def _bits(file: Path) -> int:
    """Words in hexadecimal, the highest first."""
    try:
        words = file.read_text("ascii").split()
        return sum(int(word, 16) << _WORD * place for place, word in enumerate(reversed(words)))
    except (OSError, ValueError):
        return 0
