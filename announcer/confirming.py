"""What the voice tells of itself, on the bus: a word to whoever acts while it sounds, and a record to whoever keeps it.

The word (`appliance/<id>/speaking`) leaves with the first sample and is as good as the bus. The record is a command
that waits on disk until the queue-master has written it down, over outages and restarts.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from announcer.account import Told
from broker.bus.asking import Asker
from broker.bus.clock import new_id
from broker.bus.outbox import Outbox, OutboxBroken
from broker.bus.seam import Bus
from broker.contracts import codec
from broker.contracts.commands import Command, ReportAnnouncement
from broker.contracts.replies import Reply
from broker.contracts.status import Speaking, SpokenCall
from broker.contracts.topics import Topics

log = logging.getLogger(__name__)

KEPT = timedelta(minutes=10)  # without a disk, a queue-master that was away for longer is told no more of it


class Confirming:
    """`moment` tells the hall's time of a moment of the steady clock. `duck`: decibels. `outbox`: where records wait."""

    def __init__(
        self, bus: Bus, appliance: str, moment: Callable[[float], datetime], duck: float, outbox: Path | None = None
    ) -> None:
        self._bus, self._moment, self._duck = bus, moment, duck
        self._topic = Topics(bus.hall).speaking(appliance)
        self._asker = Asker(bus)
        self._outbox = self._opened(outbox)
        self._last: dict[tuple[str, ...], tuple[str, str | None]] = {}  # of the emergencies, by the zones they sound in

    def tell(self, told: Told) -> None:
        """From any thread; returns at once."""
        if told.began is not None:
            self._bus.publish(self._topic, codec.encode(self._word(told)))
        if told.state != "started" and not self._known(told):
            report = self._report(told)
            if self._outbox is not None:
                self._outbox.put(report)
            else:
                self._asker.ask_later(report, lambda reply: _look(report, reply), KEPT.total_seconds())

    def close(self) -> None:
        if self._outbox is not None:
            self._outbox.close()
        self._asker.close()

    def _opened(self, place: Path | None) -> Outbox | None:
        """Records are not worth a voice: with a broken disk they wait in memory."""
        if place is None:
            return None
        try:
            return Outbox(place, self._asker, _look)
        except (OutboxBroken, OSError) as error:
            log.error("what is told of announcements is not kept over a restart: %s", error)  # noqa: TRY400 - its words are enough
            return None

    def _known(self, told: Told) -> bool:
        """Whether it is one more repetition of an emergency, of which there is nothing new to tell."""
        if told.what != "emergency":
            self._last.pop(told.zones, None)
            return False
        last, now = self._last.get(told.zones), (told.state, told.why)
        self._last[told.zones] = now
        return last == now

    def _word(self, told: Told) -> Speaking:
        return Speaking(
            id=told.id,
            state=told.state,
            what=told.what,
            at=self._moment(told.at),
            zones=told.zones,
            calls=tuple(SpokenCall(seq=call.seq, number=call.number, window=call.window) for call in told.calls),
            seconds=told.seconds,
            duck=self._duck,
            why=told.why,
        )

    def _report(self, told: Told) -> ReportAnnouncement:
        assert told.state != "started"
        at = self._moment(told.at)
        return ReportAnnouncement(
            id=new_id(),
            at=at,
            expires=None if self._outbox is not None else at + KEPT,
            announcement=told.id,
            what=told.what,
            outcome=told.state,
            calls=tuple(call.seq for call in told.calls),
            zones=told.zones,
            why=told.why,
            began=None if told.began is None else self._moment(told.began),
        )


def _look(report: Command, reply: Reply | None) -> None:
    if reply is None or reply.status != "done":
        log.warning("not written down: %s", getattr(report, "announcement", report.id))
