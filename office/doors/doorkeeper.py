"""Lets people in: looks at PINs and cards, keeps sessions, tells the journal. Lives in the office's event loop."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
from msgspec import Struct

from broker.bus.on_disk import kept, put
from broker.contracts.commands import NoteStaff
from broker.contracts.staffed import StaffDeed
from office.doors.amending import Change, amend
from office.doors.audit import Audit, PaperAudit
from office.doors.codes import card_digest, pin_fits, same
from office.doors.given_back import take_back
from office.doors.last_seen import LastSeen
from office.doors.person import Person, Staff
from office.doors.sessions import Session, Sessions, Whereabouts
from office.doors.staff_list import StaffBook
from office.doors.tries import Tries
from office.doors.untold import told, untold

SESSIONS = "sessions.json"
QUEUE = 16  # people who wait for their PIN to be looked at; each takes memory and a while
CARD = "card"  # whom wrong cards are counted for: nobody knows whose they should have been


class Signed(Struct, frozen=True):
    """Somebody who is in."""

    person: Person
    session: Session

    @property
    def window(self) -> int | None:
        return self.session.window


class NotIn(Exception):
    """`why`: a key of phrases below [refused]; `wait`: seconds until the next try is looked at."""

    def __init__(self, why: str, wait: float = 0.0) -> None:
        super().__init__(why)
        self.why, self.wait = why, wait


class Doorkeeper:
    """`folder`: the office's own, where sessions outlive a restart. `now` and `wall` are clocks in seconds."""

    def __init__(
        self,
        folder: Path,
        *,
        lock_after: float,
        audit: Audit | None = None,
        now: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        """ConfigError when the staff list is wrong."""
        self.audit: Audit = audit or PaperAudit()
        self._folder, self._now, self._wall = folder, now, wall
        take_back(folder)
        self._book = StaffBook(folder)
        old = kept(folder / SESSIONS, tuple[Session, ...]) or ()
        self._sessions = Sessions(lock_after, old, now())
        self._tries = Tries()
        self._seen = LastSeen(folder)
        self._looking = asyncio.Lock()
        self._waiting = 0

    @property
    def staff(self) -> Staff:
        take_back(self._folder)
        return self._book.staff

    def who(self, token: str | None) -> Signed | None:
        """Whose browser shows `token`."""
        session = self._sessions.find(token, self._wall()) if token else None
        person = self.staff.of(session.person) if session else None
        return Signed(person, session) if person is not None and session is not None else None

    async def by_pin(self, identity: str, pin: str, address: str, window: int | None) -> tuple[str, Signed]:
        """A token for the browser of whoever has this id and this PIN. NotIn when nobody has, or it is too soon."""
        person = self.staff.of(identity)
        await self._look(identity, address, lambda: pin_fits(person.pin if person else "", pin), window)
        if person is None:
            raise NotIn("wrong")
        return self.let_in(person, window)

    async def by_card(self, card: str, address: str, window: int | None) -> tuple[str, Signed]:
        """A token for the browser of whose card this is. NotIn as above."""
        person = await self._holder(card, address, window)
        return self.let_in(person, window)

    async def unlock(self, signed: Signed, pin: str | None, card: str | None, address: str) -> None:
        """The one who locked it is back. NotIn as above; `another` when it is somebody else's card."""
        if card is not None:
            holder = await self._holder(card, address, signed.window)
            if holder.id != signed.person.id:
                raise NotIn("another")
        else:
            await self._look(signed.person.id, address, lambda: pin_fits(signed.person.pin, pin or ""), signed.window)
        self._sessions.unlock(signed.session, self._now())
        self._noted("unlocked", signed)

    async def knows_pin(self, signed: Signed, pin: str, address: str) -> None:
        """Whoever is in types their PIN once more, before something of weight. NotIn as above."""
        await self._look(signed.person.id, address, lambda: pin_fits(signed.person.pin, pin), signed.window)

    def alive(self, signed: Signed) -> None:
        self._sessions.alive(signed.session, self._now())

    def lock(self, signed: Signed) -> None:
        self._sessions.lock(signed.session)
        self._noted("locked", signed)

    def end(self, signed: Signed) -> None:
        self._sessions.end(signed.session)
        self._noted("signed-out", signed)

    def move(self, signed: Signed, window: int) -> None:
        """To another window's console; whoever's it was stands at none any more."""
        before = self._sessions.at(window)
        if before is not None and before.key != signed.session.key:
            self._sessions.bind(before, None)
        self._sessions.bind(signed.session, window)
        self.audit.note("moved", signed.person.id, window)
        self._keep()

    def at(self, window: int) -> Person | None:
        """Who has signed in at a window."""
        session = self._sessions.at(window)
        return self.staff.of(session.person) if session else None

    def make_first(self, person: Person) -> tuple[str, Signed]:
        """The first person of a hall, who needs nobody's leave. NotIn when there is one already."""

        def first(staff: Staff) -> Staff:
            if staff.person:
                raise NotIn("not-first")
            return Staff(sign_in=staff.sign_in, person=(person,))

        amend(self._folder, first)
        self.audit.note("staff-changed", person.id)
        return self.let_in(person, None)

    async def amend(self, change: Change) -> Staff:
        """Another staff list; who is in it no more is out at once. Raises what `office.doors.amending.amend` does."""
        staff = await asyncio.to_thread(amend, self._folder, change)
        self.upkeep()
        return staff

    def hear_commands(self) -> bool:
        """What `cherha staff` did goes to the journal, and whoever got another PIN or card by it is out. Whether there was any.

        Only while the journal is there: a deed of last week in the outbox would keep today's out of it.
        """
        deeds = untold(self._folder)
        for deed in deeds:
            note = NoteStaff(id=deed.id, at=deed.at, what=deed.what, whom=deed.whom, roles=deed.roles)
            if not self.audit.pass_on(note):
                break
            told(self._folder, deed)
            person = self.staff.of(deed.whom)
            if person is not None and deed.what in ("staff-pin", "staff-card"):
                self.forgive(person)
                self.end_all(person)
        return bool(deeds)

    def whereabouts(self, person: Person) -> Whereabouts:
        shut = self._tries.wait(person.id, "", self._now())
        return Whereabouts(self._sessions.of(person.id), self._seen.of(person.id), shut)

    def end_all(self, person: Person, but: Session | None = None) -> int:
        """All sessions of a person are over, `but` one. How many those were."""
        others = [each for each in self._sessions.of(person.id) if but is None or each.key != but.key]
        for session in others:
            self.end(Signed(person, session))
        return len(others)

    def leave_windows(self, person: Person) -> None:
        """A person stands at no window any more, and stays in."""
        for session in self._sessions.of(person.id):
            self._sessions.bind(session, None)
        self._keep()

    def shut_addresses(self) -> dict[str, float]:
        """Machines from which nobody's PIN, or no card, is looked at for so many seconds."""
        waits = {each: self._tries.wait(f"{CARD} {each}", each, self._now()) for each in self._tries.addresses()}
        return {address: wait for address, wait in waits.items() if wait > 0}

    def forgive(self, person: Person) -> None:
        """Wrong PINs of theirs are forgotten."""
        self._tries.forgive(person.id)

    def forgive_address(self, address: str) -> None:
        """Wrong PINs and cards of a machine are forgotten."""
        self._tries.forgive_address(address, (f"{CARD} {address}",))

    def let_in(self, person: Person, window: int | None) -> tuple[str, Signed]:
        """A token for the browser of somebody who is known to be that person."""
        token = secrets.token_urlsafe(32)
        if "operator" not in person.roles:
            window = None
        before = self._sessions.at(window) if window is not None else None
        if before is not None:
            self._sessions.bind(before, None)
        session = self._sessions.begin(token, person.id, window, self._now(), self._wall())
        signed = Signed(person, session)
        self._noted("signed-in", signed)
        return token, signed

    def upkeep(self) -> bool:
        """Lock what nobody touches, end what is over. Whether there was anything."""
        asleep = self._sessions.fall_asleep(self._now())
        over = self._sessions.run_out(self._wall(), (person.id for person in self.staff.person))
        for session in asleep:
            self.audit.note("locked", session.person, session.window)
        for session in over:
            self.audit.note("signed-out", session.person, session.window)
        for session in (*asleep, *over):
            self._seen.note(session.person, self._wall() - (self._now() - session.seen))  # when a hand was last on it
        if asleep or over:
            self._keep()
        return bool(asleep or over)

    async def _holder(self, card: str, address: str, window: int | None) -> Person:
        staff = self.staff
        salt = staff.sign_in.card_salt
        found: list[Person] = []

        def fits() -> bool:
            digest = card_digest(card, salt) if salt else ""
            found.extend(person for person in staff.person if person.card and same(person.card, digest))
            return bool(found)

        await self._look(CARD, address, fits, window)
        return found[0]

    async def _look(self, identity: str, address: str, fits: Callable[[], bool], window: int | None) -> None:
        """NotIn when it is too soon, or does not fit. A card's tries are counted by address."""
        whose = f"{CARD} {address}" if identity == CARD else identity
        wait = self._tries.wait(whose, address, self._now())
        if wait > 0:
            raise NotIn("wait", wait)
        if self._waiting >= QUEUE:
            raise NotIn("busy", 1.0)
        shuts = self._tries.count(whose, address, self._now())
        self._waiting += 1
        try:
            async with self._looking:
                right = await asyncio.to_thread(fits)
        finally:
            self._waiting -= 1
        if right:
            self._tries.right(whose, address)
            return
        known = identity if self.staff.of(identity) else None
        self.audit.note("locked-out" if shuts else "wrong-code", known, window)
        raise NotIn("wrong", self._tries.wait(whose, address, self._now()))

    def _noted(self, what: StaffDeed, signed: Signed) -> None:
        self.audit.note(what, signed.person.id, signed.window)
        self._seen.note(signed.person.id, self._wall())
        self._keep()

    def _keep(self) -> None:
        """Without waiting for the disk: after a power cut somebody signs in again, and that is all."""
        put(self._folder / SESSIONS, msgspec.json.encode(self._sessions.all), sync=False, private=True)
        self._seen.keep(person.id for person in self.staff.person)
