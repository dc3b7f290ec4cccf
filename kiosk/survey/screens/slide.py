"""A slide over the whole screen: a picture, or a video as long as the library for it is there."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from kivy.clock import Clock
from kivy.core.image import Image as Picture
from kivy.graphics import Color, Rectangle
from kivy.uix.widget import Widget

from broker.contracts.playlists import Slide
from kiosk.survey.frame import SlideFace
from kiosk.survey.screens.film import CannotPlay, Film

log = logging.getLogger(__name__)

Ended = Callable[[Slide, str], None]

_told: list[tuple[Ended, float]] = []


def on_end(told: Ended, volume: float) -> None:
    """Tell `told` when a slide has come to its end, and why, if it could not be shown. `volume`: the tablet's own."""
    _told[:] = [(told, volume)]


class SlideScreen(Widget):
    """Covers the bars too; a touch anywhere is one beside all buttons."""

    whole = True

    def __init__(self, face: SlideFace, _touched: Callable[[Any], None], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._slide = face.picture
        self._film: Film | None = None
        self._source: Any = None
        with self.canvas:
            Color(0, 0, 0, 1)
            self._ground = Rectangle()
            Color(1, 1, 1, 1)
            self._shown = Rectangle(size=(0, 0))
        self.bind(pos=self._fit, size=self._fit, parent=self._come_or_go)

    def on_touch_down(self, _touch: Any) -> bool:
        return True

    def _come_or_go(self, *_: object) -> None:
        if self.parent is None:
            self._stop()
        elif self._slide.kind == "video":
            volume = self._slide.volume * (_told[0][1] if _told else 0.0)
            try:
                self._film = Film(self._slide.file, volume, self._draw, self._end)
            except CannotPlay as error:
                self._fail(str(error))
        else:
            try:
                self._draw(Picture(self._slide.file, nocache=True).texture)
            except Exception as error:  # whatever the picture library says of a broken file
                log.exception("%s", self._slide.file)
                self._fail(type(error).__name__)

    def _draw(self, texture: Any) -> None:
        if texture is None:
            self._fail("no picture")
            return
        self._source = texture
        self._fit()

    def _fit(self, *_: object) -> None:
        self._ground.pos, self._ground.size = self.pos, self.size
        if self._source is None:
            return
        width, height = self._source.size
        scale = min(self.width / width, self.height / height)
        self._shown.texture = self._source
        self._shown.size = (width * scale, height * scale)
        self._shown.pos = (self.center_x - width * scale / 2, self.center_y - height * scale / 2)

    def _fail(self, why: str) -> None:
        # Not at once: this screen is just being put up.
        Clock.schedule_once(lambda _: self._end(why))

    def _end(self, why: str = "") -> None:
        if self.parent is not None and _told:
            _told[0][0](self._slide, why)

    def _stop(self) -> None:
        if self._film is not None:
            self._film.stop()
            self._film = None
        self._source = self._shown.texture = None
