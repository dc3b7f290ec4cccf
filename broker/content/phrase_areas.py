"""Whose words a hall may change: the areas of its `phrases.toml`, and where the shipped words of each lie.

Read as files of the installation: who checks them knows none of the appliances.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import broker
from broker.contracts import hall_phrases
from broker.contracts.phrases import Phrases

_ROOT = Path(broker.__file__).parents[1]

AREAS = {
    "board": "display/board/phrases",
    "announcer": "announcer/phrases",
    "window-sign": "display/window_sign/phrases",
    "dispenser": "kiosk/dispenser/phrases",
    "slip": "kiosk/dispenser/slips/phrases",
    "info": "kiosk/info/phrases",
    "survey": "kiosk/survey/phrases",
    "touch": "kiosk/touch/phrases",  # what the three touch screens share
}


@cache
def shipped() -> dict[str, Phrases]:
    """The words that came with the software, by area."""
    return {area: Phrases.load(_ROOT / folder) for area, folder in AREAS.items()}


def check(unpacked: Path) -> None:
    """ConfigError with every mistake of an unpacked bundle."""
    hall_phrases.parse(hall_phrases.read(unpacked), shipped())
