"""Which box this is, by what its maker wrote into it; so that a card that was copied is not taken for another box."""

from __future__ import annotations

import re
from pathlib import Path

_PLACES = (
    "proc/device-tree/serial-number",  # a Raspberry Pi
    "sys/class/dmi/id/product_uuid",
    "sys/class/dmi/id/board_serial",
    "etc/machine-id",  # made at the first start: a copied card has it too, so it comes last
)
_NO_NUMBER = re.compile(r"(?i)[0\s-]*|[f-]*|.*(default|filled|to be|none|unknown|serial|1234567).*")


def hardware(root: Path = Path("/")) -> str:
    """A name of this box that stays. "" when it has none."""
    for place in _PLACES:
        try:
            told = (root / place).read_text("ascii", errors="replace").strip("\0\n ")
        except OSError:
            continue
        if told and not _NO_NUMBER.fullmatch(told):
            return re.sub(r"[^A-Za-z0-9.-]", "-", told)[:60]
    return ""
