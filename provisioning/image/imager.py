"""The list that Raspberry Pi Imager reads: which card there is, how large it is and what it must hash to. Pure.

https://github.com/raspberrypi/rpi-imager/blob/main/doc/json-schema/os-list-schema.json
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

# Imager's own picture of a card that is none of its makers'. The list must name one, and a hall has no Internet.
ICON = "icons/use_custom.png"


@dataclass(frozen=True, slots=True)
class Weighed:
    """A file: its length in bytes, its SHA-256."""

    size: int
    sha256: str


def os_list(
    address: str, card: Weighed, packed: Weighed, words: tuple[str, str], epoch: int, *, boards: Sequence[str] = ()
) -> str:
    """`address`: where Imager fetches the packed card from, file:///… too. `words`: its name, and what it is.

    `boards`: those that it starts on, as Imager calls them; without, Imager offers it for any.
    """
    entry: dict[str, object] = {
        "name": words[0],
        "description": words[1],
        "icon": ICON,
        "url": address,
        "release_date": datetime.fromtimestamp(epoch, UTC).date().isoformat(),
        "extract_size": card.size,
        "extract_sha256": card.sha256,
        "image_download_size": packed.size,
        "image_download_sha256": packed.sha256,
        # Imager's own settings (Wi-Fi, a user) are none of this card's: what it needs is in the hall kit.
        "init_format": "none",
    }
    if boards:
        entry["devices"] = list(boards)
    return json.dumps({"os_list": [entry]}, indent=1, ensure_ascii=False) + "\n"
