"""The standby's side: when it wants the office, and what makes it the queue-master. Pure: time is an argument."""

from __future__ import annotations

from enum import Enum

from broker.contracts.standby import Register, Vote
from broker.standby.voting import is_over, voted

PATIENCE = 8.0  # seconds without a word of the queue-master
RENEWED = 1.0
SAID = 5.0  # seconds between two sayings of what we have in writing, while we want nothing


class Step(Enum):
    FOLLOWING = "following"
    SEEKING = "seeking"
    PARTING = "parting"
    ELECTED = "elected"


class Succession:
    """`held`: the standby's own register, which its owner keeps on the disk whenever it has changed."""

    def __init__(self, held: Register, me: str, now: float) -> None:
        self.held = held
        self._me = me
        self._heard = now
        self._told = float("-inf")
        self._asked: Register | None = None
        self.step = Step.PARTING if held.holder == me else Step.FOLLOWING  # elected in a life that was cut off

    def heard(self, now: float) -> None:
        """The queue-master has answered us."""
        self._heard = now

    def asked(self, asked: Register, now: float) -> bool:
        """The queue-master asks for our vote; whether we give it. `held` must be kept before that is told."""
        given = (
            None if self.step is Step.ELECTED else voted(self.held, asked, hears_holder=now - self._heard < PATIENCE)
        )
        if given is None:
            return False
        self.held, self._asked, self.step = given, None, Step.FOLLOWING  # what we wanted for ourselves is off
        self._heard = now
        return True

    def to_ask(self, now: float, *, fit: bool) -> Register | None:
        """What the witness is to be asked now, if anything. `fit`: all that was ever answered is on our disk."""
        if self.step is Step.ELECTED:
            return None
        if self.step is Step.PARTING:
            wish: Register | None = self.held
        elif fit and self._me in self.held.heirs and self.held.holder != self._me and now - self._heard > PATIENCE:
            self.step = Step.SEEKING
            wish = Register(
                max(self.held.term, self._asked.term - 1 if self._asked else 0) + 1, self._me, 0, self.held.heirs
            )
        else:
            self.step, wish = Step.FOLLOWING, None
        if wish is None or now - self._told < RENEWED:
            return None
        self._told, self._asked = now, wish
        return wish

    def to_say(self, now: float, *, fit: bool) -> Vote | None:
        """What goes to the witness now, if anything: what is wanted, or only what we have in writing."""
        wish = self.to_ask(now, fit=fit)
        if wish is None and (self.step is not Step.FOLLOWING or now - self._told < SAID):
            return None
        self._told = now
        return Vote(wish or Register(), self._me, self.held)

    def told(self, granted: Register | None, held: Register) -> None:
        """The witness has answered. When `held` has changed it must be kept before anything else."""
        if self.step is Step.SEEKING and granted is not None and granted == self._asked:
            self.step = Step.PARTING  # two of three, with ourselves
            self.held = Register(granted.term, self._me, 1, (self._me,))
            self._told = float("-inf")
        elif self.step is Step.PARTING and granted == self.held:
            self.step = Step.ELECTED
        elif self.step is Step.PARTING and is_over(held, self.held):
            self.step, self.held, self._asked = Step.FOLLOWING, held, None  # nothing was answered in our term
        elif self.step is Step.SEEKING and held.term > self.held.term and held.holder != self._me:
            self._asked = Register(held.term + 1, self._me, 0, self.held.heirs)  # it knows a later term
