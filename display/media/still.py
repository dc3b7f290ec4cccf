"""A picture, made no larger than the screen and decoded in a thread of its own: a call must not wait for a photograph."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from kivy.clock import Clock
from kivy.core.window import Window
from kivy.graphics.texture import Texture


class Still:
    """Decodes `file` from its making on. `draw` gets its texture, or `failed` a reason; neither after `stop`."""

    def __init__(self, file: str, draw: Callable[[Any], None], failed: Callable[[str], None]) -> None:
        self._draw, self._failed = draw, failed
        self._stopped = False
        most = int(Window.width), int(Window.height)
        threading.Thread(target=self._decode, args=(file, most), name="picture", daemon=True).start()

    def stop(self) -> None:
        self._stopped = True

    def _decode(self, file: str, most: tuple[int, int]) -> None:
        from PIL import Image, ImageOps  # noqa: PLC0415 - 10 MB that only a screen with pictures needs

        try:
            with Image.open(file) as picture:
                picture.draft("RGB", most)
                upright = ImageOps.exif_transpose(picture).convert("RGB")
            upright.thumbnail(most)
            size, pixels = upright.size, upright.tobytes()
        except Exception as error:  # noqa: BLE001 - whatever the library says of a broken file
            why = type(error).__name__
            Clock.schedule_once(lambda _: self._stopped or self._failed(why))
        else:
            Clock.schedule_once(lambda _: self._show(size, pixels))

    def _show(self, size: tuple[int, int], pixels: bytes) -> None:
        if self._stopped:
            return
        texture = Texture.create(size=size, colorfmt="rgb")
        texture.flip_vertical()
        texture.blit_buffer(pixels, colorfmt="rgb", bufferfmt="ubyte")
        self._draw(texture)
