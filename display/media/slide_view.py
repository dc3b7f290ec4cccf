"""One slide in a box, as large as it fits on black: a picture, or a video as long as the library for it is there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.clock import Clock
from kivy.graphics import Color, Rectangle
from kivy.uix.widget import Widget

from broker.contracts.playlists import Slide
from display.media.film import CannotPlay, Film
from display.media.still import Still

Ended = Callable[[Slide, str], None]
"""A slide has come to its end, or why it could not be shown."""
Stands = Callable[[], None]
"""A picture stands there. Of a video only its end tells that it could be played."""


class SlideView(Widget):
    """Plays while it has a parent. `volume`: that of the screen, on top of the slide's own."""

    def __init__(self, slide: Slide, volume: float, ended: Ended, stands: Stands, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._slide, self._volume, self._ended, self._stands = slide, volume * slide.volume, ended, stands
        self._playing: Film | Still | None = None
        self._source: Any = None
        with self.canvas:
            Color(0, 0, 0, 1)
            self._ground = Rectangle()
            Color(1, 1, 1, 1)
            self._shown = Rectangle(size=(0, 0))
        self.bind(pos=self._fit, size=self._fit, parent=self._come_or_go)

    def quieten(self, share: float) -> None:
        """0: silence; 1: as loud as it is meant to be."""
        if isinstance(self._playing, Film):
            self._playing.quieten(share)

    def _come_or_go(self, *_: object) -> None:
        if self.parent is None:
            if self._playing is not None:
                self._playing.stop()
            self._playing = self._source = self._shown.texture = None
        elif self._slide.kind == "picture":
            self._playing = Still(self._slide.file, self._put_up, self._end)
        else:
            try:
                self._playing = Film(self._slide.file, self._volume, self._draw, self._end)
            except CannotPlay as error:
                why = str(error)
                Clock.schedule_once(lambda _: self._end(why))  # not at once: it is just being put up

    def _put_up(self, texture: Any) -> None:
        self._draw(texture)
        self._stands()

    def _draw(self, texture: Any) -> None:
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

    def _end(self, why: str = "") -> None:
        if self.parent is not None:
            self._ended(self._slide, why)
