"""What lamps can do, and lamps of paper: for the demo, for tests, and for whoever has no module yet."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from display.window_sign.led.dots import DARK, Picture, as_text


class Module(Protocol):
    """Lamps in eight rows of 32."""

    def show(self, rows: Picture) -> None:
        """Light these and no others. HardwareError when that cannot be."""

    def close(self) -> None:
        """All dark."""


class PaperLamps:
    """Remembers what was shown, and keeps it as text in `file`, whole."""

    def __init__(self, file: Path | None = None) -> None:
        self.shown: list[Picture] = []
        self._file = file

    def show(self, rows: Picture) -> None:
        self.shown.append(rows)
        if self._file is not None:
            fresh = self._file.with_suffix(".new")
            fresh.write_text(as_text(rows) + "\n", "utf-8")
            fresh.replace(self._file)

    def close(self) -> None:
        self.show(DARK)
