"""A slide over the whole screen of the tablet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from broker.contracts.playlists import Slide
from display.media.slide_view import Ended, SlideView, Stands
from kiosk.survey.frame import SlideFace

_told: list[tuple[Ended, Stands, float]] = []


def on_end(told: Ended, stands: Stands, volume: float) -> None:
    """Tell `stands` of each picture that can be shown, and `told` when a slide has come to its end, and why, if it could not be shown. `volume`: the tablet's own."""
    _told[:] = [(told, stands, volume)]


def _ended(slide: Slide, why: str) -> None:
    for told, _, _ in _told:
        told(slide, why)


def _stands() -> None:
    for _, stands, _ in _told:
        stands()


class SlideScreen(SlideView):
    """Covers the bars too; a touch anywhere is one beside all buttons."""

    whole = True

    def __init__(self, face: SlideFace, _touched: Callable[[Any], None], **kwargs: Any) -> None:
        super().__init__(face.picture, _told[0][2] if _told else 0.0, _ended, _stands, **kwargs)

    def on_touch_down(self, _touch: Any) -> bool:
        return True
