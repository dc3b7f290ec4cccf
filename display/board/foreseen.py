"""What the next call will most likely change in the rows: so that its letters can be made before it comes. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from broker.contracts.numbers import split, written
from display.board.view import CallRow, LineRow


def next_numbers(calls: Sequence[CallRow], lines: Sequence[LineRow]) -> tuple[str, ...]:
    """The number after the last called one of each line in which somebody waits; of the line called last first."""
    waited = {line.letter for line in lines if line.waiting != "0"}
    found: dict[str, str] = {}
    for call in calls:  # newest first
        try:
            letter, digits = split(call.number)
        except ValueError:
            continue
        if letter in waited:
            found.setdefault(letter, written(letter, digits + 1))
    return tuple(found.values())


def one_fewer(line: LineRow) -> str:
    """How many will wait in a line of which somebody is called; "" when nobody can be."""
    return str(int(line.waiting) - 1) if line.waiting.isdecimal() and int(line.waiting) else ""
