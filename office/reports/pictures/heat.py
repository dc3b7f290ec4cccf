"""Days of the week × hours, the darker the more. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from office.reports.pictures.shapes import Bar, Picture, Shape, Word

LEFT, TOP, GAP = 34.0, 6.0, 2.0


def heat(
    title: str,
    rows: Sequence[str],
    columns: Sequence[str],
    values: Mapping[tuple[int, int], tuple[float, str, str]],
    *,
    width: float = 520.0,
    tall: float = 30.0,
) -> Picture:
    """`values` by row and column: how much, the word in the box, and what it says when pointed at."""
    wide = (width - LEFT) / max(1, len(columns))
    most = max((value for value, _, _ in values.values()), default=0.0) or 1.0
    shapes: list[Shape] = []
    for r, row in enumerate(rows):
        y = TOP + r * tall
        shapes.append(Word(LEFT - 8, y + tall / 2 + 4, row, "end"))
        for c in range(len(columns)):
            x = LEFT + c * wide
            found = values.get((r, c))
            shapes.append(Bar(x, y, wide - GAP, tall - GAP, "grid", "", 0.45))
            if found:
                strength = 0.08 + 0.92 * found[0] / most
                shapes.append(Bar(x, y, wide - GAP, tall - GAP, "main", found[2], strength))
                ink = "card" if strength > 0.55 else "ink"  # noqa: PLR2004 - from here on dark letters are hard to read
                shapes.append(Word(x + (wide - GAP) / 2, y + tall / 2 + 3, found[1], "middle", ink, 10.5))  # type: ignore[arg-type]
    foot = TOP + len(rows) * tall + 12
    shapes += [Word(LEFT + c * wide + wide / 2, foot, label, "middle") for c, label in enumerate(columns)]
    return Picture(width=width, height=foot + 6, title=title, shapes=tuple(shapes))
