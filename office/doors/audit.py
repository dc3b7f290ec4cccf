"""Who came, went, or tried in vain: told to the journal, and kept on disk until it has answered."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from msgspec.structs import replace

from broker.bus.clock import new_id
from broker.bus.outbox import Outbox, OutboxFull
from broker.contracts.commands import NoteStaff
from broker.contracts.staffed import StaffDeed

log = logging.getLogger(__name__)

LIFE = timedelta(hours=24)  # as long as an outbox keeps anything


class Audit(Protocol):
    """Ids of people alone: never a name, a PIN or a card. `staff` did it, where it was done to somebody to `whom`, who has
    `roles` from now on.
    """

    def note(
        self,
        what: StaffDeed,
        staff: str | None = None,
        window: int | None = None,
        appliance: str | None = None,
        *,
        whom: str | None = None,
        roles: tuple[str, ...] = (),
    ) -> None: ...

    def pass_on(self, note: NoteStaff) -> bool:
        """What happened where the journal could not be told. False: it could not be kept, ask again later."""


class JournalAudit:
    """`clock`: the hall's wall time. Never raises: a full disk must not keep anybody out."""

    def __init__(self, outbox: Outbox, clock: Callable[[], datetime]) -> None:
        self._outbox, self._clock = outbox, clock

    def note(
        self,
        what: StaffDeed,
        staff: str | None = None,
        window: int | None = None,
        appliance: str | None = None,
        *,
        whom: str | None = None,
        roles: tuple[str, ...] = (),
    ) -> None:
        where = f" at window {window}" if window else f": {appliance or whom}" if appliance or whom else ""
        log.info("%s: %s%s", what, staff or "nobody known", where)
        note = NoteStaff(
            id=new_id(),
            at=self._clock(),
            what=what,
            staff=staff,
            window=window,
            appliance=appliance,
            whom=whom,
            roles=roles,
        )
        if not self.pass_on(note):
            log.warning("the journal will not know of it")

    def pass_on(self, note: NoteStaff) -> bool:
        try:
            # However long ago it was: the queue-master acts on nothing whose time has run out.
            self._outbox.put(replace(note, expires=self._clock() + LIFE))
        except OutboxFull as full:
            log.warning("not kept: %s", full)
            return False
        return True


class PaperAudit:
    """Keeps what was noted in memory: for tests, pictures, and an office without a disk."""

    def __init__(self) -> None:
        self.notes: list[tuple[StaffDeed, str | None, int | None]] = []
        self.boxes: list[tuple[StaffDeed, str]] = []
        self.people: list[tuple[StaffDeed, str, tuple[str, ...]]] = []

    def note(
        self,
        what: StaffDeed,
        staff: str | None = None,
        window: int | None = None,
        appliance: str | None = None,
        *,
        whom: str | None = None,
        roles: tuple[str, ...] = (),
    ) -> None:
        if appliance:
            self.boxes.append((what, appliance))
        if whom:
            self.people.append((what, whom, roles))
        self.notes.append((what, staff, window))

    def pass_on(self, note: NoteStaff) -> bool:
        self.note(note.what, note.staff, note.window, note.appliance, whom=note.whom, roles=note.roles)
        return True
