"""The strip at the foot of every touch screen: languages, bigger letters, contrast. Within everybody's reach."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.lang import Builder
from kivy.uix.boxlayout import BoxLayout

from kiosk.touch.big_button import BigButton
from kiosk.touch.faces import ReadingFace

Builder.load_file(str(Path(__file__).with_suffix(".kv")))


class ReadingBar(BoxLayout):
    """Made anew only when the languages change; otherwise its buttons get new faces."""

    def __init__(self, touched: Callable[[Any], None], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._touched = touched

    def show(self, face: ReadingFace) -> None:
        faces = [*face.languages, face.large_button, face.contrast_button]
        if len(faces) != len(self.children):
            self.clear_widgets()
            for _ in faces:
                self.add_widget(BigButton(touched=self._touched))
        for button, each in zip(reversed(self.children), faces, strict=True):
            button.face = each
