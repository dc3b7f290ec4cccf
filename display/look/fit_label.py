"""A label whose letters are as big as its box allows: it never leaves the box and never breaks a word."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from kivy.core.text import Label as CoreLabel
from kivy.graphics import Color, Rectangle
from kivy.properties import BooleanProperty, ColorProperty, ListProperty, NumericProperty, StringProperty
from kivy.uix.widget import Widget

from display.look import fonts
from display.look.fitting import Box, Fitted, evened, fit
from display.look.lettering import picture
from display.look.settling import settling

REFERENCE = 64  # px

_LEFT = {"left": 0.0, "center": 0.5, "right": 1.0}
_LOW = {"bottom": 0.0, "middle": 0.5, "top": 1.0}
_FITTED = ("words", "size", "biggest", "smallest", "bold", "even", "halign")
_PLACED = ("pos", "size", "halign", "valign")


class FitLabel(Widget):
    """Set `words` and a box; `biggest` and `smallest` are letter sizes in px.

    `halign` and `valign` place the text in the box; `even`: its lines are as equally long as the words allow. `text` (its lines) and `font_size` are computed before the next
    frame. The picture of the text is drawn again only when words or letters changed: moving the label and
    colouring it cost nothing. It is no Label of Kivy's: of what that can do nothing is wanted here, and to make one takes
    ten times as long.
    """

    words = StringProperty("")
    biggest = NumericProperty(200)
    smallest = NumericProperty(12)
    bold = BooleanProperty(defaultvalue=False)
    even = BooleanProperty(defaultvalue=False)
    color = ColorProperty((1, 1, 1, 1))
    halign = StringProperty("left")
    valign = StringProperty("middle")
    text = StringProperty("")
    font_size = NumericProperty(15)
    texture_size = ListProperty([0, 0])

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        with self.canvas:
            self._ink = Color(rgba=self.color)
            self._rectangle = Rectangle(size=(0, 0))
        for name in _FITTED:
            self.fbind(name, self._soon)
        for name in _PLACED:
            self.fbind(name, self._place)
        self.fbind("color", self._tint)
        self._soon()

    def texture_update(self) -> None:
        """Make the picture of the text now, for whoever cannot wait for the next frame."""
        if settling.forget(self):
            self._fit()

    def make_ahead(self) -> int:
        """Make it so that a frame finds it made, which would set the letters itself else. Returns the bytes that it has."""
        self.texture_update()
        texture = self._rectangle.texture
        if texture is None:
            return 0
        texture.bind()  # Kivy's texture asks for its pixels when it is first wanted
        return int(texture.width * texture.height * 4)

    def _soon(self, *_: object) -> None:
        settling.ask(self, self._fit)

    def _fit(self) -> None:
        box = int(self.width), int(self.height)
        fitted = (_evened if self.even else _fitted)(self.words, box, int(self.biggest), int(self.smallest), self.bold)
        text = "\n".join(fitted.lines)
        texture = picture(text, fitted.size, bold=self.bold, halign=self.halign) if text else None
        self._rectangle.texture = texture
        self.font_size, self.text = fitted.size, text
        self.texture_size = list(texture.size) if texture else [0, 0]
        self._place()

    def _place(self, *_: object) -> None:
        width, height = self.texture_size
        left = self.x + (self.width - width) * _LEFT[self.halign]
        low = self.y + (self.height - height) * _LOW[self.valign]
        self._rectangle.pos = round(left), round(low)
        self._rectangle.size = width, height

    def _tint(self, *_: object) -> None:
        self._ink.rgba = self.color


@lru_cache(maxsize=512)
def _fitted(words: str, box: Box, biggest: int, smallest: int, bold: bool) -> Fitted:  # noqa: FBT001
    exact, rough = (_bold, _bold_roughly) if bold else (_regular, _regular_roughly)
    return fit(words, box, exact, max(1, biggest), max(1, min(smallest, biggest)), rough=rough)


@lru_cache(maxsize=64)
def _evened(words: str, box: Box, biggest: int, smallest: int, bold: bool) -> Fitted:  # noqa: FBT001
    found = _fitted(words, box, biggest, smallest, bold)
    return evened(found, words, box, _bold if bold else _regular)


def _regular(text: str, size: int) -> tuple[float, float]:
    return measured(text, size, bold=False)


def _bold(text: str, size: int) -> tuple[float, float]:
    return measured(text, size, bold=True)


def _regular_roughly(text: str, size: int) -> tuple[float, float]:
    return _scaled(text, size, bold=False)


def _bold_roughly(text: str, size: int) -> tuple[float, float]:
    return _scaled(text, size, bold=True)


def _scaled(text: str, size: int, *, bold: bool) -> tuple[float, float]:
    """Letters grow almost evenly. Opening the font in one more size takes milliseconds, so a search must not."""
    width, height = measured(text, REFERENCE, bold=bold)
    return width * size / REFERENCE, height * size / REFERENCE


@lru_cache(maxsize=4096)
def measured(text: str, size: int, *, bold: bool) -> tuple[float, float]:
    """Width and height in px of one line of Noto Sans, as Kivy will draw it."""
    width, height = _pen(size, bold).get_extents(text)
    return float(width), float(height)


@lru_cache(maxsize=256)
def _pen(size: int, bold: bool) -> Any:  # noqa: FBT001
    pen = CoreLabel(font_name=fonts.NAME, font_size=size, bold=bold)
    pen.resolve_font_name()
    return pen


def common_size(texts: Iterable[str], box: Box, biggest: float, *, bold: bool = False) -> int:
    """The one letter size with which each of `texts` fits into a box of its own: columns look calm in one size."""
    whole = int(box[0]), int(box[1])
    return min((_fitted(text, whole, int(biggest), 1, bold).size for text in texts), default=int(biggest))
