"""Text into lines that fit. Pure; no word is ever broken, a text too big for its place is set smaller."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import accumulate
from typing import NamedTuple

SMALLEST = 14  # dots; below this nobody reads, and a text is cut with an ellipsis instead
_SHRINK = 0.94

Width = Callable[[str, int], int]  # (text, size) -> dots


class Fitted(NamedTuple):
    size: int
    lines: list[str]


def fit(text: str, size: int, width: int, most: int, measure: Width, *, even: bool = True) -> Fitted:
    """`text` at the biggest size up to `size` at which it takes at most `most` lines of `width` dots.

    `even`: lines of like length, so that a title does not end in a lonely word. No-break spaces hold words together.
    """
    words = [word for word in re.split(r"[ \t\r\n]+", text) if word]
    while True:
        widths = [measure(word, size) for word in words]
        space = measure(" ", size)
        lines = _wrap(widths, space, width)
        if max(widths, default=0) <= width and len(lines) <= most:
            chosen = _evened(widths, space, width, len(lines)) if even else lines
            found = [" ".join(words[a:b]) for a, b in chosen]
            # Kerning across a space can make a line a dot wider than its words.
            if all(measure(line, size) <= width for line in found):
                return Fitted(size, found)
        if size <= SMALLEST:
            return Fitted(size, [_cut(" ".join(words[a:b]), size, width, measure) for a, b in lines[:most]])
        size = max(SMALLEST, int(size * _SHRINK))


def _wrap(widths: list[int], space: int, limit: int) -> list[tuple[int, int]]:
    """Lines as (first word, after the last), each as full as it goes."""
    lines: list[tuple[int, int]] = []
    first, used = 0, 0
    for at, width in enumerate(widths):
        if at > first and used + space + width > limit:
            lines.append((first, at))
            first, used = at, width
        else:
            used += width + (space if at > first else 0)
    return [*lines, (first, len(widths))] if widths else []


def _evened(widths: list[int], space: int, limit: int, count: int) -> list[tuple[int, int]]:
    """The setting in `count` lines whose lines are most alike: the least sum of squared white at their ends."""
    total = len(widths)
    ends = list(accumulate(widths, initial=0))

    def white(first: int, after: int) -> int:
        return limit - (ends[after] - ends[first] + space * (after - first - 1))

    # best[after]: (cost, lines) of the words before `after`, one round a line.
    best: dict[int, tuple[int, list[tuple[int, int]]]] = {0: (0, [])}
    for _ in range(count):
        longer: dict[int, tuple[int, list[tuple[int, int]]]] = {}
        for first, (cost, lines) in best.items():
            for after in range(first + 1, total + 1):
                left = white(first, after)
                if left < 0:
                    break
                if after not in longer or cost + left * left < longer[after][0]:
                    longer[after] = (cost + left * left, [*lines, (first, after)])
        best = longer
    return best[total][1]


def _cut(line: str, size: int, width: int, measure: Width) -> str:
    """The line, or as much of it as fits before an ellipsis."""
    if measure(line, size) <= width:
        return line
    low, high = 0, len(line)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(line[:middle] + "…", size) <= width:
            low = middle
        else:
            high = middle - 1
    return line[:low] + "…"
