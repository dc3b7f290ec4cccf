"""A label whose letters are as big as its box allows: it never leaves the box and never breaks a word."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from kivy.clock import Clock
from kivy.core.text import Label as CoreLabel
from kivy.lang import Builder
from kivy.properties import AliasProperty, NumericProperty, StringProperty
from kivy.uix.label import Label

from display.look import fonts
from display.look.fitting import Box, Fitted, fit

Builder.load_file(str(Path(__file__).with_suffix(".kv")))

REFERENCE = 64  # px

_LEFT = {"auto": 0.0, "left": 0.0, "justify": 0.0, "center": 0.5, "right": 1.0}
_LOW = {"bottom": 0.0, "middle": 0.5, "center": 0.5, "top": 1.0}


class FitLabel(Label):
    """Set `words` (not `text`) and a box; `biggest` and `smallest` are letter sizes in px.

    `halign` and `valign` place the text in the box. `text` and `font_size` are computed before the next frame. The
    picture of the text is drawn again only when words, letters or colour changed: moving the label costs nothing.
    """

    words = StringProperty("")
    biggest = NumericProperty(200)
    smallest = NumericProperty(12)

    def _corner(self) -> tuple[int, int]:
        width, height = self.texture_size
        left = self.x + (self.width - width) * _LEFT[self.halign]
        low = self.y + (self.height - height) * _LOW[self.valign]
        return round(left), round(low)

    corner = AliasProperty(_corner, bind=("pos", "size", "texture_size", "halign", "valign"))

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("font_name", fonts.NAME)
        kwargs.setdefault("valign", "middle")
        # Once before the next frame, whatever changes until then: a layout gives its children several sizes on the way.
        self._soon = Clock.create_trigger(self._fit, -1)
        super().__init__(**kwargs)
        for name in ("words", "size", "biggest", "smallest", "bold"):
            self.fbind(name, self._soon)
        self._soon()

    def texture_update(self, *changed: object) -> None:
        """Make the picture of the text; of the right letters, also for whoever cannot wait for the next frame."""
        if self._soon.is_triggered:
            self._soon.cancel()
            self._fit()
        super().texture_update(*changed)

    def _fit(self, *_: object) -> None:
        box = int(self.width), int(self.height)
        fitted = _fitted(self.words, box, int(self.biggest), int(self.smallest), self.bold)
        self.font_size = fitted.size
        self.text = "\n".join(fitted.lines)


@lru_cache(maxsize=512)
def _fitted(words: str, box: Box, biggest: int, smallest: int, bold: bool) -> Fitted:  # noqa: FBT001
    exact, rough = (_bold, _bold_roughly) if bold else (_regular, _regular_roughly)
    return fit(words, box, exact, max(1, biggest), max(1, min(smallest, biggest)), rough=rough)


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
