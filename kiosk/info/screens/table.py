"""A table: hours, contacts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.lang import Builder
from kivy.properties import ObjectProperty
from kivy.uix.boxlayout import BoxLayout

from display.look import icons  # noqa: F401 - used in the kv file
from kiosk.info.faces import Row, TableFace
from kiosk.info.screens import parts  # noqa: F401 - used in the kv file
from kiosk.touch import tiling  # noqa: F401 - used in the kv file

Builder.load_file(str(Path(__file__).with_suffix(".kv")))


class TableRow(BoxLayout):
    row = ObjectProperty(rebind=True)

    def __init__(self, row: Row, **kwargs: Any) -> None:
        super().__init__(row=row, **kwargs)


def _shapes(face: TableFace) -> list[tuple[bool, ...]]:
    """Which parts there are in each row."""
    return [(bool(row.mark), bool(row.detail), row.tone == "plain") for row in face.rows]


class TableScreen(BoxLayout):
    kept = True
    face = ObjectProperty(rebind=True)

    def __init__(self, face: TableFace, touched: Callable[[Any], None], **kwargs: Any) -> None:
        super().__init__(face=face, **kwargs)
        self._touched = touched
        self._fill(None, face)

    def update(self, face: TableFace) -> None:
        """Another page, or a line that has opened."""
        before, self.face = self.face, face
        self._fill(before, face)

    def _fill(self, before: TableFace | None, face: TableFace) -> None:
        rows = self.ids.rows
        if before is None or _shapes(before) != _shapes(face):
            rows.clear_widgets()
            for row in face.rows:
                rows.add_widget(TableRow(row))
        for widget, row in zip(reversed(rows.children), face.rows, strict=True):
            widget.row = row
        if before is None or before.ways != face.ways:
            self.ids.foot.show(face.ways, self._touched)
