"""Black over the whole window: where the light cannot be switched, the night is dark all the same."""

from __future__ import annotations

from kivy.core.window import Window
from kivy.graphics import Color, Rectangle
from kivy.uix.widget import Widget


class Curtain(Widget):
    def __init__(self) -> None:
        super().__init__(size_hint=(None, None))
        with self.canvas:
            Color(0, 0, 0, 1)
            self._cloth = Rectangle()
        Window.bind(size=self._fit)
        self._fit()

    def draw(self, *, down: bool) -> None:
        if down and self.parent is None:
            Window.add_widget(self)
        elif not down and self.parent is not None:
            Window.remove_widget(self)

    def _fit(self, *_: object) -> None:
        self.size = self._cloth.size = Window.size
