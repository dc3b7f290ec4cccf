"""A voter on the bus: is asked, has it in writing, and only then says so."""

from __future__ import annotations

import logging
from collections.abc import Callable

from broker.bus.seam import Bus, Message
from broker.contracts import codec
from broker.contracts.errors import ContractError
from broker.contracts.standby import Register, Vote, Voted
from broker.contracts.topics import Topics

log = logging.getLogger(__name__)

REGISTER = "register.json"
Answer = Callable[[Vote], tuple[bool, Register]]
"""Whether it is granted, and what the voter has in writing by now."""


def answer_votes(bus: Bus, answer: Answer) -> None:
    """Answer with `answer` whoever asks for our vote over `bus`. Before it is started."""
    topics = Topics(bus.hall)

    def hear(message: Message) -> None:
        try:
            vote = codec.read(Vote, message.body)
        except ContractError as error:
            log.warning("a vote was asked for that cannot be read: %s", error)
            return
        granted, held = answer(vote)
        bus.publish(topics.voted(bus.client), codec.encode(Voted(vote.asked if granted else None, held)))

    bus.subscribe(topics.vote(bus.client), hear)
