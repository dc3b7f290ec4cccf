"""A picture of a virtual PC's screen, once what is drawn there has come to rest."""

from __future__ import annotations

import time
from pathlib import Path

from provisioning.image.machine import Machine

_PAUSE = 3.0  # seconds; without a graphics card a frame may take one
_REST = 60.0  # seconds after which something moves there for good, as a clock does


def settled(machine: Machine, file: Path, seconds: float) -> None:
    """Two pictures after one another are the same, and show more than one colour. Failed when that does not come."""
    from PIL import Image  # noqa: PLC0415 - not every machine that builds a card has it

    before = [b""]
    began = time.monotonic()

    def rests() -> bool:
        machine.picture(file)
        with Image.open(file) as opened:
            picture = opened.convert("RGB")
        told, last = picture.tobytes(), before[0]
        before[0] = told
        return picture.getcolors(1) is None and (told == last or time.monotonic() - began > _REST)

    machine.until("a picture", rests, seconds, pause=_PAUSE)
