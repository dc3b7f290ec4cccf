"""What staff are told of a dispenser that went on alone: problems with a stable code, and what to do by hand."""

from __future__ import annotations

import logging

from broker.bus.appliance import Appliance
from broker.contracts.commands import Command, TakeTicket
from broker.contracts.replies import Reply
from kiosk.dispenser.alone.desk import PHRASES

log = logging.getLogger(__name__)

ALONE, NO_NUMBERS, NOT_MERGED = "dispenser-alone", "dispenser-no-numbers", "slip-not-merged"
PROBLEMS = (ALONE, NO_NUMBERS, NOT_MERGED)
_NAMED = 8  # numbers that a person can look for in a hall


class Telling:
    """Called from several threads; `Appliance` takes care of that."""

    def __init__(self, appliance: Appliance) -> None:
        self._appliance = appliance
        self._refused: tuple[str, ...] = ()

    def issued(self, reply: Reply, line: str) -> None:
        """A ticket of the line with this letter was issued from our own numbers, or was not."""
        if reply.status == "done":
            self._tell(ALONE)
        else:
            self._tell(NO_NUMBERS, line=line)

    def hall_is_back(self) -> None:
        self._appliance.clear(ALONE)
        self._appliance.clear(NO_NUMBERS)

    def merged(self, command: Command, reply: Reply) -> None:
        """The outbox's `on_settled`: a slip that is in somebody's hand and in no queue is a matter for people."""
        if isinstance(command, TakeTicket) and command.number and reply.status != "done":
            log.warning("%s was not merged: %s", command.number, reply.reason)
            self._refused = (*self._refused, command.number)[-_NAMED:]
            self._tell(NOT_MERGED, numbers=", ".join(self._refused))

    def _tell(self, code: str, **slots: object) -> None:
        message, remedy = (PHRASES.text(f"{code}.{part}", **slots) for part in ("message", "remedy"))
        self._appliance.problem(code, message, remedy)
