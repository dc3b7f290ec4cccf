"""At the standby: its vote, and its way into the office when the queue-master is gone."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from pathlib import Path

from broker.bus.on_disk import keep, kept
from broker.bus.seam import Bus, Message
from broker.contracts import codec
from broker.contracts.errors import ContractError
from broker.contracts.standby import Register, Vote, Voted
from broker.contracts.topics import Topics
from broker.standby.holding import Own
from broker.standby.second_disk import TERM
from broker.standby.succeeding import Step, Succession
from broker.standby.voter import REGISTER, answer_votes

log = logging.getLogger(__name__)


def holds_office(folder: Path, me: str) -> bool:
    """Whether this box has become the queue-master in an earlier life."""
    own = kept(folder / TERM, Own)
    return own is not None and own.register.holder == me


class Candidate:
    """`masters` leads to the queue-master's broker, `own` to the one on this machine, where the witness is, too."""

    def __init__(self, folder: Path, masters: Bus, own: Bus, witness: str) -> None:
        self._folder, self._own, self._witness = folder, own, witness
        self._topics = Topics(own.hall)
        self._lock = threading.Lock()
        held = kept(folder / REGISTER, Register) or Register()
        self._succession = Succession(held, own.client, time.monotonic())
        own.subscribe(self._topics.voted("+"), self._voted)
        answer_votes(masters, self._answer)

    @property
    def step(self) -> Step:
        return self._succession.step

    def heard(self) -> None:
        with self._lock:
            self._succession.heard(time.monotonic())

    def turn(self, *, fit: bool) -> Step:
        """Ask for what is wanted now. ELECTED: this box is the queue-master, and has it in writing."""
        with self._lock:
            vote = self._succession.to_say(time.monotonic(), fit=fit)
        if vote is not None:
            if vote.asked.term:
                log.warning("the queue-master is not heard: %s asks for the office, %s", self._own.client, vote.asked)
            self._own.publish(self._topics.vote(self._witness), codec.encode(vote))
        if self.step is Step.ELECTED:
            try:
                keep(self._folder / TERM, Own(self._succession.held, alone=True))
            except OSError as error:
                log.error("the office could not be taken: %s", error)  # noqa: TRY400 - the words say it all
                return Step.PARTING
        return self.step

    def _answer(self, vote: Vote) -> tuple[bool, Register]:
        with self._lock:
            with self._on_disk():
                granted = self._succession.asked(vote.asked, time.monotonic())
            return granted, self._succession.held

    def _voted(self, message: Message) -> None:
        try:
            told = codec.read(Voted, message.body)
        except ContractError as error:
            log.warning("a vote that cannot be read: %s", error)
            return
        with self._lock, self._on_disk():
            self._succession.told(told.granted, told.held)

    @contextmanager
    def _on_disk(self) -> Iterator[None]:
        """What is promised meanwhile is on the disk at the end; OSError: it could not be, and nothing is promised."""
        before = copy(self._succession)
        yield
        if self._succession.held != before.held:
            try:
                keep(self._folder / REGISTER, self._succession.held)
            except OSError:
                self._succession = before
                raise
