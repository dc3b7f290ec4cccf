"""Pictures of words in Noto Sans: white, to be tinted where they are drawn, and kept while they may be wanted again.

A visitor goes back and forth between the same screens, and reads them in one language and then in the other. To set a
line of text and to hand it to the renderer takes longer than all else that a label does.
"""

from __future__ import annotations

from typing import Any

from kivy.core.text import Label as CoreLabel

from display.look import fonts
from display.look.recent import Recent

MOST = 12 * 2**20  # bytes; some five screens of a kiosk, at 2.5 MB each
_WHITE = (1, 1, 1, 1)

Key = tuple[str, int, bool, str]


def _bytes(texture: Any) -> int:
    return int(texture.width * texture.height * 4)


_pictures: Recent[Key, Any] = Recent(MOST, _bytes)


def picture(text: str, size: int, *, bold: bool, halign: str) -> Any:
    """The texture with these lines in letters of `size` px; `halign` is for lines of unequal length."""
    # The place of a lone line within its own picture is the same in any case.
    halign = halign if "\n" in text else "left"
    return _pictures.get((text, size, bold, halign), lambda: _drawn(text, size, bold, halign))


def forget() -> None:
    """Keep none of them any more; who shows one goes on showing it."""
    _pictures.clear()


def _drawn(text: str, size: int, bold: bool, halign: str) -> Any:  # noqa: FBT001
    label = CoreLabel(text=text, font_size=size, font_name=fonts.NAME, bold=bold, halign=halign, color=_WHITE)
    label.refresh()
    return label.texture
