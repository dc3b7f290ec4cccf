"""Pictures of touch screens, as the documents show them: which screen, read in which way, under which name."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from kiosk.touch.panel import Panel

STANDING, LYING = (1080, 1920), (1920, 1080)


class Picture(Struct, frozen=True):
    """One screen, in one language, as one visitor reads it."""

    state: str
    language: str = "uk"
    size: tuple[int, int] = STANDING
    large: bool = False
    contrast: bool = False
    low: bool = False
    aloud: bool = False

    def named(self, appliance: str) -> str:
        """ "info-card-en-large-1920x1080"."""
        reading = [way for way in ("large", "contrast", "low", "aloud") if getattr(self, way)]
        return "-".join([appliance, self.state, self.language, *reading, f"{self.size[0]}x{self.size[1]}"])


def every(states: Iterable[str], sizes: Iterable[tuple[int, int]]) -> Iterable[Picture]:
    """Every screen in every size, language and way of reading, to be looked at before a release."""
    ways = ((False, False), (True, False), (True, True))
    for state, language, size, (large, contrast) in product(states, ("uk", "en"), sizes, ways):
        yield Picture(state, language, size, large, contrast)


def save(panel: Panel, file: Path) -> None:
    """What a panel shows, small enough to be kept with the documents. After `kivy_setup.prepare`."""
    from display.look.picture import drawn  # noqa: PLC0415
    from kiosk.touch.look import look  # noqa: PLC0415

    picture = drawn(panel, look.palette.ground)
    picture.thumbnail((1280, 1280))
    picture.quantize(64).save(file, optimize=True)
