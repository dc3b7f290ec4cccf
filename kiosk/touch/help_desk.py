"""The call for a person on the bus: asks for it, hears whether somebody comes, and takes it back.

Everything that the bus's threads say is carried over to the screen's thread by `later`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta, tzinfo
from typing import Any

from broker.bus.asking import Asker
from broker.bus.clock import new_id, now
from broker.bus.seam import Bus, Message
from broker.bus.watch import HallWatch
from broker.contracts import codec
from broker.contracts.commands import CallForHelp, EndHelp
from broker.contracts.errors import ContractError
from broker.contracts.events import HelpEnded
from broker.contracts.replies import Reply
from broker.contracts.topics import Topics
from kiosk.touch.help_call import HELP_PATIENCE, HelpSeen, HelpStage

RAMP = "ramp"


class HelpDesk:
    """`place`: where the visitor stands, this appliance's id. Made before the bus starts."""

    def __init__(
        self,
        bus: Bus,
        place: str,
        zone: tzinfo,
        *,
        tell: Callable[[HelpSeen], None],
        later: Callable[[Callable[[], None]], None],
        patience: float = HELP_PATIENCE,
    ) -> None:
        self._place, self._zone, self._patience = place, zone, patience
        self._tell, self._later = tell, later
        self._asker = Asker(bus)
        self._call: str | None = None
        self._watch = HallWatch(bus, self._changed)
        bus.subscribe(Topics(bus.hall).event, self._hear)

    def call(self, place: str | None = None, why: str = "screen") -> None:
        """Ask for a person, here or at another place whose button hangs on this appliance. Returns at once."""
        at = now(self._zone)
        command = CallForHelp(
            id=new_id(), at=at, expires=at + timedelta(seconds=self._patience), place=place or self._place, why=why
        )
        if place is None:
            self._call = command.id

        def answered(reply: Reply | None) -> None:
            if self._call == command.id and (reply is None or reply.status != "done"):
                self._say("unheard")

        self._asker.ask_later(command, answered, self._patience)

    def withdraw(self) -> None:
        """No help is needed. What may not have been heard is not asked any more."""
        if self._call is not None:
            self._asker.forget(self._call)
        for help_id in {self._call, self._open()} - {None}:
            command = EndHelp(id=new_id(), at=now(self._zone), help=str(help_id), why="withdrawn")
            self._asker.ask_later(command, lambda _reply: None, self._patience)
        self._call = None

    def _open(self) -> str | None:
        """The id of this place's open call, which may be somebody else's."""
        calls = self._watch.snapshot.help if self._watch.snapshot else ()
        return next((each.id for each in calls if each.place == self._place), None)

    def _changed(self) -> None:
        """The watch's `on_change`, in the bus's thread."""
        snapshot = self._watch.snapshot
        if snapshot is None or not self._watch.connected:
            return
        here = next((each for each in snapshot.help if each.place == self._place), None)
        self._say(None if here is None else "coming" if here.state == "acknowledged" else "called")

    def _hear(self, message: Message) -> None:
        """An event, in the bus's thread: that nobody came stands in no snapshot."""
        try:
            event = codec.event(message.body)
        except ContractError:
            return
        if isinstance(event, HelpEnded) and event.place == self._place and event.why == "nobody-came":
            self._say("unheard")

    def _say(self, stage: HelpStage | None) -> None:
        seen = HelpSeen(time.monotonic(), stage)
        self._later(lambda: self._tell(seen))


def attend_calls(stage: Any, bus: Bus) -> None:
    """Let the visitors of a stage call a person over `bus`."""
    attendant = stage.attendant
    desk = HelpDesk(bus, bus.client, stage.hall.timezone, tell=attendant.tell, later=stage.app.later)
    attendant.calls_people(desk)
