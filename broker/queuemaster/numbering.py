"""The next number of a line: its letter and three digits, from 001 each day.

After 999 the second round begins, but only with numbers whose visitor has been served; a cancelled number is
never used again that day (its slip may still be in a pocket). While the number that is due is still in use,
numbers grow to four digits rather than turn a visitor away.

Blocks for offline issue are taken from 999 downwards: dispensers ask for theirs every morning, and the first visitor
of the day shall be А001 and not А081 all the same.
"""

from __future__ import annotations

from broker.contracts.numbers import fold, written
from broker.queuemaster.state import Hall, Lease, Sequence

LAST_OF_ROUND = 999
OURSELVES = "queue-master"  # whose blocks nobody prints: what they hold may have been given out in a part that was lost


def next_number(hall: Hall, line: str) -> str:
    """The number that the line's next ticket gets."""
    letter = hall.plan.lines[line].letter
    sequence = hall.memory.sequences.get(fold(letter), Sequence())
    fresh = _past_blocks(sequence.last + 1, _blocks(hall, letter))
    if fresh <= LAST_OF_ROUND:
        return written(letter, fresh)
    for digits in range(sequence.second_round, LAST_OF_ROUND + 1):
        again = written(letter, digits)
        if is_finished(hall, again):
            return again
        if not is_lost(hall, again):
            break  # it is due, and its visitor is still here
    return written(letter, fresh)


def next_block(hall: Hall, line: str, size: int) -> tuple[int, int]:
    """First and last number of a block for offline issue: below all blocks of its letter, or behind all numbers where
    the ordinary ones have come that far.
    """
    letter = hall.plan.lines[line].letter
    last = hall.memory.sequences.get(fold(letter), Sequence()).last
    blocks = _blocks(hall, letter)
    first = min((block.first for block in blocks if block.first > last), default=LAST_OF_ROUND + 1) - size
    if first <= last:
        first = max((last, *(block.last for block in blocks))) + 1
    return first, first + size - 1


def _blocks(hall: Hall, letter: str) -> list[Lease]:
    """The blocks of a letter, by their numbers."""
    mine = (lease for lease in hall.memory.leases.values() if lease.letter == fold(letter))
    return sorted(mine, key=lambda lease: lease.first)


def _past_blocks(digits: int, blocks: list[Lease]) -> int:
    """The first number from `digits` on that no dispenser may print."""
    for block in blocks:
        if block.first <= digits <= block.last:
            digits = block.last + 1
    return digits


def is_lost(hall: Hall, number: str) -> bool:
    """Whether the number will not come free today: cancelled, missed, or leased and perhaps printed."""
    holder = hall.memory.numbers.get(number)
    return holder is None or hall.memory.tickets[holder].state in ("cancelled", "no-show")


def is_finished(hall: Hall, number: str) -> bool:
    """Whether the number's latest holder today has been served."""
    holder = hall.memory.numbers.get(number)
    return holder is not None and hall.memory.tickets[holder].state == "done"
