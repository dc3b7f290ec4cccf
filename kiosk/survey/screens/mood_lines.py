"""The strokes of a face's mouth and brows in a unit square, for a mood from 0 (awful) to 1 (excellent). Pure."""

from __future__ import annotations

from math import pi, sin

Stroke = tuple[float, ...]  # x, y, x, y, … from the lower left corner

_STEPS = 16
_FLAT = 1 / 3  # the mood of a straight mouth: acceptable is neither good nor bad
_DEEPEST = 0.2


def mood_lines(mood: float) -> tuple[Stroke, ...]:
    """A mouth that bends with the mood; the worst has brows that frown, the best a mouth that is open."""
    bend = (mood - _FLAT) / (1 - _FLAT) * _DEEPEST if mood >= _FLAT else (mood - _FLAT) / _FLAT * _DEEPEST * 0.8
    middle = 0.33 + bend * 0.35
    mouth = _arc(middle, bend)
    if mood >= 1:
        return (mouth, (0.27, middle, 0.73, middle))
    if mood <= 0:
        return (mouth, (0.24, 0.78, 0.42, 0.71), (0.58, 0.71, 0.76, 0.78))
    return (mouth,)


def _arc(middle: float, bend: float) -> Stroke:
    points: list[float] = []
    for step in range(_STEPS + 1):
        along = step / _STEPS
        points += [0.27 + 0.46 * along, middle - bend * sin(pi * along)]
    return tuple(points)
