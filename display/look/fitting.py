"""What size of letters fits a box, and where the lines break: between words, never inside one.

Pure: how wide a string is comes in as a function, so the rule is tested without a screen.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

Box = tuple[float, float]  # width, height in px
# (text, font size in px) -> width, height in px of one line
Measure = Callable[[str, int], tuple[float, float]]


class Fitted(Struct, frozen=True):
    """Letters of `size` px in these lines. No lines: not even one letter's height fits."""

    size: int
    lines: tuple[str, ...]


def fit(
    text: str, box: Box, measure: Measure, biggest: int, smallest: int = 12, *, rough: Measure | None = None
) -> Fitted:
    """The biggest letters, at most `biggest` px, with which `text` lies inside `box`.

    Words go to the next line only between words; a newline always breaks. When `smallest` is still too big, words at
    the end give way to "…"; when even the first word is too wide, it becomes smaller than `smallest` instead.

    `rough` is a cheaper measure that is nearly right: the size is searched with it, and its outcome is made smaller
    until `measure` agrees.
    """
    if not text.strip() or min(box) <= 0:
        return Fitted(biggest, ())
    best = _biggest(text, box, rough or measure, smallest, biggest)
    for size in range(best.size if best else smallest, smallest - 1, -1):
        if lines := _lay(text, box, measure, size):
            return Fitted(size, lines)
    words = text.split()
    for kept in range(min(len(words) - 1, _room(words, box, measure, smallest)), 0, -1):
        shortened = " ".join(words[:kept]) + "…"
        if lines := _lay(shortened, box, measure, smallest):
            return Fitted(smallest, lines)
    first = words[0] if len(words) == 1 else f"{words[0]}…"
    return _biggest(first, box, measure, 1, smallest) or Fitted(1, ())


def evened(fitted: Fitted, text: str, box: Box, measure: Measure) -> Fitted:
    """The same letters in as many lines, as equally long as the words allow: no last line of one word."""
    lines = fitted.lines
    if len(lines) <= 1 or " ".join(lines).split() != text.split():
        return fitted  # a text that had to be shortened fills its box
    low, high = 0.0, box[0]
    while high - low > 1:
        width = (low + high) / 2
        narrower = _lay(text, (width, box[1]), measure, fitted.size)
        if narrower and len(narrower) <= len(lines):
            lines, high = narrower, width
        else:
            low = width
    return Fitted(fitted.size, lines)


def _biggest(text: str, box: Box, measure: Measure, low: int, high: int) -> Fitted | None:
    found = None
    while low <= high:
        size = (low + high) // 2
        if lines := _lay(text, box, measure, size):
            found, low = Fitted(size, lines), size + 1
        else:
            high = size - 1
    return found


def _lay(text: str, box: Box, measure: Measure, size: int) -> tuple[str, ...]:
    """The lines of `text` at `size`, or () when they leave the box."""
    width, height = box
    lines: list[str] = []
    used = 0.0
    for paragraph in text.splitlines():
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if measure(longer, size)[0] <= width:
                line = longer
            elif line and measure(word, size)[0] <= width:
                lines.append(line)
                used += measure(line, size)[1]
                line = word
            else:
                return ()
            if used > height:  # whatever follows
                return ()
        lines.append(line)
        used += measure(line, size)[1]
    return tuple(lines) if used <= height else ()


def _room(words: list[str], box: Box, measure: Measure, size: int) -> int:
    """For how many of these words there is room at most."""
    width, height = box
    line, used = "", 0.0
    for count, word in enumerate(words):
        longer = f"{line} {word}" if line else word
        if measure(longer, size)[0] <= width:
            line = longer
        elif line and measure(word, size)[0] <= width:
            used += measure(line, size)[1]
            line = word
        else:
            return count
        if used + measure(line, size)[1] > height:
            return count
    return len(words)
