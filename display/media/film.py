"""A video, frame by frame, into a texture. Its library is optional: 80 MB that a screen without videos need not have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.clock import Clock
from kivy.core.window import Window
from kivy.graphics.texture import Texture

_FIRST_FRAME = 8.0  # seconds
_NOTHING_YET = 0.02


class CannotPlay(Exception):
    """The video library is not installed, or does not take the file."""


class Film:
    """Plays `file` from its making to `stop`. `draw` gets a texture for each frame, `ended` a reason, or "".

    `volume` 0: no sound is even decoded, and none can be had later.
    """

    def __init__(self, file: str, volume: float, draw: Callable[[Any], None], ended: Callable[[str], None]) -> None:
        try:
            from ffpyplayer.player import MediaPlayer  # noqa: PLC0415 - 12 MB that only a video needs
            from ffpyplayer.tools import set_loglevel  # noqa: PLC0415
        except ImportError:
            raise CannotPlay("ffpyplayer is not installed") from None
        set_loglevel("quiet")
        options = {
            "sn": True,
            "an": volume <= 0,
            "volume": volume,
            "out_fmt": "rgb24",
            "sync": "video" if volume <= 0 else "audio",
        }
        self._player = MediaPlayer(file, ff_opts=options, loglevel="quiet")
        self._draw, self._ended, self._volume = draw, ended, volume
        self._texture: Any = None
        self._waits_until = Clock.get_time() + _FIRST_FRAME
        self._event = Clock.schedule_once(self._next, 0)

    def quieten(self, share: float) -> None:
        """Play at this share of its own volume: 0 is silence, 1 what it began with."""
        if self._volume > 0:
            self._player.set_volume(self._volume * share)

    def stop(self) -> None:
        self._event.cancel()
        self._player.close_player()

    def _next(self, _: float) -> None:
        frame, value = self._player.get_frame()
        if value == "eof":
            self._ended("" if self._texture is not None else "no frame")
            return
        if frame is None:
            if self._texture is None and Clock.get_time() > self._waits_until:
                self._ended("no frame")
                return
            self._event = Clock.schedule_once(self._next, _NOTHING_YET)
            return
        image, _moment = frame
        self._show(image)
        self._event = Clock.schedule_once(self._next, value if isinstance(value, (int, float)) else _NOTHING_YET)

    def _show(self, image: Any) -> None:
        size = image.get_size()
        if self._texture is None or self._texture.size != size:
            if self._texture is None and (size[0] > Window.width or size[1] > Window.height):
                scale = min(Window.width / size[0], Window.height / size[1])
                self._player.set_size(int(size[0] * scale) // 2 * 2, int(size[1] * scale) // 2 * 2)
            self._texture = Texture.create(size=size, colorfmt="rgb")
            self._texture.flip_vertical()
        self._texture.blit_buffer(bytes(image.to_bytearray()[0]), colorfmt="rgb", bufferfmt="ubyte")
        self._draw(self._texture)
