"""What stands for the hall's own pictures and films where a board is drawn without them."""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, Rectangle
from kivy.uix.widget import Widget


def stand_in() -> Any:
    """Where pictures and films of the hall would be."""
    widget = Widget()
    with widget.canvas:
        Color(0.16, 0.42, 0.36, 1)
        below = Rectangle()
        Color(0.93, 0.76, 0.35, 1)
        above = Rectangle()

    def draw(*_: object) -> None:
        below.pos, below.size = widget.pos, widget.size
        above.pos, above.size = widget.pos, (widget.width, widget.height * 0.34)

    widget.bind(pos=draw, size=draw)
    return widget
