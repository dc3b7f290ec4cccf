"""Which sockets of the graphics card have a screen behind them, as the kernel sees it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

SYSTEM = Path("/sys/class/drm")
_NAME = re.compile(r"card\d+-(.+)")


@dataclass(frozen=True, slots=True)
class Connector:
    """`mode`: what its screen likes best, as "1920x1080"; "" when nothing is known of it."""

    name: str
    connected: bool
    mode: str = ""

    def __str__(self) -> str:
        return f"{self.name}: {self.mode or 'no mode'}" if self.connected else f"{self.name}: –"


def read(folder: Path = SYSTEM) -> tuple[Connector, ...]:
    """All of them; none on a machine without a graphics card."""
    found = []
    for path in sorted(folder.glob("card*-*")):
        name = _NAME.fullmatch(path.name)
        if name and name.group(1).split("-")[0] != "Writeback":
            modes = _text(path / "modes").split()
            found.append(Connector(name.group(1), _text(path / "status") == "connected", modes[0] if modes else ""))
    return tuple(found)


def unplugged(connectors: tuple[Connector, ...]) -> bool:
    """There are sockets, and no screen at any of them."""
    return bool(connectors) and not any(each.connected and each.mode for each in connectors)


def _text(path: Path) -> str:
    try:
        return path.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""
