"""A filled sample, to be looked at closely by steps: buttons instead of pinching, which a stiff hand cannot do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.core.image import Image as CoreImage
from kivy.graphics import Color, Rectangle
from kivy.lang import Builder
from kivy.properties import ObjectProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from kiosk.info.faces import SampleFace
from kiosk.info.screens import parts  # noqa: F401 - used in the kv file
from kiosk.touch import tiling  # noqa: F401 - used in the kv file
from kiosk.touch.big_button import BigButton
from kiosk.touch.refill import refill

Builder.load_file(str(Path(__file__).with_suffix(".kv")))


class Loupe(Widget):
    """A part of a picture, as large as its box allows; at once the whole picture is shown."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._face: SampleFace | None = None
        self._texture: Any = None
        for changed in ("pos", "size"):
            self.fbind(changed, self._draw)

    def show(self, face: SampleFace) -> None:
        if self._face is None or self._face.picture != face.picture:
            try:
                self._texture = CoreImage(face.picture).texture
            except Exception:  # noqa: BLE001 - whatever a broken picture makes the loader raise, the rest can be read
                self._texture = None
        self._face = face
        self._draw()

    def _draw(self, *_: object) -> None:
        self.canvas.clear()
        if self._texture is None or self._face is None or min(self.size) <= 0:
            return
        width, height = self._texture.size
        face = self._face
        columns, rows = face.parts
        part_width, part_height = part(width, height, columns, rows, self.width / self.height)
        left = (width - part_width) * face.across / max(1, columns - 1)
        low = (height - part_height) * (1 - face.up / max(1, rows - 1))
        scale = min(self.width / part_width, self.height / part_height)
        size = part_width * scale, part_height * scale
        with self.canvas:
            Color(1, 1, 1, 1)
            Rectangle(
                texture=self._texture.get_region(left, low, part_width, part_height),
                pos=(self.center_x - size[0] / 2, self.center_y - size[1] / 2),
                size=size,
            )


def part(width: float, height: float, columns: int, rows: int, shape: float) -> tuple[float, float]:
    """How much of a picture is seen at once in a box of this shape (width by height), so that its parts meet."""
    if rows == 1:
        return width, height
    seen = width / columns
    return seen, min(height, max(seen / shape, height / rows))


class SampleScreen(BoxLayout):
    face = ObjectProperty(rebind=True)

    def __init__(self, face: SampleFace, touched: Callable[[Any], None], **kwargs: Any) -> None:
        super().__init__(face=face, **kwargs)
        self._touched = touched
        self.update(face)

    def update(self, face: SampleFace) -> None:
        self.face = face
        self.ids.loupe.show(face)
        refill(self.ids.tools, face.tools, lambda: BigButton(touched=self._touched))
        self.ids.foot.show(face.ways, self._touched)
