"""A printer without paper: each slip is a numbered PNG. For the demo, for tests, and for a desk without a printer.

Its faults are words in the file `status` beside the slips, which anybody may write:

    echo "near-end"   > paper-tape/status
    echo "paper-out"  > paper-tape/status        (also: cover-open, jammed, cutter, hot, broken, offline)
    echo "left 3"     > paper-tape/status        three more slips, then the paper is out
    rm paper-tape/status                         a new roll
"""

from __future__ import annotations

import re
from pathlib import Path

from PIL.Image import Image

from broker.bus.trace import mark
from kiosk.printing.problems import fault
from kiosk.printing.status import PrinterStatus

FOLDER = "paper-tape"
KEPT = 500  # slips; a demo that runs for weeks must not fill a card
_NEAR_END = 5


class PaperTape:
    """See `printer.Printer`. Slips are `<folder>/000017-<ticket>.png`, the newest with the highest number."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._status = folder / "status"
        self._seen = ""

    def status(self) -> PrinterStatus:
        words = self._words()
        left = _left(words)
        near_end = "near-end" in words or (left is not None and left <= _NEAR_END)
        return PrinterStatus(
            paper="out" if "paper-out" in words or left == 0 else "near-end" if near_end else "ok",
            cover_open="cover-open" in words,
            online="offline" not in words,
            jammed="jammed" in words,
            cutter="cutter" in words,
            hot="hot" in words,
            broken="broken" in words,
        )

    def print(self, image: Image, *, ticket: str) -> None:
        wrong = fault(self.status())
        if wrong:
            raise wrong
        self.folder.mkdir(parents=True, exist_ok=True)
        slips = self.slips()
        number = int(slips[-1].name[:6]) + 1 if slips else 1
        name = f"{number:06d}-{re.sub(r'[^0-9A-Za-z_-]', '_', ticket)}.png"
        mark("first-printer-byte", ticket=ticket)
        # Whole or not at all: who watches the folder never reads half a slip.
        torn = self.folder / f".{name}"
        image.save(torn, "PNG", dpi=(203, 203))
        torn.replace(self.folder / name)
        for old in slips[: max(0, len(slips) + 1 - KEPT)]:
            old.unlink(missing_ok=True)
        self._use_one()

    def cuts(self) -> int | None:
        """The number of the last slip: numbers go on for ever, whatever became of the slips."""
        slips = self.slips()
        return int(slips[-1].name[:6]) if slips else 0

    def changed(self) -> bool:
        seen, self._seen = self._seen, self._words()
        return self._seen != seen

    def close(self) -> None:
        """Nothing is held."""

    def slips(self) -> list[Path]:
        """The slips on the tape, oldest first."""
        return sorted(self.folder.glob("[0-9]*-*.png"))

    def _words(self) -> str:
        try:
            return self._status.read_text(encoding="utf-8")
        except FileNotFoundError:
            return ""

    def _use_one(self) -> None:
        words = self._words()
        left = _left(words)
        if left is not None:
            self._status.write_text(words.replace(f"left {left}", f"left {left - 1}"), encoding="utf-8")


def _left(words: str) -> int | None:
    found = re.search(r"\bleft (\d+)", words)
    return int(found.group(1)) if found else None
