"""What the witness grants, and when it knows enough to grant anything. Pure: time is an argument.

With an empty disk it is new, or its card was: it may have promised itself to somebody before, and whoever asks first may be
the one that was voted out. Until both who may decide have told it what they have in writing, it says no to everybody. The
latest of what they say is then all that it can have promised: what it gave to anybody is on that one's disk. Who decides
needs no vote to go on, and a standby has one of its own.
"""

from __future__ import annotations

from broker.contracts.standby import Register, Vote
from broker.standby.voting import voted

HEARS = 5.0  # seconds after a word of the holder in which nobody else is elected
BOTH = 2


class Witnessing:
    """`held`: the witness's register, which its owner keeps on the disk whenever it has changed."""

    def __init__(self, held: Register) -> None:
        self.held = held
        self._heard = float("-inf")
        self._words: dict[str, Register] = {}  # while the disk is empty: what each has in writing

    def asked(self, vote: Vote, now: float) -> bool:
        """Whether our vote is given. `held` must be kept before that is told, and may have changed without it."""
        if not self.held.term:
            self._learn(vote)
            if not self.held.term:
                return False
        given = voted(self.held, vote.asked, hears_holder=now - self._heard < HEARS)
        if given is None:
            return False
        self.held = given
        if given.turn:
            self._heard = now
        return True

    def _learn(self, vote: Vote) -> None:
        by = vote.by or vote.asked.holder
        has = vote.has
        if has is None:  # who holds the office, or wants it back: then what it asks for is in nobody's writing yet
            has = vote.asked if vote.asked.turn else Register()
        if by:
            self._words[by] = max(self._words.get(by, has), has, key=_later)
        if len(self._words) >= BOTH:
            self.held = max(self._words.values(), key=_later)


def _later(register: Register) -> tuple[int, int]:
    return register.term, register.turn
