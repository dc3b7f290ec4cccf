"""The made-up people on the bus: a thread that lets them hear, and sends what they do."""

from __future__ import annotations

import logging
import threading
import time
from random import Random
from zoneinfo import ZoneInfo

from broker.bus.asking import Asker
from broker.bus.clock import new_id, now
from broker.bus.guise import Guise
from broker.bus.seam import Bus, Message
from broker.bus.watch import HallWatch
from broker.contracts import codec
from broker.contracts.commands import Command, TakeTicket
from broker.contracts.errors import ContractError
from broker.contracts.hall_file import HallFile
from broker.contracts.replies import Reply
from broker.contracts.topics import Topics
from provisioning.demo.deed import Deed
from provisioning.demo.people import People

log = logging.getLogger(__name__)

PATIENCE = 20.0  # seconds for one answer; less than a command is worth


class Crowd:
    """Made-up people in a hall. `bus` is shared, and started by the caller."""

    def __init__(self, bus: Bus, hall: HallFile, *, speed: float, visitors: int | None, chance: Random) -> None:
        self._bus = bus
        self._zone: ZoneInfo = hall.timezone
        self._people = People(hall, chance, speed, visitors, time.monotonic())
        self._changed = threading.Condition()
        self._stopped = False
        self._askers: dict[str, Asker] = {}
        self._watch: HallWatch | None = None
        self._thread = threading.Thread(target=self._live, name="crowd", daemon=True)

    def start(self) -> None:
        self._bus.subscribe(Topics(self._bus.hall).event, self._hear)
        # The bus is running: the first snapshot may be here before the watch is.
        self._watch = HallWatch(self._bus, self._see)
        self._see()
        self._thread.start()

    def stop(self) -> None:
        with self._changed:
            self._stopped = True
            self._changed.notify()
        self._thread.join(timeout=2.0)

    def _hear(self, message: Message) -> None:
        try:
            event = codec.event(message.body)
        except ContractError as error:
            log.warning("an event that cannot be read: %s", error)
            return
        with self._changed:
            self._people.hear(event)

    def _see(self) -> None:
        snapshot = self._watch.snapshot if self._watch else None
        if snapshot is None:
            return
        with self._changed:
            self._people.see(snapshot, time.monotonic())
            self._changed.notify()

    def _live(self) -> None:
        while True:
            with self._changed:
                if self._stopped:
                    return
                deeds = self._people.due(time.monotonic())
                moment = self._people.next_moment()
                if not deeds:
                    self._changed.wait(None if moment is None else max(0.0, moment - time.monotonic()))
            # Outside the lock: the bus's own thread may be waiting for it in a handler.
            for deed in deeds:
                self._do(deed)

    def _do(self, deed: Deed) -> None:
        moment = now(self._zone)
        self._ask(deed, deed.command(id=new_id(), at=moment, **deed.fields))

    def _ask(self, deed: Deed, command: Command) -> None:
        asker = self._askers.get(deed.client)
        if asker is None:
            asker = self._askers[deed.client] = Asker(Guise(self._bus, deed.client))

        def heard(reply: Reply | None) -> None:
            if reply is None and isinstance(command, TakeTicket) and not self._stopped:
                # A visitor stays at the dispenser: the same wish again, so that it cannot become two tickets.
                self._ask(deed, command)
            elif reply is not None and reply.status != "done":
                log.info("%s %s: %s %s", deed.client, deed.command.__name__, reply.status, reply.reason or reply.field)
                if reply.reason == "expired" and isinstance(command, TakeTicket):
                    self._do(deed)

        asker.ask_later(command, heard, timeout=PATIENCE)
