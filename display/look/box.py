"""A place on a screen: px from the lower left corner."""

from __future__ import annotations

from typing import NamedTuple


class Box(NamedTuple):
    x: float
    y: float
    width: float
    height: float

    @property
    def top(self) -> float:
        return self.y + self.height

    def within(self, margin: float) -> Box:
        """What is left of it inside a margin."""
        width, height = max(0.0, self.width - 2 * margin), max(0.0, self.height - 2 * margin)
        return Box(self.x + margin, self.y + margin, width, height)
