"""A QR code as a widget: black on white in every palette, with the quiet margin that cameras need."""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, Rectangle
from kivy.graphics.texture import Texture
from kivy.properties import StringProperty
from kivy.uix.widget import Widget

QUIET = 4  # modules of white on each side, as ISO/IEC 18004 asks


class QrCode(Widget):
    """Shows `content` as big a square as its box holds. Empty: nothing."""

    content = StringProperty("")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._texture: Any = None
        self.fbind("content", self._encode)
        for changed in ("pos", "size"):
            self.fbind(changed, self._draw)
        self._encode()

    def _encode(self, *_: object) -> None:
        self._texture = _texture(self.content) if self.content else None
        self._draw()

    def _draw(self, *_: object) -> None:
        self.canvas.clear()
        if self._texture is None:
            return
        # A whole number of pixels a module keeps the edges sharp.
        modules = self._texture.width
        side = min(self.size) // modules * modules or min(self.size)
        with self.canvas:
            Color(1, 1, 1, 1)
            corner = round(self.x + (self.width - side) / 2), round(self.y + (self.height - side) / 2)
            Rectangle(texture=self._texture, pos=corner, size=(side, side))


def _texture(content: str) -> Any:
    import segno  # noqa: PLC0415 - loaded at the first code, not before the first frame

    rows = [bytes(row) for row in segno.make(content, error="m", micro=False).matrix_iter(border=QUIET)]
    texture = Texture.create(size=(len(rows), len(rows)), colorfmt="luminance")
    texture.mag_filter = "nearest"
    white_is_0 = b"".join(reversed(rows))  # textures are counted from below
    texture.blit_buffer(white_is_0.translate(b"\xff" + b"\x00" * 255), colorfmt="luminance", bufferfmt="ubyte")
    return texture
