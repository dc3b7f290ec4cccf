"""The whole service menu: a panel like the visitors', through which theirs does not shine.

Patterns and points need the very edges of the screen, so they lie over its bars too.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kivy.lang import Builder
from kivy.uix.widget import Widget

from kiosk.service_menu.faces import WHOLE_SCREEN
from kiosk.touch.panel import Panel
from kiosk.touch.screens import screen_of

Builder.load_file(str(Path(__file__).with_suffix(".kv")))


class Cover(Panel):
    """Opaque."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._whole: Widget | None = None

    def _draw(self, face: Any) -> None:
        if self._whole is not None:
            self.remove_widget(self._whole)
            self._whole = None
        if isinstance(face, WHOLE_SCREEN):
            self._whole = screen_of(self._screens, type(face))(face, self._touched)
            self.add_widget(self._whole)
        else:
            super()._draw(face)
