"""Numbers that this dispenser may print while it is alone. Pure: a reserve in, a number and the reserve after it out.

A number leaves the reserve once and never comes back, whatever becomes of its ticket: that is the whole reason why no
two slips of a day bear the same one.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, structs

from broker.contracts.numbers import written
from broker.contracts.replies import Lease


class Block(Struct, frozen=True, kw_only=True):
    """What is left of one lease: `next`…`last` of `first`…`last`."""

    lease: str
    line: str
    letter: str
    day: str
    first: int
    next: int
    last: int

    @property
    def left(self) -> int:
        return self.last - self.next + 1


class Numbered(Struct, frozen=True):
    """A number, and the lease that it is of."""

    number: str
    lease: str


class Reserve(Struct, frozen=True):
    """All blocks, the one that is used up first before the others."""

    blocks: tuple[Block, ...] = ()

    def left(self, line: str, day: str) -> int:
        """How many more tickets of `line` may be printed on `day` (as 2026-11-23)."""
        return sum(block.left for block in self._of(line, day))

    def lines(self, day: str) -> frozenset[str]:
        """The lines of which a ticket may be printed on `day`."""
        return frozenset(block.line for block in self.blocks if block.day == day and block.left > 0)

    def take(self, line: str, day: str) -> tuple[Numbered, Reserve] | None:
        """The next number of `line` and the reserve without it; None when there is none."""
        block = next((block for block in self._of(line, day) if block.left > 0), None)
        if block is None:
            return None
        after = structs.replace(block, next=block.next + 1)
        blocks = tuple(after if each is block else each for each in self.blocks)
        return Numbered(written(block.letter, block.next), block.lease), Reserve(blocks)

    def with_leases(self, leases: Iterable[Lease], day: str) -> Reserve:
        """The reserve with new leases, without those of other days and those that are used up. A lease that it knows
        already (the queue-master repeats its first reply) changes nothing.
        """
        known = {block.lease for block in self.blocks}
        fresh = [
            Block(
                lease=each.lease,
                line=each.line,
                letter=each.letter,
                day=each.day,
                first=each.first,
                next=each.first,
                last=each.last,
            )
            for each in leases
            if each.lease not in known
        ]
        # A block that is used up stays for its day: were it forgotten, a repeated reply would bring it back whole.
        return Reserve(tuple(block for block in (*self.blocks, *fresh) if block.day >= day))

    def short(self, lines: Iterable[str], day: str) -> tuple[str, ...]:
        """Those of `lines` that should be leased more numbers: half a block or less is left."""
        wanting = []
        for line in lines:
            blocks = self._of(line, day)
            block = max((b.last - b.first + 1 for b in blocks), default=0)
            if self.left(line, day) * 2 <= block:
                wanting.append(line)
        return tuple(wanting)

    def _of(self, line: str, day: str) -> list[Block]:
        return [block for block in self.blocks if block.line == line and block.day == day]
