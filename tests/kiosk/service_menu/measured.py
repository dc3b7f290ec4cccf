"""Where everything stands on the screens of the service menu, measured once for all tests that ask."""

from __future__ import annotations

from functools import cache

from tests.kiosk import looks
from tests.kiosk.looks import Screen


@cache
def screens() -> list[Screen]:
    return looks.measured("tests.kiosk.service_menu.measure")


def place_of(state: str, label: str, size: str = "1080x1920") -> tuple[int, int]:
    """The middle of a button, in Ukrainian; px from the upper left corner."""
    screen = next(s for s in screens() if s["screen"] == f"{state} uk {size}")
    x, y, width, height = next(b[1:] for b in screen["buttons"] if b[0] == label)
    return round(x + width / 2), round(screen["size"][1] - y - height / 2)
