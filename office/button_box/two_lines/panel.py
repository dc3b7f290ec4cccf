"""What a display can do, and one of paper: for the demo, for tests, and for whoever has none yet."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from broker.contracts.errors import HardwareError
from office.button_box.two_lines.drawn import drawn
from office.button_box.two_lines.lines import DARK, Lines


class Panel(Protocol):
    """Two lines of a few letters."""

    def show(self, lines: Lines) -> None:
        """These and nothing else; dark for `DARK`. HardwareError when that cannot be."""

    def close(self) -> None:
        """Dark."""


class PaperPanel:
    """Remembers what was shown, and keeps it as a picture in `file`, whole."""

    def __init__(self, file: Path, height: int = 64) -> None:
        self.shown: list[Lines] = []
        self._file, self._height = file, height

    def show(self, lines: Lines) -> None:
        self.shown.append(lines)
        fresh = self._file.with_suffix(".new")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            drawn(lines, self._height).save(fresh, "PNG")
            fresh.replace(self._file)
        except OSError as error:
            raise HardwareError(f"{self._file}: {error}") from error

    def close(self) -> None:
        self.show(DARK)
