"""Pictures of slips for the documents: `python -m kiosk.dispenser.slips.gallery HALL.toml FOLDER`. Needs no screen."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from PIL import ImageOps

from broker.contracts.hall_check import load
from kiosk.dispenser.slips.ticket_slip import slip_for
from kiosk.dispenser.slips.warm_up import sample_ticket
from kiosk.printing.drawing import draw

# name, language, paper, which ticket, what else the slip says
PICTURES: tuple[tuple[str, str, int, dict[str, Any], dict[str, bool]], ...] = (
    ("slip-uk-80", "uk", 80, {}, {}),
    ("slip-en-80-priority", "en", 80, {"service": 3, "priority": True}, {}),
    ("slip-uk-58-priority", "uk", 58, {"service": 3, "priority": True}, {}),
    ("slip-uk-58-offline", "uk", 58, {"known": False}, {"alone": True}),
    ("slip-uk-80-large", "uk", 80, {"service": 3, "priority": True}, {"large": True}),
    ("slip-uk-58-large", "uk", 58, {}, {"large": True}),
    ("slip-uk-80-copy", "uk", 80, {}, {"copy": True}),
    ("slip-en-80-offline", "en", 80, {"known": False}, {"alone": True}),
)
_EDGE = 24  # dots of paper that a printer cannot reach


def draw_all(hall_file: Path, folder: Path) -> None:
    """Write `slip-….png` for each of PICTURES into `folder`, on paper with its unprinted edge."""
    hall = load(hall_file)
    now = datetime(2026, 11, 23, 10, 2, 7, tzinfo=hall.timezone)
    folder.mkdir(parents=True, exist_ok=True)
    for name, language, paper, which, said in PICTURES:
        slip = draw(slip_for(sample_ticket(hall, now, **which), hall, language, **said), paper)
        framed = ImageOps.expand(ImageOps.expand(slip.convert("L"), _EDGE, 255), 1, 160)
        framed.quantize(8).save(folder / f"{name}.png", optimize=True)


if __name__ == "__main__":
    draw_all(Path(sys.argv[1]), Path(sys.argv[2]))
