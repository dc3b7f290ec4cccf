"""What the screen shows, as a picture small enough to travel in one message."""

from __future__ import annotations

import io
import threading
from typing import TYPE_CHECKING, Any

from kivy.clock import Clock
from kivy.core.window import Window
from kivy.graphics.opengl import GL_RGB, GL_UNSIGNED_BYTE, glPixelStorei, glReadPixels

from display.look.palette import Colour

if TYPE_CHECKING:
    from PIL.Image import Image

GL_PACK_ALIGNMENT = 0x0D05
MAX_BYTES = 45_000  # base64 makes four bytes of three, and a message with its envelope has 64 KiB
TURNS = 3  # of the clock, in which a widget's letters are made
_SIDES = (1280, 1024, 800, 640, 480, 320)
_QUALITIES = (85, 75, 65, 50, 35)


def screenshot(timeout: float = 5.0) -> Image:
    """The picture on the screen, in full size. From any thread; TimeoutError when the screen's thread hangs."""
    if threading.current_thread() is threading.main_thread():
        return _read()
    pictures: list[Any] = []
    done = threading.Event()

    def take(_: float) -> None:
        try:
            pictures.append(_read())
        finally:
            done.set()

    Clock.schedule_once(take)
    if not done.wait(timeout) or not pictures:
        raise TimeoutError("the screen did not answer")
    picture: Image = pictures[0]
    return picture


def screenshot_jpeg(max_bytes: int = MAX_BYTES) -> bytes:
    """The picture on the screen as JPEG of at most `max_bytes`, made smaller and coarser until it fits."""
    return jpeg(screenshot(), max_bytes)


def jpeg(picture: Image, max_bytes: int) -> bytes:
    """`picture` as JPEG of at most `max_bytes`: the biggest and finest that fits. ValueError when none does."""
    for side in _SIDES:
        smaller = picture.copy()
        smaller.thumbnail((side, side))
        for quality in _QUALITIES:
            out = io.BytesIO()
            smaller.save(out, "JPEG", quality=quality, optimize=True)
            if out.tell() <= max_bytes:
                return out.getvalue()
    raise ValueError(f"no JPEG of this picture has {max_bytes} bytes or fewer")


def _read() -> Image:
    from PIL import Image  # noqa: PLC0415 - loaded at the first screenshot, not before the first frame

    # Drawn anew without a flip: after a flip the back buffer may hold anything.
    change_waits = Window.canvas.needs_redraw
    Window.dispatch("on_draw")
    if change_waits:
        Window.canvas.ask_update()  # this drawing was not flipped: the change still has to reach the screen
    width, height = Window.system_size
    glPixelStorei(GL_PACK_ALIGNMENT, 1)
    pixels = glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE)
    return Image.frombytes("RGB", (width, height), pixels).transpose(Image.Transpose.FLIP_TOP_BOTTOM)


def drawn(widget: Any, ground: Colour) -> Image:
    """A widget that is in no window, drawn in its own size on `ground`."""
    from kivy.base import EventLoop  # noqa: PLC0415

    EventLoop.ensure_window()
    for _ in range(TURNS):
        EventLoop.idle()
    return finished(widget, ground)


def finished(widget: Any, ground: Colour) -> Image:
    """The same of a widget whose letters are made."""
    from PIL import Image  # noqa: PLC0415

    texture = widget.export_as_image().texture
    picture = Image.frombytes("RGBA", texture.size, texture.pixels)
    below = Image.new("RGBA", picture.size, tuple(round(c * 255) for c in ground))
    below.alpha_composite(picture)
    return below.convert("RGB")
