"""A page of text to be read standing: a card, an act, a piece of news. Turned by buttons; nothing scrolls."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.clock import Clock
from kivy.lang import Builder
from kivy.properties import ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.label import Label
from kivy.uix.widget import Widget

from display.look import fonts
from kiosk.info.faces import TextFace
from kiosk.info.paging import Block
from kiosk.info.screens import parts  # noqa: F401 - used in the kv file
from kiosk.touch import tiling  # noqa: F401 - used in the kv file
from kiosk.touch.big_button import BigButton
from kiosk.touch.look import look
from kiosk.touch.refill import refill

Builder.load_file(str(Path(__file__).with_suffix(".kv")))

_LETTERS = 9.6  # mm
_SMALLEST = 0.55  # of the letters asked for
_STEP = 0.95
_AFTER = {"heading": 0.25, "text": 0.55, "point": 0.45, "notice": 0.9}  # white below a block, in letters


class Paragraph(Label):
    kind = StringProperty("text")

    def __init__(self, block: Block, **kwargs: Any) -> None:
        super().__init__(text=block.words, kind=block.kind, font_name=fonts.NAME, **kwargs)


class TextColumn(Widget):
    """Paragraphs from the top, in letters as large as asked for; a little smaller where the page was reckoned wrong."""

    def __init__(self, **kwargs: Any) -> None:
        # Once before the next frame, whatever changes until then: to set a page of text takes long.
        self._soon = Clock.create_trigger(self._place, -1)
        super().__init__(**kwargs)
        for changed in ("pos", "size"):
            self.fbind(changed, self._soon)
        look.follow(self._look_changes, "text", "mm")

    def show(self, blocks: tuple[Block, ...]) -> None:
        self.clear_widgets()
        for block in blocks:
            self.add_widget(Paragraph(block))
        self._soon()

    def _look_changes(self) -> None:
        self._soon()

    def _place(self, *_: object) -> None:
        paragraphs = list(reversed(self.children))
        pad = look.mm * 6
        width, height = self.width - 2 * pad, self.height - 2 * pad
        if width <= 0 or height <= 0:
            return
        wanted = letters = look.mm * _LETTERS * look.text
        while self._set(paragraphs, letters, width) > height and letters > wanted * _SMALLEST:
            letters *= _STEP
        top = self.top - pad
        for paragraph in paragraphs:
            indent = self._indent(paragraph)
            paragraph.pos = self.x + pad + indent, top - paragraph.height
            top -= paragraph.height + letters * _AFTER[paragraph.kind]

    def _set(self, paragraphs: list[Paragraph], letters: float, width: float) -> float:
        """Set the paragraphs in letters of this size; how high they are together."""
        for paragraph in paragraphs:
            paragraph.font_size = letters
            paragraph.text_size = (width - 2 * self._indent(paragraph), None)
            paragraph.texture_update()
            paragraph.size = paragraph.texture_size
        return float(sum(p.height + letters * _AFTER[p.kind] for p in paragraphs))

    def _indent(self, paragraph: Paragraph) -> float:
        return float(look.mm * {"point": 8, "notice": 3}.get(paragraph.kind, 0))


class TextScreen(BoxLayout):
    kept = True
    face = ObjectProperty(rebind=True)

    def __init__(self, face: TextFace, touched: Callable[[Any], None], **kwargs: Any) -> None:
        super().__init__(face=face, **kwargs)
        self._touched = touched
        self._fill(None, face)

    def update(self, face: TextFace) -> None:
        """Another page, or other words on it."""
        before, self.face = self.face, face
        self._fill(before, face)

    def _fill(self, before: TextFace | None, face: TextFace) -> None:
        if before is None or before.blocks != face.blocks:
            self.ids.column.show(face.blocks)
        refill(self.ids.actions, face.actions, lambda: BigButton(touched=self._touched, letters=8.6))
        if before is None or before.ways != face.ways:
            self.ids.foot.show(face.ways, self._touched)
