"""The queue-master's side of its term: whom it must wait for before it answers anybody. Pure: time is an argument.

Alone, its own disk is enough, because nobody else can be elected: two voters have that in writing. Paired, the standby is
an heir, and every fact must be on its disk, too, before it is answered. Parting is the way from paired to alone: until a
second voter has it in writing nobody is answered. Seeking is the way back into office after a restart.

A box that was laid out from a backup has lost what it had in writing, and its journal may lack what the standby has: it
needs the standby's own vote, or a person's word.
"""

from __future__ import annotations

from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from broker.contracts.standby import Register
from broker.standby.voting import is_over

PATIENCE = 3.0  # seconds for the standby to have what is written, before we go on without it
RENEWED = 1.0  # seconds between two tellings of the same


class State(Enum):
    SEEKING = "seeking"
    PARTING = "parting"
    ALONE = "alone"
    PAIRED = "paired"
    OVER = "over"


class Own(Struct, frozen=True):
    """What is on the holder's own disk. `alone`: a second voter has it in writing that there is no heir."""

    register: Register
    alone: bool


def decides_alone(me: str, *known: Register) -> Own:
    """A person's word: the other two are off for good, and `me` goes on without asking anybody. `known`: what it had in writing."""
    return Own(Register(max((each.term for each in known), default=0) + 1, me, 1, (me,)), alone=True)


class Holding:
    """`keep` puts what it is given onto the disk before it returns."""

    def __init__(self, own: Own | None, me: str, standby: str, now: float, *, restored: bool = False) -> None:
        self.own = own or Own(Register(1, me, 0 if restored else 1, (me,)), alone=False)
        self._me, self._standby = me, standby
        self._restored = restored and not self.own.alone  # a person has said since who decides
        self._level = now  # when the standby had everything, for the last time
        self._told = float("-inf")
        self.durable = -1
        self.seq = 0
        register = self.own.register
        if register.holder != me:
            self.state = State.OVER
        elif self.own.alone:
            self.state = State.ALONE
        elif register.turn and register.heirs == (me,):
            self.state = State.PARTING  # also the very first start: a voter may know of somebody else
        elif restored:  # nobody gives term 1 to who asks to be elected: the answer says what has been since
            self.state = State.SEEKING
            self.own = Own(Register(1, me, 0, register.heirs), alone=False)
        else:  # every life is a term of its own: what is late of the last one is known
            self.state = State.SEEKING
            self.own = Own(Register(register.term + 1, me, 0, register.heirs), alone=False)

    def may_answer(self, seq: int) -> bool:
        """Whether what is on our disk up to `seq` may be told to anybody."""
        return self.state is State.ALONE or (self.state is State.PAIRED and self.durable >= seq)

    def written(self, seq: int) -> None:
        self.seq = seq

    def followed(self, durable: int, now: float) -> bool:
        """The standby says how far it is. True: `own` has changed and must be kept before anything else."""
        self.durable = durable
        if durable < self.seq:  # one that only asks, and has no room, is waited for no longer than one that is silent
            return False
        self._level = now
        if self.state is State.ALONE:
            self.state = State.PAIRED
            self._say((self._me, self._standby), alone=False)
            return True
        return False

    def voted(self, granted: Register | None, held: Register, voter: str = "") -> bool:
        """`voter` has answered; `granted`: what it had been asked for. True as above."""
        mine = self.own.register
        if is_over(held, mine) or self._has_forgotten(held):
            return self._is_outvoted(held)
        if self.state is State.SEEKING and self._is_no_heir(held):
            self.state = State.OVER  # our term is higher only because we were switched on so often
            return False
        if granted != mine or not self._counts(voter):
            return False  # an answer to what was asked before
        if self.state is State.SEEKING:
            self.state = State.PARTING
            self._say((self._me,), alone=False)
            return True
        if self.state is State.PARTING:
            self.state, self._restored = State.ALONE, False
            self.own = replace(self.own, alone=True)
            return True
        return False

    def _counts(self, voter: str) -> bool:
        """The witness may know of less than the standby has in writing: of a box that has forgotten it all, that has to count."""
        return not self._restored or self.state is not State.SEEKING or voter == self._standby

    def _is_no_heir(self, held: Register) -> bool:
        return held.turn > 0 and held.holder != self._me and self._me not in held.heirs

    def _has_forgotten(self, held: Register) -> bool:
        """Whether a voter knows more of our own term than we do: another disk was here. It is ours no more."""
        mine = self.own.register
        return (held.term, held.holder) == (mine.term, mine.holder) and held.turn > mine.turn

    def _is_outvoted(self, held: Register) -> bool:
        """A voter knows a later term. It is over when somebody holds it; who only asked for it may not have got it."""
        term, heirs = held.term + 1, self.own.register.heirs
        if self.state is State.ALONE:  # nobody else can be elected: two have that in writing
            self.own = Own(Register(term, self._me, 1, heirs), alone=True)
        elif held.turn and held.holder != self._me:
            self.state = State.OVER
            return False
        else:
            self.state = State.SEEKING
            self.own = Own(Register(term, self._me, 0, heirs), alone=False)
        self._told = float("-inf")
        return True

    def tick(self, now: float) -> bool:
        """Time has passed. True as above."""
        if self.state is State.PAIRED and now - self._level > PATIENCE:
            self.state = State.PARTING
            self._say((self._me,), alone=False)
            return True
        return False

    def to_ask(self, now: float) -> Register | None:
        """What the voters are to be asked now, if anything."""
        if self.state is State.OVER or now - self._told < RENEWED:
            return None
        self._told = now
        return self.own.register

    def _say(self, heirs: tuple[str, ...], *, alone: bool) -> None:
        register = self.own.register
        self.own = Own(replace(register, turn=register.turn + 1, heirs=heirs), alone=alone)
        self._told = float("-inf")
