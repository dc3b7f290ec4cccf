"""Numbers that may have been given out in a part of the journal that was lost: none of them is given out again today.

They are leased to nobody, as a block that a dispenser may have printed; a fact that every version can read.
"""

from __future__ import annotations

from datetime import datetime

from broker.contracts import events as e
from broker.contracts.numbers import fold
from broker.queuemaster.numbering import OURSELVES
from broker.queuemaster.state import Hall, Sequence

PASSED = 1000  # of each letter, behind all that are known: more than a hall gives out between two copies, or in a day


def passed_over(hall: Hall, now: datetime) -> tuple[e.NumbersLeased, ...]:
    """One block for each letter of the hall file."""
    lines = {fold(line.letter): name for name, line in reversed(hall.plan.lines.items())}
    facts: list[e.NumbersLeased] = []
    for letter, line in sorted(lines.items()):
        last = hall.memory.sequences.get(letter, Sequence()).last
        known = max([last, *(lease.last for lease in hall.memory.leases.values() if lease.letter == letter)])
        fact = e.NumbersLeased(
            seq=hall.seq + 1 + len(facts),
            at=now,
            by=OURSELVES,
            lease=f"lost-{hall.seq + 1 + len(facts)}",
            line=line,
            letter=letter,
            first=last + 1,
            last=known + PASSED,
        )
        facts.append(fact)
    return tuple(facts)
