"""A short text as lamps: four squares of 8 x 8 side by side, a letter of 5 x 7 in the middle of each.

What the letters look like is drawn in `letters.txt`.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from broker.contracts.numbers import fold

SQUARES = 4
SIDE = 8
WIDTH = SQUARES * SIDE
Picture = tuple[int, ...]
"""Eight rows from the top, each of 32 lamps: the leftmost is the highest bit."""

DARK: Picture = (0,) * SIDE
_WIDE, _TALL = 5, 7


def picture(text: str) -> Picture:
    """`text` in the middle of the module, a letter on each square; five, as after 999 tickets, side by side.

    What is unknown stays dark, and so does what has no room: half a number would be another number.
    """
    pitch = SIDE if len(text) <= SQUARES else _WIDE + 1
    if len(text) * pitch > WIDTH:
        return DARK
    left = (WIDTH - len(text) * pitch) // 2 + (pitch - _WIDE) // 2
    rows = [0] * SIDE
    for place, letter in enumerate(text):
        for row, lamps in enumerate(_letters().get(letter) or _letters().get(fold(letter), ())):
            rows[row] |= lamps << (WIDTH - left - place * pitch - _WIDE)
    return tuple(rows)


def as_text(rows: Picture) -> str:
    """The lamps as a person sees them."""
    return "\n".join(f"{row:0{WIDTH}b}".translate({ord("0"): ".", ord("1"): "#"}) for row in rows)


@lru_cache(maxsize=1)
def _letters() -> dict[str, tuple[int, ...]]:
    """letter -> seven rows of five lamps."""
    found: dict[str, tuple[int, ...]] = {}
    drawn = Path(__file__).with_name("letters.txt").read_text("utf-8")
    for block in drawn.strip().split("\n\n"):
        head, *rows = block.split("\n")
        assert len(rows) == _TALL, head
        lamps = [[int(part.translate({ord("."): "0", ord("#"): "1"}), 2) for part in row.split()] for row in rows]
        found |= {letter: tuple(column) for letter, column in zip(head.split(), zip(*lamps, strict=True), strict=True)}
    return found
