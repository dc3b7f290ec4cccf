"""The next number of a line: its letter and three digits, from 001 each day.

After 999 the second round begins, but only with numbers whose visitor has been served; a cancelled number is
never used again that day (its slip may still be in a pocket). While the number that is due is still in use,
numbers grow to four digits rather than turn a visitor away.
"""

from __future__ import annotations

from broker.contracts.numbers import fold, written
from broker.queuemaster.state import Hall, Sequence

LAST_OF_ROUND = 999


def next_number(hall: Hall, line: str) -> str:
    """The number that the line's next ticket gets."""
    letter = hall.plan.lines[line].letter
    sequence = hall.memory.sequences.get(fold(letter), Sequence())
    if sequence.last < LAST_OF_ROUND:
        return written(letter, sequence.last + 1)
    for digits in range(sequence.second_round, LAST_OF_ROUND + 1):
        again = written(letter, digits)
        if is_finished(hall, again):
            return again
        if not is_lost(hall, again):
            break  # it is due, and its visitor is still here
    return written(letter, sequence.last + 1)


def next_block(hall: Hall, line: str, size: int) -> tuple[int, int]:
    """First and last number of a block for offline issue."""
    last = hall.memory.sequences.get(fold(hall.plan.lines[line].letter), Sequence()).last
    return last + 1, last + size


def is_lost(hall: Hall, number: str) -> bool:
    """Whether the number will not come free today: cancelled, missed, or leased and perhaps printed."""
    holder = hall.memory.numbers.get(number)
    return holder is None or hall.memory.tickets[holder].state in ("cancelled", "no-show")


def is_finished(hall: Hall, number: str) -> bool:
    """Whether the number's latest holder today has been served."""
    holder = hall.memory.numbers.get(number)
    return holder is not None and hall.memory.tickets[holder].state == "done"
