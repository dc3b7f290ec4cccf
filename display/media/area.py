"""A part of a screen in which slides stand. While it has no parent it plays nothing, and costs nothing."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty
from kivy.uix.widget import Widget

from broker.contracts.playlists import Slide
from display.media.slide_view import Ended, SlideView, Stands


class MediaArea(Widget):
    """`volume`: of its videos, on top of their own. `ended` is told of each slide that is over, or cannot be shown, `stands` of each picture
    that can. `empty`: its player has nothing for it at this hour.
    """

    empty = BooleanProperty(defaultvalue=True)

    def __init__(self, volume: float, ended: Ended, stands: Stands, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._volume, self._ended, self._stands = volume, ended, stands
        self._share = 1.0
        self._view: SlideView | None = None
        self._turn: tuple[Slide | None, int] = (None, 0)
        self.bind(pos=self._fit, size=self._fit)

    def play(self, slide: Slide | None, turn: int) -> None:
        """Put up `slide`, unless it stands there since this turn. None: nothing."""
        if (slide, turn) == self._turn:
            return
        self._turn = slide, turn
        if self._view is not None:
            self.remove_widget(self._view)
            self._view = None
        if slide is None:
            return
        self._view = SlideView(slide, self._volume, self._ended, self._stands, pos=self.pos, size=self.size)
        self.add_widget(self._view)
        self._view.quieten(self._share)

    def quieten(self, share: float) -> None:
        """0: silence; 1: as loud as it is meant to be. Also for what comes next."""
        self._share = share
        if self._view is not None:
            self._view.quieten(share)

    def _fit(self, *_: object) -> None:
        if self._view is not None:
            self._view.pos, self._view.size = self.pos, self.size
