"""Where the keys of a keyboard stand in a box. Pure."""

from __future__ import annotations

from kiosk.touch.cells import Cell
from kiosk.touch.keyboard_face import KeyboardFace


def key_places(face: KeyboardFace, box: tuple[float, float], gap: float) -> list[Cell]:
    """The cells of all keys, row by row from the top, in a box (width, height). All keys as wide as `columns` allow."""
    unit = (box[0] - gap * (face.columns - 1)) / face.columns
    height = (box[1] - gap * (len(face.rows) - 1)) / max(1, len(face.rows))
    places = []
    for line, row in enumerate(face.rows):
        widths = [unit * key.wide + gap * (key.wide - 1) for key in row]
        x = (box[0] - sum(widths) - gap * (len(row) - 1)) / 2
        y = box[1] - height - (height + gap) * line
        for width in widths:
            places.append(Cell(x, y, width, height))
            x += width + gap
    return places
